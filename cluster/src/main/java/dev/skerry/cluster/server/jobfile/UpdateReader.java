package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Portion;
import dev.skerry.cluster.job.UpdateBounds;
import dev.skerry.cluster.job.UpdateSpec;
import dev.skerry.kernel.Text;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.Value;
import org.jspecify.annotations.Nullable;

/// How a new version comes. What a group does not say its job says for all groups.
///
/// @param jobs what the job says; null: nothing
record UpdateReader(JobSpec.Type type, @Nullable UpdateSpec jobs) {
    /// Of a whole job, whose groups are not known yet.
    static @Nullable UpdateSpec ofJob(Mapping job, JobSpec.Type type) {
        return new UpdateReader(type, null).update(job.value("update"), JobBounds.COUNT_MAX);
    }

    /// @param count of the group
    @Nullable UpdateSpec update(Value value, int count) {
        if (value.absent()) return jobs;
        if (type == JobSpec.Type.BATCH) {
            value.wrongKey("should be " + UpdateBounds.NOT_FOR_BATCH);
            return null;
        }
        var update = value.mapping(JobFileKeys.UPDATE);
        var otherwise = jobs == null ? UpdateSpec.DEFAULT : jobs;
        int canary = canary(update.value("canary"), count, otherwise.canary());
        long minHealthy = time(update, "minHealthy", 0, otherwise.minHealthyMs());
        long healthy = healthyDeadline(update, minHealthy, otherwise.healthyDeadlineMs());
        return new UpdateSpec(
                update.value("maxParallel")
                        .parsed(
                                Portion::parse,
                                UpdateBounds.PARALLEL_SHOULD,
                                otherwise.maxParallel()),
                minHealthy,
                healthy,
                progressDeadline(update, healthy, otherwise.progressDeadlineMs()),
                canary,
                autoPromote(update.value("autoPromote"), canary, otherwise.autoPromote()),
                update.value("autoRevert").flag(otherwise.autoRevert()),
                time(update, "stagger", 0, otherwise.staggerMs()));
    }

    private static long time(Mapping update, String key, long leastMs, long otherwiseMs) {
        return update.value(key).duration(leastMs, UpdateSpec.TIME_MAX_MS, otherwiseMs);
    }

    private int canary(Value value, int count, int otherwise) {
        int canary = (int) value.whole(0, JobBounds.COUNT_MAX, otherwise);
        boolean beside = type == JobSpec.Type.SERVICE;
        if (beside && !value.absent() && canary > count)
            value.wrong("should be at most the count of the group, " + count);
        return canary;
    }

    /// What is not said is long enough for what is.
    private static long healthyDeadline(Mapping update, long minHealthy, long otherwise) {
        long unsaid = minHealthy < otherwise ? otherwise : later(minHealthy);
        long least = UpdateSpec.HEALTHY_DEADLINE_MIN_MS;
        long healthy = time(update, "healthyDeadline", least, unsaid);
        if (healthy <= minHealthy)
            update.value("healthyDeadline")
                    .wrong("should be longer than minHealthy, " + Text.duration(minHealthy));
        return healthy;
    }

    private static long progressDeadline(Mapping update, long healthy, long otherwise) {
        long unsaid = otherwise == 0 || healthy < otherwise ? otherwise : later(healthy);
        long progress = time(update, "progressDeadline", 0, unsaid);
        if (progress != 0 && progress <= healthy)
            update.value("progressDeadline")
                    .wrong(
                            "should be longer than healthyDeadline, %s, or 0s: the first unhealthy"
                                            .formatted(Text.duration(healthy))
                                    + " one fails the deployment");
        return progress;
    }

    private static long later(long ms) {
        return Math.min(2 * Math.max(ms, 1_000), UpdateSpec.TIME_MAX_MS);
    }

    private static boolean autoPromote(Value value, int canary, boolean otherwise) {
        boolean promote = value.flag(otherwise && canary > 0);
        if (promote && canary == 0) value.wrong("should be " + UpdateBounds.PROMOTE_SHOULD);
        return promote && canary > 0;
    }
}
