package dev.skerry.server.http;

import dev.skerry.http.Admitted;
import dev.skerry.http.Callers;
import dev.skerry.http.Need;
import dev.skerry.kernel.Caller;
import java.net.InetAddress;
import java.util.Map;

/// The callers of a server without users: whoever can reach it may do everything. The log shows
/// them as `person:local`, or by the address they come from when that is another machine's.
final class OneLocalCaller implements Callers {
    @Override
    public Admitted admit(InetAddress from, Map<String, String> said) {
        var address = from.getHostAddress();
        var name = from.isLoopbackAddress() ? "local" : address;
        return new Anyone(new Caller(Caller.Kind.PERSON, name, "", address));
    }

    private record Anyone(Caller caller) implements Admitted {
        @Override
        public boolean allows(Need.Right right, String place) {
            return true;
        }

        @Override
        public boolean stands() {
            return true;
        }

        @Override
        public String lack() {
            return "";
        }
    }
}
