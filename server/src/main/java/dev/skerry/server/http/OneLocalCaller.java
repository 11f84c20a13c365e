package dev.skerry.server.http;

import dev.skerry.http.Callers;
import dev.skerry.http.Need;
import dev.skerry.kernel.Caller;
import java.net.InetAddress;
import java.util.Map;

/// The callers of a server without users: whoever can reach it may do everything. The log shows
/// them as `person:local`, or by the address they come from when that is another machine's.
final class OneLocalCaller implements Callers {
    private static final Caller LOCAL = new Caller(Caller.Kind.PERSON, "local");

    @Override
    public Caller caller(InetAddress from, Map<String, String> said) {
        return from.isLoopbackAddress()
                ? LOCAL
                : new Caller(Caller.Kind.PERSON, from.getHostAddress());
    }

    @Override
    public boolean allows(Caller caller, Need.Right right, String namespace) {
        return true;
    }
}
