package dev.skerry.server.peers;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static dev.skerry.servers.codec.ServersRoom.SERVERS;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skerry.kernel.Caller;
import dev.skerry.server.Applied;
import dev.skerry.server.Front;
import dev.skerry.server.Leader;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.authority.CertificateName;
import dev.skerry.server.authority.JoinSecret;
import dev.skerry.server.link.NodeLinks;
import dev.skerry.server.link.OtherServers;
import dev.skerry.server.link.PeerName;
import dev.skerry.server.raft.PeerWay;
import dev.skerry.server.raft.RatisLog;
import dev.skerry.server.relay.Relay;
import dev.skerry.server.servers.KnownServers;
import dev.skerry.servers.ServersMessage;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// What other servers want of this one: that its log answers, that it hears nodes and clients that
/// have come to them, that it lets one of them in.
final class PeerDoor implements OtherServers {
    /// A log that asks nothing for so long will ask on another connection.
    private static final int QUIET_MS = 60_000;

    private final String self;
    private final String epoch;
    private final Leader leader;
    private final RatisLog log;
    private final Authority authority;
    private final Onward onward;
    private final NodeLinks links;
    private final Instances instances;
    private volatile Front.@Nullable Open front;

    PeerDoor(
            String self,
            String epoch,
            Leader leader,
            RatisLog log,
            Authority authority,
            Onward onward,
            NodeLinks links,
            Instances instances) {
        this.self = self;
        this.epoch = epoch;
        this.leader = leader;
        this.log = log;
        this.authority = authority;
        this.onward = onward;
        this.links = links;
        this.instances = instances;
    }

    /// Nodes that this server hears come anew.
    void leave(String why) {
        links.leave(why);
    }

    /// Clients that have come to other servers are heard from now on.
    void serves(Front.Open open) {
        front = open;
    }

    @Override
    public @Nullable Socket leader(InetSocketAddress from, @Nullable PeerName certified)
            throws IOException {
        var there = onward(new Errand.Node(from, certified));
        if (there == null && !leader.leads() && !log.members().equals(Set.of(self)))
            throw new IOException(
                    "No server is heard here that leads; another one may be heard better.");
        return there;
    }

    private @Nullable Socket onward(Errand what) throws IOException {
        try {
            return onward.open(what);
        } catch (IOException e) {
            throw new IOException(
                    ("The server that leads cannot be reached from here (%s);"
                                    + " another one may reach it.")
                            .formatted(e.getMessage()),
                    e);
        }
    }

    @Override
    public void talk(SSLSocket secure, Runnable greeted) throws IOException, InterruptedException {
        var server = server(secure.getSession());
        var what = Errand.read(new DataInputStream(secure.getInputStream()));
        if (what instanceof Errand.Join join) {
            admit(join, server.isEmpty(), secure);
        } else if (what instanceof Errand.Node node) {
            if (passesOn(server)) hear(node, secure, greeted);
        } else if (!server.isEmpty()) {
            greeted.run();
            talk(server, what, secure);
        }
    }

    /// Of a server that belongs to the cell it is believed who has come to it, and from where.
    private boolean passesOn(String server) {
        return leader.leads() && KnownServers.of(leader.now().house()).member(server) != null;
    }

    /// It is a stranger until it has shown which node it is.
    private void hear(Errand.Node node, SSLSocket secure, Runnable greeted)
            throws IOException, InterruptedException {
        links.hear(
                secure.getInputStream(),
                secure.getOutputStream(),
                node.certified(),
                node.from(),
                secure,
                greeted);
    }

    /// Who was removed gets no vote any more, and is told why. Until then it is a leader that takes
    /// itself out, and must be heard.
    private static boolean votes(int what) {
        return what == PeerWay.VOTE || what == PeerWay.ELECT;
    }

    /// The id of the server whose certificate was shown; empty: none was.
    private static String server(SSLSession session) {
        var subject = CertificateName.of(session);
        if (subject == null || !subject.organisation().equals(Authority.SERVERS)) return "";
        return subject.common();
    }

