package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.deployment.Rollout;
import dev.skerry.cluster.deployment.SlotStand;
import dev.skerry.cluster.scheduler.Want.Manner;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Plan.Release;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Those of a new version that are tried beside the old ones, in the slots that they will take.
final class CanaryReconciler {
    private static final Release CANARY = new Release(0, true);

    private final JobLook look;
    private final GroupAsk ask;
    private final RolloutPace pace;
    private final Changes changes;

    CanaryReconciler(JobLook look, GroupAsk ask, RolloutPace pace, Changes changes) {
        this.look = look;
        this.ask = ask;
        this.pace = pace;
        this.changes = changes;
    }

    /// @param all canaries of the group, of whatever version, the oldest first
    void reconcile(List<Allocation> all) {
        var rollout = pace.rollout();
        boolean go = rollout != null && rollout.keepsCanaries();
        var slots = new TreeMap<Integer, List<Allocation>>();
        for (var one : all) {
            if (go && one.slot().version() == ask.version())
                slots.computeIfAbsent(one.slot().index(), _ -> new ArrayList<>()).add(one);
            else if (one.wanted()) changes.stop(one, "its deployment is over");
        }
        if (rollout == null || !go) return;
        int most = rollout.canariesDesired();
        for (var slot : slots.entrySet()) {
            boolean fits = slot.getKey() < ask.group().count() && most-- > 0;
            for (var one : slot.getValue())
                if (!fits && one.wanted()) changes.stop(one, "one canary too many");
            if (fits) present(slot.getValue(), rollout.placesCanaries());
        }
        if (!rollout.placesCanaries()) return;
        for (var stand : List.of(SlotStand.OLD, SlotStand.SICK, SlotStand.VACANT))
            for (int i = 0; i < ask.group().count() && most > 0; i++) {
                if (slots.containsKey(i) || rollout.stand(Rollout.key(i)) != stand) continue;
                most--;
                changes.wants.add(Want.fresh(i, CANARY));
            }
    }

    private void present(List<Allocation> members, boolean places) {
        Allocation holder = null;
        for (var one : members) {
            if (!one.wanted()) continue;
            boolean unknown = one.observed().status() == Status.UNKNOWN;
            var node = look.node(one.node());
            boolean back = node != null && node.contact().reachable();
            if (unknown && !back) changes.keep(one);
            else if (holder == null) holder = one;
            else changes.stop(one, "its slot is held by " + holder.id());
        }
        if (holder != null) stays(holder);
        else if (places) follow(members.getLast());
    }

    private void stays(Allocation canary) {
        var node = look.node(canary.node());
        var drain = node == null ? null : node.scheduling().drain();
        if (drain == null) {
            changes.keep(canary);
            return;
        }
        Reconciler.migrate(canary, drain, CANARY, false, look.now().tickMs(), changes);
    }

    private void follow(Allocation last) {
        var status = last.observed().status();
        boolean ended = status == Status.FAILED || status == Status.COMPLETE;
        if (last.desired().run() && ended)
            Reconciler.reschedule(
                    last,
                    CANARY,
                    ask.group().policies().reschedule(),
                    look.now().tickMs(),
                    changes);
        else changes.wants.add(Want.after(last, last.lineage().reschedules(), Manner.FILL, CANARY));
    }
}
