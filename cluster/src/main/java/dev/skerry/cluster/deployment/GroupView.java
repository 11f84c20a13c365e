package dev.skerry.cluster.deployment;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.UpdateSpec;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deadlines;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.StopReason;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What a group is looked at by: its slots are told from each other and from what they should be.
///
/// @param behind whether an allocation is of a version that has to go
record GroupView(
        Cluster cluster,
        Job job,
        GroupSpec group,
        UpdateSpec update,
        Now now,
        Predicate<Allocation> behind) {

    boolean system() {
        return job.spec().type().everywhere();
    }

    /// Names the slot of an allocation within its group.
    String key(Allocation one) {
        return system() ? one.node() : Rollout.key(one.slot().index());
    }

    /// All of the group.
    List<Allocation> allocations() {
        var all = new ArrayList<Allocation>();
        for (var id : cluster.ofJob(job.key())) {
            var one = cluster.allocations().find(id);
            if (one != null && one.slot().group().equals(group.name())) all.add(one);
        }
        return all;
    }

    /// Who of those is or was in each slot, the oldest first; canaries are in none.
    SortedMap<String, List<Allocation>> slots(List<Allocation> all) {
        var slots = new TreeMap<String, List<Allocation>>();
        if (!system())
            for (int i = 0; i < group.count(); i++) slots.put(Rollout.key(i), new ArrayList<>());
        for (var one : all) {
            if (one.slot().canary()) continue;
            var slot = key(one);
            if (system() && cluster.nodes().has(slot))
                slots.computeIfAbsent(slot, _ -> new ArrayList<>());
            var there = slots.get(slot);
            if (there != null) there.add(one);
        }
        for (var members : slots.values()) members.sort(Allocation.BY_AGE);
        return slots;
    }

    /// Canaries run beside the old ones; where no more may run than were asked for, and on a node
    /// that has one of a system job, they take their place.
    boolean beside() {
        return !system() && group.policies().disconnect().replace();
    }

    /// Nobody may run beside it, nor beside what comes in its place by its version.
    boolean bound(Allocation one) {
        return !Deadlines.disconnect(cluster, one).replace();
    }

    /// It has been healthy for as long as it has to be.
    boolean proven(Allocation one) {
        return well(one) && provenAtTickMs(one) <= now.tickMs();
    }

    long provenAtTickMs(Allocation one) {
        return one.observed().sinceTickMs() + update.minHealthyMs();
    }

    static boolean well(Allocation one) {
        return one.observed().status() == Status.RUNNING && one.observed().healthy();
    }

    /// It has failed, or had its time.
    boolean unhealthy(Allocation one) {
        if (one.observed().status().ended()) return one.desired().run();
        if (!one.wanted() || well(one) || one.observed().status() == Status.UNKNOWN) return false;
        return overdueAtTickMs(one) <= now.tickMs();
    }

    long overdueAtTickMs(Allocation one) {
        return one.lineage().createdTickMs() + update.healthyDeadlineMs();
    }

    /// @param members of one slot, the oldest first, without canaries
    SlotStand stand(List<Allocation> members) {
        if (members.isEmpty()) return SlotStand.FRESH;
        Allocation holder = null;
        boolean held = false;
        for (var one : members) {
            if (!one.wanted()) continue;
            if (one.observed().status() == Status.UNKNOWN) held |= holds(one);
            else if (holder == null || one.slot().version() >= holder.slot().version())
                holder = one;
        }
        if (holder == null) return held ? SlotStand.AWAY : empty(members.getLast());
        if (!behind.test(holder)) return proven(holder) ? SlotStand.DONE : SlotStand.CHANGING;
        var node = cluster.nodes().find(holder.node());
        if (node == null || (system() && !node.schedulable())) return SlotStand.AWAY;
        return well(holder) ? SlotStand.OLD : SlotStand.SICK;
    }

    private SlotStand empty(Allocation last) {
        var node = cluster.nodes().find(last.node());
        if (system()) {
            if (node == null || !node.schedulable()) return SlotStand.AWAY;
            if (madeWay(last, node)) return SlotStand.DISPLACED;
        }
        if (!behind.test(last)) return SlotStand.CHANGING;
        if (!job.goesOnBy(last.slot().version(), group.name())) return SlotStand.FRESH;
        if (last.desired().run()) return SlotStand.VACANT;
        var why = last.desired().reason();
        boolean ended = StopReason.replaced(why) || StopReason.displaced(why);
        if (!system()) return StopReason.unwanted(why) ? SlotStand.FRESH : SlotStand.VACANT;
        if (!ended) return SlotStand.FRESH;
        return pendingAtTickMs(last) <= now.tickMs() ? SlotStand.DISPLACED : SlotStand.VACANT;
    }

    /// Who follows one of a system job comes as soon as its node can be asked, unless that takes
    /// nobody by now: from then on the others are not kept waiting. [PersistentAgenda#NEVER]: it
    /// has not ended.
    long pendingAtTickMs(Allocation last) {
        var node = cluster.nodes().find(last.node());
        boolean ended = last.observed().status().ended();
        if (!system() || !ended || node == null) return PersistentAgenda.NEVER;
        long endedTickMs = last.observed().sinceTickMs();
        return Math.max(endedTickMs, node.contact().sinceTickMs()) + update.healthyDeadlineMs();
    }

    /// Another of higher priority has its room still, or whoever came there meanwhile.
    private boolean madeWay(Allocation last, Node node) {
        var by = last.lineage().displacedBy();
        var other = by == null ? null : cluster.allocations().find(by);
        if (other != null && other.holds()) return true;
        return StopReason.displaced(last.desired().reason()) && !fits(node);
    }

    private boolean fits(Node node) {
        var used = node.used();
        for (int port : group.ports().values()) if (used.ports().has(port)) return false;
        return used.resources().plus(group.resources()).fitsIn(node.facts().capacity());
    }

    /// Nobody is placed for it while its node cannot be asked.
    private boolean holds(Allocation unknown) {
        var node = cluster.nodes().find(unknown.node());
        boolean back = node != null && node.contact().reachable();
        return back || bound(unknown);
    }
}
