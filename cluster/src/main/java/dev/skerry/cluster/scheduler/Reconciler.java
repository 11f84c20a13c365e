package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.deployment.Rollout;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.scheduler.Want.Manner;
import dev.skerry.cluster.scheduler.policy.Rescheduling;
import dev.skerry.cluster.scheduler.policy.Reunion;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Node.Drain;
import dev.skerry.cluster.state.Plan.Release;
import dev.skerry.cluster.state.StopReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// Compares what a service or batch group wants with what there is, slot by slot.
///
/// | who is in the slot                  | what happens                                           |
/// |-------------------------------------|--------------------------------------------------------|
/// | nobody, never                       | placed                                                 |
/// | one that runs or starts             | kept, updated, migrated or replaced by the new version |
/// | several that run or start           | one stays, by the policy; the others are stopped       |
/// | only an unknown one, `replace`      | placed; the unknown one is not touched                 |
/// | only an unknown one, not `replace`  | it holds the slot                                      |
/// | only an unknown one, its node back  | it holds the slot until its node says how it stands    |
/// | one that is stopping, not `replace` | placed when that has ended                             |
/// | one that failed, or a service ended | placed when the reschedule policy says so              |
/// | a batch that ended well             | done for this version                                  |
/// | one that is lost or was stopped     | placed                                                 |
final class Reconciler {
    private final JobLook look;
    private final GroupAsk ask;
    private final Feasibility feasibility;
    private final Policies policies;
    private final RolloutPace pace;
    private final Changes changes = new Changes();

    Reconciler(JobLook look, GroupAsk ask, Feasibility feasibility) {
        this.look = look;
        this.ask = ask;
        this.feasibility = feasibility;
        this.policies = ask.group().policies();
        this.pace = new RolloutPace(look, ask, this::behind);
    }

    RolloutPace pace() {
        return pace;
    }

    /// It cannot go on by the newest version as it is.
    private boolean behind(Allocation one) {
        if (one.slot().version() == ask.version()) return false;
        var node = look.node(one.node());
        return !one.live() || node == null || !inPlace(one, node);
    }

    /// @param allocations of the group, the oldest first
    Changes reconcile(List<Allocation> allocations) {
        var slots = new HashMap<Integer, List<Allocation>>();
        var canaries = new ArrayList<Allocation>();
        for (var allocation : allocations) {
            if (allocation.slot().canary()) canaries.add(allocation);
            else
                slots.computeIfAbsent(allocation.slot().index(), _ -> new ArrayList<>())
                        .add(allocation);
        }
        for (int index = 0; index < ask.group().count(); index++) {
            slot(index, slots.getOrDefault(index, List.of()));
        }
        var tooMany =
                slots.keySet().stream().filter(index -> index >= ask.group().count()).toList();
        for (var index : tooMany.stream().sorted().toList().reversed()) {
            for (var one : slots.getOrDefault(index, List.of())) {
                if (one.wanted()) changes.stop(one, StopReason.COUNT_LOWERED);
            }
        }
        new CanaryReconciler(look, ask, pace, changes).reconcile(canaries);
        var rollout = pace.rollout();
        if (rollout != null) changes.lookAgain(rollout);
        changes.wants.sort(Want.ORDER);
        return changes;
    }

    private void slot(int index, List<Allocation> members) {
        var present = new ArrayList<Allocation>();
        boolean held = false;
        for (var one : members) {
            if (!one.wanted()) continue;
            if (one.observed().status() == Status.UNKNOWN) {
                held |= holds(one);
            } else {
                present.add(one);
            }
        }
        if (members.stream().anyMatch(look.job()::done)) {
            for (var one : present) changes.stop(one, "already complete");
        } else if (!present.isEmpty()) {
            reunite(present);
        } else if (!held) {
            fill(index, members);
        }
    }

    /// Keeps an allocation whose node cannot be asked; true: it holds the slot, so that no other
    /// may be placed.
    private boolean holds(Allocation unknown) {
        var node = look.node(unknown.node());
        var back = node != null && node.contact().reachable();
        var old = unknown.slot().version() != ask.version();
        if (old && node != null && inPlace(unknown, node)) {
            changes.update(unknown);
            return back || !policies.disconnect().replace();
        }
        changes.keep(unknown);
        return back || !look.disconnect(unknown).replace();
    }

