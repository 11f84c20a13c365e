package dev.skerry.cluster.agent;

import static dev.skerry.cluster.codec.NodeWorkRoom.NODE;

import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lane;
import dev.skerry.kernel.link.NodePart;
import dev.skerry.kernel.link.StreamSource;
import dev.skerry.kernel.node.Caused;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Nodes, jobs and allocations on the link, as a node has them.
public final class ClusterNodePart implements NodePart {
    private final Home home;

    /// Whether something of this link was passed over. One for each link: what came on the one
    /// before may still wait for its turn.
    private volatile AtomicBoolean missing = new AtomicBoolean();

    /// Where the node keeps its work.
    public interface Home {
        /// As it is in the journal.
        NodeState state();

        /// What the node is and has is to be said anew.
        void describe();

        /// For the node's machine: what the node has seen itself.
        void post(NodeMessage message);

        /// The same for what a server has caused.
        void caused(Caused<NodeMessage> what);

        /// The meta that the servers hold for this node.
        void meta(Map<String, String> meta);

        /// A task's output.
        StreamSource log(LogRequest request);
    }

    public ClusterNodePart(Home home) {
        this.home = home;
    }

    @Override
    public String room() {
        return NODE.name();
    }

    @Override
    public Frame.Seen seen() {
        var now = home.state();
        return new Frame.Seen(room(), now.epoch(), now.version());
    }

    @Override
    public void up(long askedTickMs) {
        missing = new AtomicBoolean();
        home.describe();
        home.caused(Caused.of(new NodeMessage.Heard(askedTickMs)));
    }

    @Override
    public void down(long silentSinceTickMs) {
        home.post(new NodeMessage.Lost(silentSinceTickMs));
    }

    @Override
    public void told(byte[] body, String epoch) throws Malformed {
        var link = missing;
        try {
            switch (Codec.SERVERS_SAY.decode(body)) {
                case ServersSay.Sync it ->
                        home.caused(
                                new Caused<>(
                                        body.length,
                                        () -> ordered(it, epoch, link.get()),
                                        () -> link.set(true)));
                case ServersSay.Reported(var number) ->
                        home.caused(Caused.of(new NodeMessage.Acknowledged(number)));
                case ServersSay.Meta(var meta) -> home.meta(meta);
            }
        } catch (Malformed | RuntimeException | StackOverflowError e) {
            link.set(true);
            throw e;
        }
    }

    /// What was passed over may have been orders: until the next link the node knows some of them
    /// only, and has not come to a new version, so that all of it is offered again.
    private NodeMessage.Ordered ordered(ServersSay.Sync it, String epoch, boolean missing) {
        var now = home.state();
        long held = epoch.equals(now.epoch()) ? now.version() : 0;
        return new NodeMessage.Ordered(
                epoch,
                missing ? held : it.version(),
                it.whole(),
                it.current() && !missing,
                it.orders(),
                it.removed(),
                it.kept(),
                it.recalls());
    }

    @Override
    public StreamSource open(byte[] request) throws Malformed {
        return home.log(Codec.LOG_REQUEST.decode(request));
    }

    /// What the node says, as a frame.
    public static Frame.To frame(NodeSays said) {
        return new Frame.To(NODE.name(), Lane.WORK, Codec.NODE_SAYS.encode(said));
    }
}
