package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.Allocation;
import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.Job;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobSpec;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
                    .thenComparing(Retry::failed, Allocation.BY_NUMBER);

    public boolean again() {
        return delayMs != NEVER;
    }

    /// When it is tried again, for people; `Long.MAX_VALUE`: never.
    public long dueWallMs() {
        return delayMs == NEVER ? Long.MAX_VALUE : failed.observed().sinceWallMs() + delayMs;
    }

    /// All of a job, the soonest first; what [Reconciler] and [SystemReconciler] leave for later or
    /// leave.
    public static List<Retry> of(Cluster cluster, Job job) {
        if (job.stopped()) return List.of();
        var groups = new HashMap<String, GroupSpec>();
        for (var group : job.spec().groups()) groups.put(group.name(), group);
        boolean system = job.spec().type() == JobSpec.Type.SYSTEM;
        var last = new HashMap<Place, Allocation>();
        var taken = new HashSet<Place>();
        for (var id : cluster.ofJob(job.key())) {
            var allocation = cluster.allocations().find(id);
            if (allocation == null) continue;
            var place = Place.of(allocation, system);
            boolean wanted = allocation.live() && allocation.desired().run();
            if (wanted || job.done(allocation)) taken.add(place);
            last.merge(place, allocation, Retry::younger);
        }
        last.keySet().removeAll(taken);
        return last.values().stream()
                .filter(allocation -> waits(job, groups, allocation))
                .map(failed -> of(groups, failed))
                .sorted(SOONEST_FIRST)
                .toList();
    }

    /// The same of one allocation, without a look at the others of its job; null: it has not
    /// failed, or another has its slot already.
    public static @Nullable Retry of(Cluster cluster, Allocation allocation) {
        var job = cluster.jobs().find(allocation.slot().job());
        if (job == null || job.stopped() || allocation.lineage().next() != null) return null;
        var group = job.spec().group(allocation.slot().group());
        if (group == null || job.done(allocation)) return null;
        var groups = Map.of(group.name(), group);
        return waits(job, groups, allocation) ? of(groups, allocation) : null;
    }

    private static Retry of(Map<String, GroupSpec> groups, Allocation failed) {
        var group = groups.get(failed.slot().group());
        if (group == null) return new Retry(failed, 0);
        var policy = group.policies().reschedule();
        if (Rescheduling.usedUp(policy, failed)) return new Retry(failed, NEVER);
        var sinceTickMs = failed.observed().sinceTickMs();
        return new Retry(failed, Rescheduling.dueTickMs(policy, failed) - sinceTickMs);
    }

    private static boolean waits(Job job, Map<String, GroupSpec> groups, Allocation last) {
        var group = groups.get(last.slot().group());
        if (group == null || last.slot().index() >= group.count()) return false;
        return last.slot().version() == job.version() && last.desired().run() && !last.holds();
    }

    private static Allocation younger(Allocation one, Allocation other) {
        return Allocation.BY_NUMBER.compare(one, other) < 0 ? other : one;
    }

    /// What only one may be in: a slot, or a node for a system job.
    private record Place(String group, int index, String node) {
        static Place of(Allocation it, boolean system) {
            return new Place(it.slot().group(), it.slot().index(), system ? it.node() : "");
        }
    }
}
