package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Deadlines;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;

/// Whether a node gets work, and how its work is moved away.
public final class DrainDecisions {
    public static final long DEADLINE_MAX_MS = 30L * 24 * 3_600_000;

    /// In place of a deadline: the drain ends.
    private static final long END = -1;

    private DrainDecisions() {}

    public static Decision<ClusterFact, NoEffect> setEligible(
            Draft draft, ClusterMessage.SetEligible message) {
        var node = draft.cluster.nodes().find(message.node());
        if (node == null) return Decision.refuse(new Refusal.NotFound("node", message.node()));
        if (node.scheduling().drain() != null) {
            return Decision.refuse(
                    new Refusal.Conflict(
                            "Node %s is draining.".formatted(node.identity().name()),
                            "End the drain first."));
        }
        if (node.scheduling().eligible() == message.eligible()) return draft.decision();
        var next = new Node.Scheduling(message.eligible(), null);
        draft.fact(new ClusterFact.NodeScheduled(node.id(), next));
        if (message.eligible()) draft.changed(node, "node eligible");
        return draft.decision();
    }

    public static Decision<ClusterFact, NoEffect> drain(
            Draft draft, ClusterMessage.DrainNode message) {
        var node = draft.cluster.nodes().find(message.node());
        if (node == null) return Decision.refuse(new Refusal.NotFound("node", message.node()));
        if (message.deadlineMs() == END) return end(draft, node);
        if (message.deadlineMs() < 0 || message.deadlineMs() > DEADLINE_MAX_MS) {
            return Decision.refuse(
                    new Refusal.Invalid(
                            "deadline", Text.duration(message.deadlineMs()), "from 0s to 30d"));
        }
        var deadlineTickMs = draft.now.tickMs() + message.deadlineMs();
        var drain = new Node.Drain(deadlineTickMs, message.systemToo());
        var next = new Node.Scheduling(node.scheduling().eligible(), drain);
        draft.fact(new ClusterFact.NodeScheduled(node.id(), next));
        dueHere(draft, node, "node drained");
        return draft.decision();
    }

    private static Decision<ClusterFact, NoEffect> end(Draft draft, Node node) {
        if (node.scheduling().drain() == null) {
            return Decision.refuse(
                    new Refusal.Conflict(
                            "Node %s is not draining.".formatted(node.identity().name()),
                            "There is nothing to end."));
        }
        var next = new Node.Scheduling(node.scheduling().eligible(), null);
        draft.fact(new ClusterFact.NodeScheduled(node.id(), next));
        dueHere(draft, node, "drain ended");
        return draft.changed(node, "drain ended").decision();
    }

    /// Nothing is left, or the time is over.
    static void over(Draft draft, Node node) {
        var drain = node.scheduling().drain();
        if (drain == null) return;
        boolean left = false;
        boolean onlyLast = Deadlines.onlyLast(draft.cluster, node);
        for (var id : draft.cluster.onNode(node.id())) {
            var allocation = draft.cluster.allocations().find(id);
            if (allocation == null || !Deadlines.drained(draft.cluster, allocation, drain)) {
                continue;
            }
            left = true;
            if (!onlyLast && Deadlines.last(draft.cluster, allocation)) continue;
            draft.stop(allocation, "drain deadline");
            draft.due(allocation.slot().job(), "drain deadline");
        }
        if (left) return;
        var done = new Node.Scheduling(false, null);
        draft.fact(new ClusterFact.NodeScheduled(node.id(), done));
    }

    private static void dueHere(Draft draft, Node node, String trigger) {
        for (var id : draft.cluster.onNode(node.id())) {
            var allocation = draft.cluster.allocations().find(id);
            if (allocation != null && allocation.live()) {
                draft.due(allocation.slot().job(), trigger);
            }
        }
    }
}
