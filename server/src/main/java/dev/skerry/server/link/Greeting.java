package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Node.JoinToken;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Wire;
import dev.skerry.server.Applied;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerClock;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.authority.JoinSecret;
import dev.skerry.server.servers.KnownServers;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The first frame of a connection, and what comes of it.
final class Greeting {
    private static final int SECRET_CHARACTERS_MAX = 128;

    /// Whoever has a token: that it is the node which it names is what the token is to show.
    private static final Caller STRANGER = new Caller(Caller.Kind.NODE, "");

    private final Leader leader;
    private final Authority authority;
    private final ServerClock clock;

    Greeting(Leader leader, Authority authority, ServerClock clock) {
        this.leader = leader;
        this.authority = authority;
        this.clock = clock;
    }

    /// What is to be done.
    sealed interface Outcome {
        /// The node is who it says.
        record Welcome(Frame.Hello hello, PeerName certified) implements Outcome {}

        /// The last frame of this connection.
        record Answer(Frame.FromServer frame) implements Outcome {}
    }

    static Frame.Refused removed() {
        return new Frame.Refused(
                "This node was removed; make a token with `skerry node join-token` and start the"
                        + " agent with it to join again.",
                false);
    }

    static Frame.Refused revoked(Node node) {
        return new Frame.Refused(
                "Node %s was revoked: its certificates are worth nothing, and nothing of it is"
                                .formatted(node.called())
                        + " taken. If this machine shall be that node, make a token with `skerry"
                        + " node join-token --for-node %s` and start the agent with it."
                                .formatted(node.id()),
                false);
    }

    static Frame.Refused superseded(Node node) {
        return new Frame.Refused(
                "Node %s has joined anew since this certificate was made: this is the data folder"
                                .formatted(node.called())
                        + " of before, or another machine was given its place. If this machine"
                        + " shall be that node, make a token with `skerry node join-token"
                        + " --for-node %s` and start the agent with it; if it shall be another,"
                                .formatted(node.id())
                        + " give it an empty data folder and a token of `skerry node join-token`.",
                false);
    }

    /// Whoever came has said something else than a frame.
    static Frame.Refused noFrame(Wire.NoFrame what) {
        return new Frame.Refused(
                ("This is where the nodes of a Skerry server connect, and what was sent is not"
                                + " understood: %s. The first frame should be a hello, or a join"
                                + " without a certificate. HTTP is spoken on another port.")
                        .formatted(what.getMessage()),
                false);
    }

    /// Why a certificate is worth nothing here; null: it is good.
    static Frame.@Nullable Refused outdated(PeerName certified, @Nullable Node known) {
        if (known == null) return removed();
        if (known.revoked()) return revoked(known);
        if (certified.joining().equals(known.joining())) return null;
        return superseded(known);
    }

    /// @param certified the node that the certificate was made for; null: none was shown
    Outcome on(Frame.FromNode first, @Nullable PeerName certified) throws IOException {
        return switch (first) {
            case Frame.Join join when certified == null -> new Outcome.Answer(join(join));
            case Frame.Join _ -> refuse("A node with a certificate does not join again.");
            case Frame.Hello hello -> hello(hello, certified);
            case Frame.Renew _,
                    Frame.Ping _,
                    Frame.To _,
                    Frame.Data _,
                    Frame.Close _,
                    Frame.Unknown _ ->
                    refuse(
                            "The first frame is a %s; it should be a hello, or a join without a"
                                            .formatted(word(first))
                                    + " certificate.");
        };
    }

    private static String word(Frame.FromNode first) {
        return first instanceof Frame.Unknown(var kind)
                ? "frame of kind " + kind + ", which this server does not know"
                : first.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private Outcome hello(Frame.Hello hello, @Nullable PeerName certified) {
        if (certified == null) return refuse("A certificate is needed; join with a token first.");
        if (hello.protocol() < Frame.PROTOCOL_OLDEST) return refuse(protocol(hello.protocol()));
        if (hello.instance().length() > Frame.Hello.INSTANCE_MAX)
            return refuse(
                    "instance has %d characters; it should have at most %d."
                            .formatted(hello.instance().length(), Frame.Hello.INSTANCE_MAX));
        if (!certified.node().equals(hello.node()))
            return refuse("This certificate belongs to %s.".formatted(certified.node()));
        // TLS does not look at it again when a session is gone on with
        if (clock.now().wallMs() >= certified.endWallMs())
            return refuse("The node's certificate has run out.");
        var outdated = outdated(certified, leader.now().of(CLUSTER).nodes().find(certified.node()));
        if (outdated != null) return new Outcome.Answer(outdated);
        return new Outcome.Welcome(hello, certified);
    }

    /// The key is looked at first: a token is not spent on a node that gets no certificate.
    private Frame.FromServer join(Frame.Join join) throws IOException {
        if (join.protocol() < Frame.PROTOCOL_OLDEST)
            return new Frame.Refused(protocol(join.protocol()), false);
        if (join.secret().length() > SECRET_CHARACTERS_MAX)
            return new Frame.Refused("The join token is unknown here.", false);
        try {
            var identity =
                    new Node.Identity(join.node(), join.name(), "default", join.datacenter());
            authority.check(join.publicKey());
            var hash = JoinSecret.hash(join.secret());
            if (KnownServers.of(leader.now().house()).tokens().has(hash))
                return new Frame.Refused(
                        "This is a token of `skerry server join-token`, which is for a server;"
                                + " `skerry node join-token` makes one for a node.",
                        false);
            return switch (leader.submit(
                            CLUSTER,
                            new ClusterMessage.Join(hash, identity, join.publicKey()),
                            STRANGER)
                    .join()) {
                case Applied.Done _ -> certified(join, JoinToken.joining(hash));
                case Applied.Refused(var refusal) ->
                        new Frame.Refused(
                                refusal.sentence(), refusal instanceof Refusal.Unavailable);
            };
        } catch (InvalidKeyException e) {
            return new Frame.Refused(String.valueOf(e.getMessage()), false);
        } catch (CompletionException e) {
            return new Frame.Refused("The server cannot say whether the node has joined.", true);
        }
    }

    /// @param joining that the token was spent on: another may have the node's place already
    private Frame.FromServer certified(Frame.Join join, String joining)
            throws IOException, InvalidKeyException {
        var node = leader.now().of(CLUSTER).nodes().find(join.node());
        if (node == null) return removed();
        if (node.revoked()) return revoked(node);
        return authority.certify(node.identity(), joining, join.publicKey());
    }

    private static String protocol(int theirs) {
        return "The node speaks version %d of the protocol, the server version %d."
                .formatted(theirs, Frame.PROTOCOL);
    }

    private static Outcome refuse(String why) {
        return new Outcome.Answer(new Frame.Refused(why, false));
    }
}
