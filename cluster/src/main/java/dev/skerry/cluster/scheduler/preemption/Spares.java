package dev.skerry.cluster.scheduler.preemption;

import dev.skerry.cluster.deployment.Rollout;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.kernel.Now;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many of each group may be displaced. Of a group with `update` no more than `maxParallel` are
/// without a healthy one, whoever takes them down; without it nobody has said how many may be.
final class Spares {
    private final Cluster cluster;
    private final Now now;
    private final Map<Group, Spare> spares = new HashMap<>();
    private int lookedAt;

    private record Group(JobKey job, String name) {}

    private static final class Spare {
        final @Nullable Rollout rollout;
        int left;

        Spare(@Nullable Rollout rollout) {
            this.rollout = rollout;
            left = rollout == null ? 0 : rollout.spare();
        }
    }

    Spares(Cluster cluster, Now now) {
        this.cluster = cluster;
        this.now = now;
    }

    /// How many allocations it took to find out.
    int lookedAt() {
        return lookedAt;
    }

    /// Whether it may be taken down as well.
    boolean has(Allocation one) {
        var spare = of(one);
        return spare.left > 0 || !counts(spare, one);
    }

    void take(Allocation one) {
        var spare = of(one);
        if (counts(spare, one)) spare.left--;
    }

    void giveBack(Allocation one) {
        var spare = of(one);
        if (counts(spare, one)) spare.left++;
    }

    /// It is one of those that are healthy, of a group that says how many have to be.
    private static boolean counts(Spare spare, Allocation one) {
        return spare.rollout != null && spare.rollout.isHealthy(one);
    }

    private Spare of(Allocation one) {
        var slot = one.slot();
        return spares.computeIfAbsent(new Group(slot.job(), slot.group()), this::find);
    }

    private Spare find(Group of) {
        var job = cluster.jobs().find(of.job);
        var group = job == null ? null : job.spec().group(of.name);
        if (job == null || group == null || group.policies().update() == null)
            return new Spare(null);
        lookedAt += cluster.ofJob(of.job).size();
        return new Spare(Rollout.of(cluster, job, group, now));
    }
}