    private void reunite(List<Allocation> present) {
        var winner = Reunion.winner(present, policies.disconnect().reconcile());
        for (var one : present) {
            if (!one.id().equals(winner.id()))
                changes.stop(one, "its slot is held by " + winner.id());
        }
        var node = look.node(winner.node());
        var drain = node == null ? null : node.scheduling().drain();
        if (node == null) {
            changes.keep(winner); // its loss is on its way
        } else if (drain != null) {
            drained(winner, drain);
        } else if (winner.slot().version() == ask.version()) {
            changes.keep(winner);
        } else if (inPlace(winner, node)) {
            changes.update(winner);
        } else if (!pace.moves(key(winner))) {
            changes.keep(winner);
        } else {
            var reason = StopReason.replacedBy(ask.version());
            changes.wants.add(successor(winner, Manner.UPDATE, reason));
        }
    }

    private static String key(Allocation one) {
        return Rollout.key(one.slot().index());
    }

    private boolean inPlace(Allocation allocation, Node node) {
        return !Versions.destructive(look, allocation, ask)
                && feasibility.stays(node, allocation.variants()) == null;
    }

    /// Until the deadline what works to its end may do so, and a service loses no more than it can
    /// spare.
    private void drained(Allocation one, Drain drain) {
        var release = pace.after(key(one), one);
        boolean waits = pace.waits(release);
        boolean over = drain.deadlineTickMs() <= look.now().tickMs();
        if (over || (!ask.spec().toItsEnd() && pace.spares(one, waits))) {
            migrate(one, drain, release, waits, look.now().tickMs(), changes);
            return;
        }
        changes.keep(one);
        changes.lookAgain(drain.deadlineTickMs());
        if (!ask.spec().toItsEnd()) changes.lookAgainAt(pace.sparesMoreAtTickMs());
    }

    /// @param release by which version the next one runs
    /// @param waits it comes when this one has ended
    static void migrate(
            Allocation old,
            Drain drain,
            Release release,
            boolean waits,
            long nowTickMs,
            Changes changes) {
        boolean over = drain.deadlineTickMs() <= nowTickMs;
        if (!over) changes.lookAgain(drain.deadlineTickMs());
        var manner = over ? Manner.EVICT : Manner.MIGRATE;
        var reason = over ? StopReason.DRAIN_DEADLINE : StopReason.DRAINED;
        var chain = old.lineage().reschedules();
        int index = old.slot().index();
        changes.wants.add(new Want(index, old, chain, manner, reason, waits, release));
    }

    /// Where not more may run than were asked for, the old one has to end first.
    private Want successor(Allocation old, Manner manner, String reason) {
        var release = pace.after(key(old), old);
        var waits = pace.waits(release);
        return new Want(old.slot().index(), old, List.of(), manner, reason, waits, release);
    }

    private void fill(int index, List<Allocation> members) {
        if (members.isEmpty()) {
            changes.wants.add(Want.fresh(index, pace.fresh()));
        } else if (members.stream().anyMatch(Allocation::live) && waits(members.getLast())) {
            changes.wants.add(successor(members.getLast(), Manner.HOLD, ""));
        } else {
            follow(members.getLast());
        }
    }

    private boolean waits(Allocation last) {
        return pace.waits(pace.after(key(last), last));
    }

    private void follow(Allocation last) {
        var status = last.observed().status();
        var release = pace.after(key(last), last);
        var next = pace.ask(release);
        if (last.slot().version() != next.version()) {
            changes.wants.add(Want.after(last, List.of(), Manner.FILL, release));
        } else if (last.desired().run() && (status == Status.FAILED || status == Status.COMPLETE)) {
            var policy = next.group().policies().reschedule();
            reschedule(last, release, policy, look.now().tickMs(), changes);
        } else {
            changes.wants.add(Want.after(last, last.lineage().reschedules(), Manner.FILL, release));
        }
    }

    /// @param release by which version the next one runs
    static void reschedule(
            Allocation failed,
            Release release,
            Policies.Reschedule policy,
            long nowTickMs,
            Changes changes) {
        var dueTickMs = Rescheduling.dueTickMs(policy, failed);
        if (Rescheduling.usedUp(policy, failed)) {
            changes.usedUp++;
        } else if (dueTickMs > nowTickMs) {
            changes.delayed++;
            changes.lookAgain(dueTickMs);
        } else {
            var chain = Rescheduling.oneMore(policy, failed, nowTickMs);
            changes.wants.add(Want.after(failed, chain, Manner.RESCHEDULE, release));
        }
    }
}
