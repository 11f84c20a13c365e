package dev.skerry.http;

import dev.skerry.kernel.Caller;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/// Who calls, and what they may.
public interface Callers {
    /// What a request says of its caller.
    List<String> HEADERS = List.of("authorization", "cookie");

    /// On whose behalf a request comes. Who says nothing of himself is a [Stranger].
    ///
    /// @param said those of [#HEADERS] that the request has, by their names in lower case; no route
    ///   sees them
    /// @throws Declined when what it says of the caller is not so, with status 401; when somebody
    ///   has tried too often what was not so, [Declined#later]
    Admitted admit(InetAddress from, Map<String, String> said) throws Declined;

    /// Asked once for each request of somebody who was let in, before it is answered.
    ///
    /// @throws Declined when he has asked too much and shall come again, [Declined#later]
    default void pace(Admitted admitted, InetAddress from) throws Declined {}

    /// A request was answered with a problem.
    ///
    /// @param caller as far as he was known by then: one without a name comes from an address only
    /// @param route its path with names in braces; `-`: it was for none
    default void declined(Caller caller, String method, String route, int status) {}
}
