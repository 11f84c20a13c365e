package dev.skerry.server.http;

import dev.skerry.http.Need;
import dev.skerry.kernel.Caller;
import java.net.InetAddress;

/// Who calls, and what they may.
interface Callers {
    Caller caller(InetAddress from);

    /// @param namespace in which the right is needed; `*`: in the whole fleet
    boolean allows(Caller caller, Need.Right right, String namespace);
}
