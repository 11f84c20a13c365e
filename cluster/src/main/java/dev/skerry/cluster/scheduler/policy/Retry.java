package dev.skerry.cluster.scheduler.policy;

import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Watch.Seat;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What has failed and is not there: it is placed anew after the delay of its policy, or never,
/// since its policy allows no more.
///
/// @param failed the last that was in the slot
/// @param delayMs from its end until it is tried again; [#NEVER]: it is not
public record Retry(Allocation failed, long delayMs) {
    static final long NEVER = -1;

    private static final Comparator<Retry> SOONEST_FIRST =
            Comparator.comparingLong(Retry::dueWallMs)
                    .thenComparing(Retry::failed, Allocation.BY_AGE);

    public boolean again() {
        return delayMs != NEVER;
    }

    /// When it is tried again, for people; `Long.MAX_VALUE`: never.
    public long dueWallMs() {
        return delayMs == NEVER ? Long.MAX_VALUE : failed.observed().sinceWallMs() + delayMs;
    }

    /// Of all slots of a job, the soonest first: those that the scheduler puts off, and those that
    /// it gives up.
    public static List<Retry> of(Cluster cluster, Job job) {
        if (job.stopped() || job.current().recalled()) return List.of();
        var last = new HashMap<Seat, Allocation>();
        var taken = new HashSet<Seat>();
        for (var id : cluster.ofJob(job.key())) {
            var allocation = cluster.allocations().find(id);
            if (allocation == null) continue;
            var seat = Seat.at(job, allocation);
            if (holds(cluster, job, allocation) || job.done(allocation)) taken.add(seat);
            last.merge(seat, allocation, Retry::younger);
        }
        last.keySet().removeAll(taken);
        return last.values().stream()
                .map(allocation -> of(cluster, allocation))
                .filter(Objects::nonNull)
                .sorted(SOONEST_FIRST)
                .toList();
    }

    /// Whether no other is placed for it: one that is unknown and may be replaced keeps nobody out,
    /// unless its node is heard again.
    private static boolean holds(Cluster cluster, Job job, Allocation allocation) {
        if (!allocation.wanted()) return false;
        if (allocation.observed().status() != Allocation.Status.UNKNOWN) return true;
        var node = cluster.nodes().find(allocation.node());
        var group = job.spec().group(allocation.slot().group());
        boolean back = node != null && node.contact().reachable();
        return back || group == null || !group.policies().disconnect().replace();
    }

    /// The same of one allocation, without a look at the others of its job; null: it has not
    /// failed, or another has its slot already.
    public static @Nullable Retry of(Cluster cluster, Allocation allocation) {
        var slot = allocation.slot();
        var job = cluster.jobs().find(slot.job());
        var next = allocation.lineage().next();
        if (job == null || job.stopped() || job.done(allocation)) return null;
        if (job.current().recalled()) return null;
        if (next != null && cluster.allocations().has(next)) return null;
        var group = job.spec().group(slot.group());
        if (group == null || slot.index() >= group.count()) return null;
        if (slot.version() != job.version() || !allocation.desired().run() || allocation.holds())
            return null;
        var policy = group.policies().reschedule();
        if (Rescheduling.usedUp(policy, allocation)) return new Retry(allocation, NEVER);
        long dueTickMs = Rescheduling.dueTickMs(policy, allocation);
        return new Retry(allocation, dueTickMs - allocation.observed().sinceTickMs());
    }

    private static Allocation younger(Allocation one, Allocation other) {
        return Allocation.BY_AGE.compare(one, other) < 0 ? other : one;
    }
}
