package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.deployment.Migration;
import dev.skerry.cluster.deployment.Rollout;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Deadlines;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Plan;
import dev.skerry.cluster.state.StopReason;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
                            "End the drain first: `skerry node drain %s --off`."
                                    .formatted(node.identity().name())));
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
        dueHere(draft, node, StopReason.DRAINED);
        return draft.decision();
    }

    private static Decision<ClusterFact, NoEffect> end(Draft draft, Node node) {
        if (node.scheduling().drain() == null) {
            var name = node.identity().name();
            return Decision.refuse(
                    new Refusal.Conflict(
                            "Node %s is not draining.".formatted(name),
                            node.scheduling().eligible()
                                    ? "It takes new work."
                                    : ("It takes no new work, as after a drain: `skerry node"
                                                    + " eligibility %s --on` lets it take some.")
                                            .formatted(name)));
        }
        var next = new Node.Scheduling(node.scheduling().eligible(), null);
        draft.fact(new ClusterFact.NodeScheduled(node.id(), next));
        dueHere(draft, node, "drain ended");
        return draft.changed(node, "drain ended").decision();
    }

    /// Whether a plan takes more away from nodes that drain than its groups can spare by now.
    static @Nullable Refusal against(Draft draft, Job job, Plan plan) {
        if (!job.spec().moves()) return null;
        var drained = new TreeMap<String, List<Allocation>>();
        for (var stop : plan.stops()) {
            var it = draft.cluster.allocations().find(stop.allocation());
            if (it == null || it.slot().canary() || !stop.reason().equals(StopReason.DRAINED))
                continue;
            drained.computeIfAbsent(it.slot().group(), _ -> new ArrayList<>()).add(it);
        }
        for (var of : drained.entrySet()) {
            var group = job.spec().group(of.getKey());
            if (group == null || spares(draft, job, plan, group, of.getValue())) continue;
            return new Refusal.Conflict(
                    "The plan for job %s takes more of group %s from draining nodes than it can"
                                    .formatted(job.key(), group.name())
                            + " spare now.",
                    "It is made anew.");
        }
        return null;
    }

    /// What its deployment moves anyway is missing, and held back by that.
    private static boolean spares(
            Draft draft, Job job, Plan plan, GroupSpec group, List<Allocation> drained) {
        var deployed = DeploymentDecisions.moves(draft, job, plan, group);
        var migration = Migration.of(draft.cluster, job, group, draft.now);
        deployed.forEach(migration::expect);
        for (var it : drained) {
            if (deployed.contains(Rollout.key(it.slot().index()))) continue;
            if (!migration.spares(it)) return false;
        }
        return true;
    }

    /// A node says otherwise of the health of an allocation: where others of its group wait on
    /// nodes that drain, one of them may go when it has been healthy for long enough. Whoever waits
    /// is looked at again at the deadline, if for nothing else.
    static void noticed(Draft draft, Allocation allocation) {
        if (!allocation.observed().healthy()) return;
        var job = draft.cluster.jobs().find(allocation.slot().job());
        if (job == null || !job.spec().moves() || job.due() == null) return; // none waits
        var group = job.spec().group(allocation.slot().group());
        if (group == null || !drains(draft, job, group)) return;
        long atTickMs = draft.now.tickMs() + group.policies().moved().minHealthyMs();
        draft.due(job.key(), "allocation healthy", atTickMs);
    }

    private static boolean drains(Draft draft, Job job, GroupSpec group) {
        for (var id : draft.cluster.ofJob(job.key())) {
            var it = draft.cluster.allocations().find(id);
            if (it == null || !it.wanted() || !it.slot().group().equals(group.name())) continue;
            var node = draft.cluster.nodes().find(it.node());
            if (node != null && node.scheduling().drain() != null) return true;
        }
        return false;
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
            draft.stop(allocation, StopReason.DRAIN_DEADLINE);
            draft.due(allocation.slot().job(), StopReason.DRAIN_DEADLINE);
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
