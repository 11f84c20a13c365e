package dev.skerry.server.servers;

import static dev.skerry.servers.codec.ServersRoom.SERVERS;

import dev.skerry.kernel.Caller;
import dev.skerry.server.Applied;
import dev.skerry.server.Events;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerSettings;
import dev.skerry.servers.ServersMessage;
import dev.skerry.servers.server.ServersApi;
import dev.skerry.servers.state.Member;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The server that a control plane begins with says itself, as nobody else can let it in. So does
/// one whose log is from before there were members.
final class FirstServer {
    private static final String LOCAL = "localhost";

    private FirstServer() {}

    /// Says it, if this server leads and there is no member. One whose ports are not chosen yet
    /// says it when they are.
    static void say(ServerParts server) {
        var leader = server.leader();
        if (!leader.leads() || !leader.now().of(SERVERS).members().isEmpty()) return;
        var addresses = addresses(server.settings());
        if (addresses == null) return;
        var message = new ServersMessage.Found(addresses, ServersApi.VERSION);
        try {
            if (leader.submit(SERVERS, message, Caller.SERVERS).join()
                    instanceof Applied.Refused(var refusal))
                Events.say("this server is no member of its own: " + refusal.sentence());
        } catch (CompletionException e) {
            Events.say("it is not known whether this server is a member of its own: " + e);
        }
    }

    /// Where others may reach it, by what it was told; null: its ports are not chosen yet.
    static Member.@Nullable Addresses addresses(ServerSettings settings) {
        var names = settings.names();
        var host = names.isEmpty() ? LOCAL : names.getFirst();
        var link = settings.link();
        var http = settings.http().at();
        if (link.getPort() == 0 || http.getPort() == 0) return null;
        return new Member.Addresses(text(link, host), text(http, host));
    }

    /// @param host in place of all addresses of this machine
    private static String text(InetSocketAddress at, String host) {
        var address = at.getAddress();
        var name = address.isAnyLocalAddress() ? host : address.getHostAddress();
        return (name.contains(":") ? "[" + name + "]" : name) + ":" + at.getPort();
    }
}
