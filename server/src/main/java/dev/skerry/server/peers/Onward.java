package dev.skerry.server.peers;

import dev.skerry.server.Leader;
import dev.skerry.server.raft.LogStanding;
import dev.skerry.server.raft.RatisLog;
import dev.skerry.server.relay.Elsewhere;
import dev.skerry.server.servers.KnownServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The way to the server that leads, for whoever has come to this one.
final class Onward implements Elsewhere {
    private final String self;
    private final Leader leader;
    private final RatisLog log;
    private final Peers peers;

    /// With the server that each of them goes to.
    private final Map<Socket, String> open = new ConcurrentHashMap<>();

    Onward(String self, Leader leader, RatisLog log, Peers peers) {
        this.self = self;
        this.leader = leader;
        this.log = log;
        this.peers = peers;
    }

    @Override
    public boolean leads() {
        try {
            return !leader.leads() && to(log.standing()) != null;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public @Nullable Socket api(InetSocketAddress from) throws IOException {
        return open(new Errand.Client(from));
    }

    /// A connection to the server that leads; null: that is this one, or none is known.
    @Nullable Socket open(Errand what) throws IOException {
        if (leader.leads()) return null;
        var look = log.standing();
        var to = to(look);
        if (to == null) return null;
        var member = KnownServers.of(leader.now().house()).member(to);
        var address = member == null ? look.members().get(to) : member.addresses().link();
        if (address == null) return null;
        var socket = peers.open(address, what);
        socket.setSoTimeout(0);
        open.put(socket, to);
        return socket;
    }

    private @Nullable String to(LogStanding look) {
        return look.heard() && !look.leader().equals(self) && !look.leader().isEmpty()
                ? look.leader()
                : null;
    }

    /// Ends what goes to servers that do not lead any more.
    void look() throws IOException {
        if (open.isEmpty()) return;
        var to = to(log.standing());
        open.forEach((socket, server) -> {
            if (!server.equals(to)) Peers.quietly(socket);
            if (socket.isClosed()) open.remove(socket);
        });
    }
}
