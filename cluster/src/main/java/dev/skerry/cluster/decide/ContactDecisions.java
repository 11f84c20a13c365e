package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.contact.Absences;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deadlines;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import java.util.stream.LongStream;

/// What becomes of a node's allocations when it is missed, heard again or gone for good.
public final class ContactDecisions {
    private ContactDecisions() {}

    public static Decision<ClusterFact, NoEffect> contact(
            Draft draft, ClusterMessage.Contact message) {
        var node = draft.cluster.nodes().find(message.node());
        if (node == null) return Decision.refuse(new Refusal.NotFound("node", message.node()));
        if (message.reachable() && node.revoked())
            return Decision.refuse(NodeDecisions.shutOut(node));
        if (node.contact().reachable() == message.reachable()) return draft.decision();
        draft.fact(
                new ClusterFact.NodeContact(
                        node.id(),
                        message.reachable(),
                        draft.now.tickMs(),
                        sinceWallMs(node, message, draft.now),
                        message.silenceMs(),
                        Node.HISTORY_CHANGES_MAX));
        if (message.reachable()) back(draft, node);
        else missed(draft, node);
        return draft.decision();
    }

    /// Of a node that is missed, when it was heard last: all that time it was not connected. It was
    /// so no longer than since it was heard first, whatever the clock did meanwhile.
    private static long sinceWallMs(Node node, ClusterMessage.Contact message, Now now) {
        if (message.reachable()) return now.wallMs();
        long heardMs = now.wallMs() - message.silentMs();
        return Math.min(now.wallMs(), Math.max(heardMs, node.contact().sinceWallMs()));
    }

    /// By the group's policy; the table of [dev.skerry.cluster.job.Policies.Disconnect] says which.
    private static void missed(Draft draft, Node node) {
        var why = node.revoked() ? "node revoked" : "node missed";
        for (var id : draft.cluster.onNode(node.id())) {
            var allocation = draft.cluster.allocations().find(id);
            if (allocation == null || !allocation.live()) continue;
            draft.due(allocation.slot().job(), why);
            if (allocation.observed().status() == Status.UNKNOWN) continue;
            var policy = Deadlines.disconnect(draft.cluster, allocation);
            if (policy.replace() && policy.lostAfterMs() == 0 && !bound(draft, allocation)) {
                draft.lose(allocation, why);
            } else {
                draft.assume(allocation, Status.UNKNOWN, why);
            }
        }
    }

    /// One of a system job has no other node to go to: it is waited for.
    private static boolean bound(Draft draft, Allocation allocation) {
        var job = draft.cluster.jobs().find(allocation.slot().job());
        return job != null && job.spec().type().everywhere();
    }

    /// What is unknown stays so until the node reports; the lost are already to be stopped.
    private static void back(Draft draft, Node node) {
        for (var id : draft.cluster.onNode(node.id())) {
            var allocation = draft.cluster.allocations().find(id);
            if (allocation == null) continue;
            if (allocation.live() || allocation.observed().status() == Status.LOST) {
                draft.due(allocation.slot().job(), "node back");
            }
        }
        draft.changed(node, "node back");
    }

    public static Decision<ClusterFact, NoEffect> remove(
            Draft draft, ClusterMessage.RemoveNode message) {
        var node = draft.cluster.nodes().find(message.node());
        if (node == null) return Decision.refuse(new Refusal.NotFound("node", message.node()));
        if (node.contact().reachable()) {
            return Decision.refuse(
                    new Refusal.Conflict(
                            "Node %s is reachable.".formatted(node.identity().name()),
                            "Drain it, stop its agent, and remove it when it is missed."));
        }
        for (var id : draft.cluster.onNode(node.id())) {
            var allocation = draft.cluster.allocations().find(id);
            if (allocation == null || !allocation.live()) continue;
            draft.lose(allocation, "node removed");
            draft.due(allocation.slot().job(), "node removed");
        }
        draft.then(new ClusterFact.NodeRemoved(node.id()));
        return draft.changed(node, "node removed").decision();
    }

    /// Nothing of it is taken from here on. Its work is given up as that of any node that is
    /// missed, once its link has ended: until then it is told that servers are there, and what must
    /// not run twice would be lost before it knows that it is alone. Asking again changes nothing.
    public static Decision<ClusterFact, NoEffect> revoke(
            Draft draft, ClusterMessage.RevokeNode message) {
        var node = draft.cluster.nodes().find(message.node());
        if (node == null) return Decision.refuse(new Refusal.NotFound("node", message.node()));
        if (node.revoked()) return draft.decision();
        long wallMs = Math.max(1, draft.now.wallMs()); // 0 means that it is not
        return draft.fact(new ClusterFact.NodeRevoked(node.id(), wallMs)).decision();
    }

    /// Without a note, the last that was decided proves that a server was there.
    public static Decision<ClusterFact, NoEffect> present(
            Draft draft, ClusterMessage.Present message) {
        long nowMs = draft.now.wallMs();
        long fromMs = message.lastWallMs();
        if (fromMs == 0) fromMs = newestWallMs(draft.cluster, nowMs);
        if (fromMs == 0 || nowMs - fromMs < Absences.LEAST_MS) return draft.decision();
        return draft.fact(
                        new ClusterFact.ServersAway(
                                fromMs, nowMs, Absences.LEAST_MS, Absences.KEPT_MAX))
                .decision();
    }

    /// The latest moment until now at which something is known to have been decided; 0: none is.
    private static long newestWallMs(Cluster cluster, long nowMs) {
        var all = LongStream.builder();
        for (var node : cluster.nodes().values()) all.add(node.contact().sinceWallMs());
        for (var job : cluster.jobs().values()) all.add(job.submittedWallMs());
        for (var it : cluster.absences().all()) all.add(it.untilWallMs());
        for (var it : cluster.allocations().values()) {
            all.add(it.observed().sinceWallMs());
            all.add(it.lineage().createdWallMs());
        }
        return all.build().filter(wallMs -> wallMs <= nowMs).max().orElse(0);
    }

    public static Decision<ClusterFact, NoEffect> copied(
            Draft draft, ClusterMessage.NodeCopied message) {
        if (!draft.cluster.nodes().has(message.node()))
            return Decision.refuse(new Refusal.NotFound("node", message.node()));
        var fact = new ClusterFact.NodeCopied(message.node(), message.linked(), message.heldOff());
        return draft.fact(fact).decision();
    }
}
