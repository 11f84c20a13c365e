package dev.skerry.cluster.job;

import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import org.jspecify.annotations.Nullable;

/// What an [UpdateSpec] may ask for, whoever wrote it.
public final class UpdateBounds {
    public static final String NOT_FOR_BATCH =
            "left out: a batch job runs anew by its new version, and is not deployed";
    public static final String NOT_MOVED =
            "left out: only a service is moved from node to node a few at a time";
    public static final String PARALLEL_SHOULD =
            "a whole number from 1 to 100,000, or a percentage from 1% to 100%";
    public static final String PROMOTE_SHOULD =
            "false or left out without canaries: canary says how many there are";

    private UpdateBounds() {}

    /// The first thing that is out of bounds, or null.
    ///
    /// @param field of the group
    static @Nullable Refusal wrong(JobSpec.Type type, String field, UpdateSpec update) {
        var at = field + ".update";
        if (type.ends()) return new Refusal.Invalid(at, "there", NOT_FOR_BATCH);
        var wrong = parallel(at, update.maxParallel());
        if (wrong != null) return wrong;
        if (update.canary() < 0 || update.canary() > JobBounds.COUNT_MAX)
            return new Refusal.Invalid(
                    at + ".canary", update.canary() + "", "from 0 to " + JobBounds.COUNT_MAX);
        if (update.autoPromote() && update.canary() == 0)
            return new Refusal.Invalid(at + ".autoPromote", "true", PROMOTE_SHOULD);
        return times(at, update);
    }

    /// The same of how it is moved away from its node.
    static @Nullable Refusal wrong(JobSpec.Type type, String field, Policies.Migrate migrate) {
        var at = field + ".migrate";
        if (type != JobSpec.Type.SERVICE) return new Refusal.Invalid(at, "there", NOT_MOVED);
        var wrong = parallel(at, migrate.maxParallel());
        return wrong == null ? week(at + ".minHealthy", migrate.minHealthyMs()) : wrong;
    }

    private static @Nullable Refusal parallel(String at, Portion most) {
        return most.amount() < 1 || most.amount() > Portion.most(most.percent())
                ? new Refusal.Invalid(at + ".maxParallel", most + "", PARALLEL_SHOULD)
                : null;
    }

    private static @Nullable Refusal times(String at, UpdateSpec update) {
        var wrong = week(at + ".minHealthy", update.minHealthyMs());
        if (wrong == null) wrong = week(at + ".stagger", update.staggerMs());
        if (wrong != null) return wrong;
        long healthy = update.healthyDeadlineMs();
        if (healthy < UpdateSpec.HEALTHY_DEADLINE_MIN_MS || healthy > UpdateSpec.TIME_MAX_MS)
            return time(at + ".healthyDeadline", healthy, "from 1s to 7 days");
        if (healthy <= update.minHealthyMs())
            return time(
                    at + ".healthyDeadline",
                    healthy,
                    "longer than minHealthy, " + Text.duration(update.minHealthyMs()));
        long progress = update.progressDeadlineMs();
        wrong = week(at + ".progressDeadline", progress);
        if (wrong != null) return wrong;
        if (progress != 0 && progress <= healthy)
            return time(
                    at + ".progressDeadline",
                    progress,
                    "longer than healthyDeadline, %s, or 0s: the first unhealthy one fails it"
                            .formatted(Text.duration(healthy)));
        return null;
    }

    private static @Nullable Refusal week(String field, long ms) {
        return ms < 0 || ms > UpdateSpec.TIME_MAX_MS ? time(field, ms, "from 0s to 7 days") : null;
    }

    private static Refusal time(String field, long ms, String should) {
        return new Refusal.Invalid(field, Text.duration(ms), should);
    }
}
