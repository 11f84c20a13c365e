package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.scheduler.Want.Manner;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Compares what a system group wants with what there is, node by node: one on every node that
/// takes it. What runs stays when facts change; constraints are looked at when work is placed.
final class SystemReconciler {
    private final JobLook look;
    private final GroupAsk ask;
    private final Feasibility feasibility;
    private final Changes changes = new Changes();

    /// The nodes that want one.
    private final List<NodeWant> wants = new ArrayList<>();

    record NodeWant(Node node, Want want) {}

    SystemReconciler(JobLook look, GroupAsk ask, Feasibility feasibility) {
        this.look = look;
        this.ask = ask;
        this.feasibility = feasibility;
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
        return wants;
    }

    private void node(Node node, List<Allocation> members, boolean takesNew) {
        var wanted = members.stream().filter(one -> one.live() && one.desired().run()).toList();
        if (!wanted.isEmpty()) {
            for (var one : wanted.subList(0, wanted.size() - 1)) changes.stop(one, "one too many");
            present(node, wanted.getLast());
        } else if (takesNew && members.isEmpty()) {
            want(node, Want.fresh(0));
        } else if (takesNew) {
            follow(node, members.getLast());
        }
    }

    private void present(Node node, Allocation one) {
        var drain = node.scheduling().drain();
        if (drain != null && drain.systemToo()) {
            changes.stop(one, "node drained");
        } else if (one.slot().version() == ask.version()) {
            changes.keep(one);
        } else if (feasibility.stays(node) != null) {
            changes.stop(one, "its node does not fit version " + ask.version());
        } else if (!Versions.destructive(look, one, ask)) {
            changes.update(one);
        } else if (one.observed().status() == Status.UNKNOWN
                || !node.schedulable()
                || !feasibility.allowed(node)) {
            changes.keep(one);
        } else {
            var reason = "replaced by version " + ask.version();
            want(node, new Want(0, one, List.of(), Manner.UPDATE, reason, waits()));
        }
    }

    private void follow(Node node, Allocation last) {
        var status = last.observed().status();
        if (last.live() && waits()) {
            changes.waiting++;
        } else if (last.slot().version() != ask.version()) {
            want(node, Want.after(last, List.of(), Manner.FILL));
        } else if (last.desired().run() && (status == Status.FAILED || status == Status.COMPLETE)) {
            var policy = ask.group().policies().reschedule();
            Reconciler.reschedule(last, policy, look.now().tickMs(), changes);
            for (var want : changes.wants) want(node, want);
            changes.wants.clear();
        } else {
            want(node, Want.after(last, last.lineage().reschedules(), Manner.FILL));
        }
    }

    private void want(Node node, Want want) {
        wants.add(new NodeWant(node, want));
    }

    private boolean waits() {
        return !ask.group().policies().disconnect().replace();
    }
}
