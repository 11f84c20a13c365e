package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.scheduler.Want.Manner;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Deadlines;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Plan.Release;
import dev.skerry.cluster.state.StopReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Compares what a system group wants with what there is, node by node: one on every node that
/// takes it. What runs stays when facts change; constraints are looked at when work is placed. What
/// has done its work on a node, of a job that ends, is done there for this version.
final class SystemReconciler {
    private final JobLook look;
    private final GroupAsk ask;
    private final Feasibility feasibility;
    private final Changes changes = new Changes();
    private final RolloutPace pace;

    /// The nodes that want one.
    private final List<NodeWant> wants = new ArrayList<>();

    record NodeWant(Node node, Want want) {}

    SystemReconciler(JobLook look, GroupAsk ask, Feasibility feasibility) {
        this.look = look;
        this.ask = ask;
        this.feasibility = feasibility;
        this.pace = new RolloutPace(look, ask, this::behind);
    }

    RolloutPace pace() {
        return pace;
    }

    /// It cannot go on by the newest version as it is.
    private boolean behind(Allocation one) {
        if (one.slot().version() == ask.version()) return false;
        return !one.live() || Versions.destructive(look, one, ask);
    }

    Changes changes() {
        return changes;
    }

    /// @param allocations of the group, the oldest first
    List<NodeWant> reconcile(List<Allocation> allocations, Explaining explaining) {
        var byNode = new HashMap<String, List<Allocation>>();
        for (var allocation : allocations) {
            byNode.computeIfAbsent(allocation.node(), _ -> new ArrayList<>()).add(allocation);
        }
        for (var node : look.cluster().nodes().values()) {
            var refusal = feasibility.refusal(node);
            explaining.evaluated();
            if (refusal != null) explaining.refused(node, refusal);
            node(node, byNode.getOrDefault(node.id(), List.of()), refusal == null);
        }
        var rollout = pace.rollout();
        if (rollout != null) changes.lookAgain(rollout);
        return wants;
    }

    private void node(Node node, List<Allocation> members, boolean takesNew) {
        var wanted = members.stream().filter(Allocation::wanted).toList();
        if (members.stream().anyMatch(look.job()::done)) {
            for (var one : wanted) changes.stop(one, "already complete");
        } else if (!wanted.isEmpty()) {
            for (var one : wanted.subList(0, wanted.size() - 1)) changes.stop(one, "one too many");
            present(node, wanted.getLast());
        } else if (takesNew && members.isEmpty()) {
            want(node, Want.fresh(0, pace.fresh()));
        } else if (takesNew) {
            follow(node, members.getLast());
        }
    }

    private void present(Node node, Allocation one) {
        var drain = node.scheduling().drain();
        if (drain != null && drain.systemToo() && Deadlines.onlyLast(look.cluster(), node)) {
            changes.stop(one, StopReason.DRAINED);
        } else if (drain != null && drain.systemToo()) {
            changes.keep(one); // it ends when the rest has
        } else if (one.slot().version() == ask.version()) {
            changes.keep(one);
        } else {
            newer(node, one, Versions.destructive(look, one, ask));
        }
    }

    /// @param anew what comes in its place is run in whatever way its node can
    private void newer(Node node, Allocation one, boolean anew) {
        if (feasibility.stays(node, anew ? Map.of() : one.variants()) != null) {
            changes.stop(one, "its node does not fit version " + ask.version());
        } else if (!anew) {
            changes.update(one);
        } else if (one.observed().status() == Status.UNKNOWN
                || !node.schedulable()
                || !feasibility.allowed(node)
                || !pace.moves(node.id())) {
            changes.keep(one);
        } else {
            var reason = StopReason.replacedBy(ask.version());
            want(node, new Want(0, one, List.of(), Manner.UPDATE, reason, waits(), Release.NEWEST));
        }
    }

    private void follow(Node node, Allocation last) {
        var status = last.observed().status();
        var release = pace.after(node.id(), last);
        var next = pace.ask(release);
        if (last.live() && pace.waits(release)) {
            changes.waiting++;
        } else if (last.slot().version() != next.version()) {
            want(node, Want.after(last, List.of(), Manner.FILL, release));
        } else if (last.desired().run() && (status == Status.FAILED || status == Status.COMPLETE)) {
            var policy = next.group().policies().reschedule();
            Reconciler.reschedule(last, release, policy, look.now().tickMs(), changes);
            for (var want : changes.wants) want(node, want);
            changes.wants.clear();
        } else {
            want(node, Want.after(last, last.lineage().reschedules(), Manner.FILL, release));
        }
    }

    private void want(Node node, Want want) {
        wants.add(new NodeWant(node, want));
    }

    private boolean waits() {
        return !ask.group().policies().disconnect().replace();
    }
}
