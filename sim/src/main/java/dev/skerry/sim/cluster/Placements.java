package dev.skerry.sim.cluster;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Slot;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.sim.world.Broken;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything that was ever placed, as the log says it: also what the servers have forgotten, since
/// a node that was away may still run it.
final class Placements {
    private final Map<String, Placed> all = new HashMap<>();
    private final Map<JobKey, Set<Done>> done = new HashMap<>();

    /// The slot of a batch whose work is done; of one that runs everywhere, on that node.
    private record Done(long version, String group, int index, String node) {
        static Done of(Placed placed, Slot slot) {
            var node = placed.everywhere ? placed.node : "";
            return new Done(slot.version(), slot.group(), slot.index(), node);
        }
    }

    /// One allocation.
    static final class Placed {
        final String id;
        final Slot slot;
        final String node;
        final Resources reserved;
        final Collection<Integer> ports;

        /// Of its node when it was placed.
        final Resources capacity;

        /// The order in which they were placed.
        final long number;

        /// Whose room it takes.
        final List<String> displaces;

        /// Each node has a slot of its own.
        boolean everywhere;

        /// Its group must not run more often than asked.
        boolean once;

        /// Its node has said that it has ended, and how.
        @Nullable Status end;

        /// The servers do not know it any more.
        boolean forgotten;

        Placed(Allocation allocation, Resources capacity, long number) {
            this.number = number;
            id = allocation.id();
            slot = allocation.slot();
            node = allocation.node();
            reserved = allocation.reserved();
            ports = allocation.ports().values();
            displaces = allocation.lineage().displaces();
            this.capacity = capacity;
        }
    }

    Placed of(String allocation) {
        var placed = all.get(allocation);
        if (placed == null)
            throw new Broken(ClusterPromises.ENDED, allocation + " runs and was never placed");
        return placed;
    }

    /// It is placed now.
    Placed add(Allocation allocation, Cluster after) {
        var node = after.nodes().find(allocation.node());
        var capacity = node == null ? Resources.NONE : node.facts().capacity();
        var placed = new Placed(allocation, capacity, all.size() + 1L);
        placed.once = once(allocation, after);
        var job = after.jobs().find(allocation.slot().job());
        placed.everywhere = job != null && job.spec().type().everywhere();
        all.put(allocation.id(), placed);
        return placed;
    }

    /// They go on under another version.
    void updated(List<String> ids, Cluster after) {
        for (var id : ids) {
            var allocation = after.allocations().find(id);
            if (allocation != null) of(id).once = once(allocation, after);
        }
    }

    private static boolean once(Allocation allocation, Cluster cluster) {
        var slot = allocation.slot();
        var job = cluster.jobs().find(slot.job());
        var spec = job == null ? null : job.at(slot.version());
        var group = spec == null ? null : spec.group(slot.group());
        return group != null && !group.policies().disconnect().replace();
    }

    void observed(ClusterFact.ObservedChange change) {
        var placed = all.get(change.allocation());
        if (placed == null) return;
        var status = change.observed().status();
        if (status == Status.COMPLETE || status == Status.FAILED) placed.end = status;
    }

    void forgotten(List<String> ids) {
        for (var id : ids) {
            var placed = all.get(id);
            if (placed != null) placed.forgotten = true;
        }
    }

    /// The work of that slot is done, for this version of its job.
    void done(Allocation allocation) {
        var slot = allocation.slot();
        var what = Done.of(of(allocation.id()), slot);
        done.computeIfAbsent(slot.job(), _ -> new HashSet<>()).add(what);
    }

    boolean isDone(Allocation placed) {
        var slot = placed.slot();
        return done.getOrDefault(slot.job(), Set.of()).contains(Done.of(of(placed.id()), slot));
    }

    /// Its versions begin anew.
    void purged(JobKey job) {
        done.remove(job);
    }
}
