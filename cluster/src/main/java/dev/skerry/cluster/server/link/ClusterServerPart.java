package dev.skerry.cluster.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lane;
import dev.skerry.kernel.link.ServerPart;
import org.jspecify.annotations.Nullable;

/// Nodes, jobs and allocations on the link, as the servers have them.
public final class ClusterServerPart implements ServerPart {
    private final Orders orders;

    public ClusterServerPart(Orders.Touched touched) {
        this(new Orders(touched));
    }

    public ClusterServerPart(Orders orders) {
        this.orders = orders;
    }

    @Override
    public String room() {
        return CLUSTER.name();
    }

    @Override
    public void committed(long index, Batch batch, House after) {
        if (batch.isEmpty()) orders.from(index, after.of(CLUSTER));
        else orders.follow(index, batch.facts(CLUSTER), after.of(CLUSTER));
    }

    @Override
    public Heard heard(String node, byte[] body) throws Malformed {
        return switch (Codec.NODE_SAYS.decode(body)) {
            case NodeSays.Described(var facts) ->
                    Heard.gathered(new Ask<>(CLUSTER, new ClusterMessage.Describe(node, facts)));
            case NodeSays.Report(long number, var changes) ->
                    new Heard(
                            new Ask<>(CLUSTER, new ClusterMessage.Report(node, changes)),
                            frame(new ServersSay.Reported(number)));
            // the next hello says it again, and that one counts
            case NodeSays.Synced _ -> Heard.NOTHING;
        };
    }

    /// The changes of a report that is of a later build stay unknown here; the node goes on with
    /// the next ones.
    @Override
    public Frame.@Nullable To passedOver(byte[] body) {
        try {
            var report = Codec.REPORT_NUMBER.decode(body).report();
            return report == null ? null : frame(new ServersSay.Reported(report.number()));
        } catch (Malformed e) {
            return null;
        }
    }

    @Override
    public Feed feed(String node, Frame.Seen seen) {
        return new OrdersFeed(orders, node, seen.version());
    }

    /// What the servers say, as a frame.
    static Frame.To frame(ServersSay said) {
        return new Frame.To(CLUSTER.name(), Lane.WORK, Codec.SERVERS_SAY.encode(said));
    }
}
