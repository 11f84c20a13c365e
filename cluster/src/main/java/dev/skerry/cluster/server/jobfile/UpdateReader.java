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
record UpdateReader(JobSpec.Type type, @Nullable OfJob jobs) {
    /// What a job says for its groups.
    ///
    /// @param words as they stand in the file
    /// @param means with every default filled in
    record OfJob(Mapping words, UpdateSpec means) {}

    static UpdateReader of(Mapping job, JobSpec.Type type) {
        var value = job.value("update");
        var alone = new UpdateReader(type, null);
        var words = alone.words(value);
        if (words == null) return alone;
        return new UpdateReader(type, new OfJob(words, alone.update(words, JobBounds.COUNT_MAX)));
    }

    /// @param count of the group
    @Nullable UpdateSpec update(Value value, int count) {
        if (value.absent()) return ofJob(value, count);
        var words = words(value);
        return words == null ? null : update(words, count);
    }

    private @Nullable Mapping words(Value value) {
        if (value.absent()) return null;
        if (!type.ends()) return value.mapping(JobFileKeys.UPDATE);
        value.wrongKey("should be " + UpdateBounds.NOT_FOR_BATCH);
        return null;
    }

    private UpdateSpec update(Mapping update, int count) {
        var otherwise = jobs == null ? UpdateSpec.DEFAULT : jobs.means;
        int canary = canary(update.value("canary"), count, otherwise.canary());
        long minHealthy = time(update, "minHealthy", 0, otherwise.minHealthyMs());
        long healthy = healthyDeadline(update, minHealthy, otherwise.healthyDeadlineMs());
        return new UpdateSpec(
                maxParallel(update, otherwise),
                minHealthy,
                healthy,
                progressDeadline(update, healthy, otherwise.progressDeadlineMs()),
                canary,
                autoPromote(update.value("autoPromote"), canary, otherwise.autoPromote()),
                update.value("autoRevert").flag(otherwise.autoRevert()),
                time(update, "stagger", 0, otherwise.staggerMs()));
    }

    /// Of a group that says nothing itself; only its count is its own.
    private @Nullable UpdateSpec ofJob(Value value, int count) {
        if (jobs == null) return null;
        var canary = value.mapping(JobFileKeys.UPDATE).value("canary");
        canary(canary, count, jobs.means.canary());
        return jobs.means;
    }

    static Portion maxParallel(Mapping update, UpdateSpec otherwise) {
        return update.value("maxParallel")
                .parsed(Portion::parse, UpdateBounds.PARALLEL_SHOULD, otherwise.maxParallel());
    }

    static long time(Mapping update, String key, long leastMs, long otherwiseMs) {
        return update.value(key).duration(leastMs, UpdateSpec.TIME_MAX_MS, otherwiseMs);
    }

    private int canary(Value value, int count, int otherwise) {
        int canary = (int) value.whole(0, JobBounds.COUNT_MAX, otherwise);
        boolean beside = type == JobSpec.Type.SERVICE && count > 0;
        if (beside && canary > count)
            value.wrong(
                    "should be at most the count of the group, "
                            + count
                            + elsewhere("canary", value, canary));
        return canary;
    }

    /// That the value, which is wrong, does not stand where it is said to be.
    private String elsewhere(String key, Value value, Object said) {
        return value.absent() && saidByJob(key) ? "; its job says " + said : "";
    }

    private boolean saidByJob(String key) {
        return jobs != null && !jobs.words.value(key).absent();
    }

    /// What nobody says is long enough for what somebody says.
    private long healthyDeadline(Mapping update, long minHealthy, long otherwise) {
        boolean fixed = saidByJob("healthyDeadline");
        long unsaid = fixed || minHealthy < otherwise ? otherwise : later(minHealthy);
        long least = UpdateSpec.HEALTHY_DEADLINE_MIN_MS;
        long healthy = time(update, "healthyDeadline", least, unsaid);
        var value = update.value("healthyDeadline");
        if (healthy <= minHealthy)
            value.wrong(
                    "should be longer than minHealthy, "
                            + Text.duration(minHealthy)
                            + elsewhere("healthyDeadline", value, Text.duration(healthy)));
        return healthy;
    }

    private long progressDeadline(Mapping update, long healthy, long otherwise) {
        boolean fixed = otherwise == 0 || saidByJob("progressDeadline");
        long unsaid = fixed || healthy < otherwise ? otherwise : later(healthy);
        long progress = time(update, "progressDeadline", 0, unsaid);
        var value = update.value("progressDeadline");
        if (progress != 0 && progress <= healthy)
            value.wrong(
                    "should be longer than healthyDeadline, %s, or 0s: the first unhealthy"
                                    .formatted(Text.duration(healthy))
                            + " one fails the deployment"
                            + elsewhere("progressDeadline", value, Text.duration(progress)));
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
