package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Quota;
import dev.skerry.cluster.state.Use;
import org.jspecify.annotations.Nullable;

/// What the quota of a job's namespace leaves, with what this plan has placed so far. What the plan
/// stops is free only when it has ended.
final class QuotaLeft {
    private final String namespace;
    private final Quota quota;
    private Use used;

    QuotaLeft(JobLook look) {
        namespace = look.job().key().namespace();
        quota = look.quota();
        used = look.cluster().namespaces().use(namespace);
    }

    /// Why there is no place for it, for people; null: the quota allows it. What waits for the one
    /// before it takes over what that one uses.
    @Nullable String holds(Want want, Resources needs) {
        var lacks = quota.lacks(want.waits() ? after(want) : used, needs);
        return lacks == null
                ? null
                : "held by the quota of namespace %s: %s".formatted(namespace, lacks);
    }

    /// It would be allowed if the one before it had ended.
    boolean everAllows(Want want, Resources needs) {
        return quota.fits(after(want), needs);
    }

    private Use after(Want want) {
        var previous = want.previous();
        return previous == null || !previous.live() ? used : used.minus(previous.reserved());
    }

    void take(Resources needs) {
        used = used.plus(needs);
    }
}
