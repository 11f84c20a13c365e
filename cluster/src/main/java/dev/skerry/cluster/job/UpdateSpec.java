package dev.skerry.cluster.job;

/// How a new version of a group takes the place of the one before: the deployment.
///
/// @param maxParallel in change at a time: so many, or percent of its count; of a system job,
///   percent of the nodes that have one
/// @param minHealthyMs one counts as healthy once it has been so for so long
/// @param healthyDeadlineMs one that is not healthy so long after it was placed is unhealthy
/// @param progressDeadlineMs the deployment fails when for so long nothing more has become healthy;
///   0: with the first that is unhealthy
/// @param canary so many are tried beside the old ones, or of a system job on so many nodes, before
///   anything else changes; 0: none
/// @param autoPromote the rest follows as soon as all canaries are healthy
/// @param autoRevert when it fails, the last stable version comes back
/// @param staggerMs so long at least between one change and the next
public record UpdateSpec(
        Portion maxParallel,
        long minHealthyMs,
        long healthyDeadlineMs,
        long progressDeadlineMs,
        int canary,
        boolean autoPromote,
        boolean autoRevert,
        long staggerMs) {

    public static final UpdateSpec DEFAULT =
            new UpdateSpec(Portion.ONE, 10_000, 300_000, 600_000, 0, false, false, 0);

    /// Each step of a deployment is several entries of the servers' log.
    public static final long HEALTHY_DEADLINE_MIN_MS = 1_000;

    /// The longest of its times: a week.
    public static final long TIME_MAX_MS = 7 * 24 * 3_600_000L;
}