    private void talk(String server, Errand what, SSLSocket secure)
            throws IOException, InterruptedException {
        switch (what) {
            case Errand.Log log -> answer(server, log, secure);
            case Errand.Who() -> {
                var out = new DataOutputStream(secure.getOutputStream());
                out.writeUTF(self);
                out.writeUTF(instances.own());
                out.flush();
            }
            case Errand.Client(var from) -> {
                var at = front;
                if (at == null || !passesOn(server)) return;
                secure.setSoTimeout(0);
                Relay.between(Relay.Side.of(secure), Relay.Side.of(at.enter(from)));
            }
            case Errand.Moved moved -> moved(server, moved, secure);
            case Errand.Join _, Errand.Node _ ->
                    throw new IllegalStateException("it has been answered");
        }
    }

    private void answer(String server, Errand.Log asking, SSLSocket secure) throws IOException {
        secure.setSoTimeout(QUIET_MS);
        var in = new DataInputStream(new BufferedInputStream(secure.getInputStream()));
        var out = new DataOutputStream(new BufferedOutputStream(secure.getOutputStream()));
        while (true) {
            int what = in.read();
            if (what < 0) return;
            int length = in.readInt();
            if (length < 0 || length > PeerWay.BYTES_MAX) return;
            var request = in.readNBytes(length);
            if (request.length < length) return;
            int how = Peers.ANSWERED;
            byte[] answer;
            try {
                if (!asking.to().equals(self)) throw new IOException("this is server " + self);
                var doubt = instances.doubt(server, asking.instance());
                if (!doubt.isEmpty()) {
                    how = Peers.TWICE;
                    answer = doubt.getBytes(UTF_8);
                } else if (votes(what) && KnownServers.of(leader.now().house()).removed(server)) {
                    how = Peers.REMOVED;
                    answer = (server + " was removed").getBytes(UTF_8);
                } else {
                    answer = log.answer((byte) what, request);
                }
            } catch (IOException | RuntimeException e) {
                how = Peers.FAILED;
                answer = String.valueOf(e.getMessage()).getBytes(UTF_8);
            }
            out.writeByte(how);
            out.writeInt(answer.length);
            out.write(answer);
            out.flush();
        }
    }

    /// Where a member is by now.
    private void moved(String server, Errand.Moved moved, SSLSocket secure) throws IOException {
        var message = new ServersMessage.Moved(server, moved.addresses(), moved.build());
        var refused = refused(message);
        Welcome.write(
                refused == null ? new Welcome.In(server, "", epoch) : new Welcome.Refused(refused),
                new DataOutputStream(secure.getOutputStream()));
    }

    /// @param first it has come here first: no server has passed it on
    private void admit(Errand.Join join, boolean first, SSLSocket secure)
            throws IOException, InterruptedException {
        var there = leader.leads() || !first ? null : onward.open(join);
        if (there == null) {
            Welcome.write(welcome(join), new DataOutputStream(secure.getOutputStream()));
            return;
        }
        Relay.between(Relay.Side.of(secure), Relay.Side.of(there));
    }

    private Welcome welcome(Errand.Join join) throws IOException {
        var hash = JoinSecret.hash(join.secret());
        if (leader.now().of(CLUSTER).tokens().find(hash) != null)
            return new Welcome.Refused(
                    "This is a token of `skerry node join-token`, which is for a node;"
                            + " `skerry server join-token` makes one for a server.");
        var refused = refused(new ServersMessage.Join(hash, join.addresses(), join.build()));
        if (refused != null) return new Welcome.Refused(refused);
        var id = KnownServers.of(leader.now().house()).joinedBy(hash);
        if (id == null) return new Welcome.Refused("It was removed again.");
        return new Welcome.In(id, authority.secrets(), epoch);
    }

    /// Why nothing came of it; null: it was done.
    private @Nullable String refused(ServersMessage message) {
        try {
            return switch (leader.submit(SERVERS, message, Caller.SERVERS).join()) {
                case Applied.Done _ -> null;
                case Applied.Refused(var refusal) -> refusal.sentence();
            };
        } catch (CompletionException _) {
            return "The servers changed their leader; try again.";
        }
    }
}
