package dev.skerry.http;

import dev.skerry.kernel.Caller;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/// Who calls, and what they may.
public interface Callers {
    /// What a request says of its caller.
    List<String> HEADERS = List.of("authorization", "cookie");

    /// On whose behalf a request comes.
    ///
    /// @param said those of [#HEADERS] that the request has, by their names in lower case; no route
    ///   sees them
    /// @throws Declined when what it says of the caller is not so, with status 401
    Caller caller(InetAddress from, Map<String, String> said) throws Declined;

    /// @param namespace in which the right is needed; `*`: in the whole fleet
    boolean allows(Caller caller, Need.Right right, String namespace);
}
