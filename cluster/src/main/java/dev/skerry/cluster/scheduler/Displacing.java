package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.scheduler.preemption.Displacement;
import dev.skerry.cluster.scheduler.preemption.Preemption;
import dev.skerry.cluster.state.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Where work of lower priority makes room for one group, once nothing else does.
///
/// Full nodes are only gathered until somebody asks. Then each is looked at once; what it would
/// cost there only grows while the plan is made, so that of the cheapest it is enough to look
/// again.
final class Displacing {
    private final GroupAsk ask;
    private final RoomLeft room;
    private final Preemption preemption;
    private final ToDoubleFunction<Node> wish;
    private final List<Node> full = new ArrayList<>();
    private @Nullable PriorityQueue<Displacement> queue;

    /// @param wish how much a node suits; more is better
    Displacing(GroupAsk ask, RoomLeft room, Preemption preemption, ToDoubleFunction<Node> wish) {
        this.ask = ask;
        this.room = room;
        this.preemption = preemption;
        this.wish = wish;
    }

    /// The rules have the node, and it has no room.
    void full(Node node) {
        if (!ask.needs().fitsIn(node.facts().capacity())) return;
        if (queue == null) full.add(node);
        else offer(queue, node);
    }

    /// The cheapest of all full nodes; null: there is none, or room comes by itself.
    ///
    /// @param allowed whether the rules have a node still
    @Nullable Displacement find(Predicate<Node> allowed) {
        var all = queue;
        if (all == null) {
            all = new PriorityQueue<>();
            queue = all;
            for (var node : full) offer(all, node);
        }
        for (var top = all.poll(); top != null; top = all.poll()) {
            if (!allowed.test(top.node())) continue;
            var now = on(top.node());
            if (now == null) continue;
            if (now.compareTo(top) > 0) all.add(now);
            else if (!now.waits()) return now;
            else return waiting(now.node());
        }
        return null;
    }

    /// The cheapest on that node; null: there is none, or room comes by itself.
    @Nullable Displacement here(Node node) {
        var found = on(node);
        if (found == null || !found.waits()) return found;
        return waiting(node);
    }

    /// What is ending there is for the one who has asked.
    private @Nullable Displacement waiting(Node node) {
        room.promise(node, ask.needs());
        full(node);
        return null;
    }

    private void offer(PriorityQueue<Displacement> all, Node node) {
        var found = on(node);
        if (found != null) all.add(found);
    }

    private @Nullable Displacement on(Node node) {
        var ports = new ArrayList<Integer>();
        for (int port : ask.fixedPorts()) {
            if (room.given(node, port)) return null;
            if (!room.free(node, port)) ports.add(port);
        }
        var lacks = ask.needs().minus(room.free(node));
        var wished = wish.applyAsDouble(node);
        return preemption.on(node, lacks, room.promised(node), ports, wished);
    }

    /// It is so.
    ///
    /// @param ports that the new one is given
    void take(Displacement found, Collection<Integer> ports) {
        preemption.take(found);
        room.displace(found.node(), found.victims(), ask.needs(), ports);
    }
}
