package dev.skerry.cluster.job;

import org.jspecify.annotations.Nullable;

/// What happens when something goes wrong, and how what is new comes.
///
/// @param update null: a new version takes the place of the one before everywhere at once
/// @param migrate null: what `update` says, or [Migrate#DEFAULT]
public record Policies(
        Restart restart,
        Reschedule reschedule,
        Disconnect disconnect,
        @Nullable UpdateSpec update,
        @Nullable Migrate migrate) {
    /// Without deployments.
    public Policies(Restart restart, Reschedule reschedule, Disconnect disconnect) {
        this(restart, reschedule, disconnect, null);
    }

    /// Moved away from its node as it is deployed.
    public Policies(
            Restart restart,
            Reschedule reschedule,
            Disconnect disconnect,
            @Nullable UpdateSpec update) {
        this(restart, reschedule, disconnect, update, null);
    }

    /// How its allocations are moved away from a node that drains.
    public Migrate moved() {
        if (migrate != null) return migrate;
        return update == null
                ? Migrate.DEFAULT
                : new Migrate(update.maxParallel(), update.minHealthyMs());
    }

    /// How allocations of a service are moved away from nodes that drain.
    ///
    /// @param maxParallel so many at a time, or percent of its count: no more of its slots are
    ///   without a healthy one
    /// @param minHealthyMs one that came in the place of another counts once it has been healthy
    ///   for so long
    public record Migrate(Portion maxParallel, long minHealthyMs) {
        public static final Migrate DEFAULT =
                new Migrate(UpdateSpec.DEFAULT.maxParallel(), UpdateSpec.DEFAULT.minHealthyMs());
    }

    /// Starting a task again on its node.
    ///
    /// @param attempts restarts within the interval
    /// @param mode what comes when they are used up
    public record Restart(int attempts, long intervalMs, long delayMs, Mode mode) {
        /// Each restart is told to the servers and kept in their log.
        public static final long DELAY_MIN_MS = 1_000;

        public static final Restart SERVICE = new Restart(2, 30 * 60_000L, 15_000, Mode.FAIL);
        public static final Restart BATCH = new Restart(3, 24 * 3_600_000L, 15_000, Mode.FAIL);

        /// What comes when the attempts are used up.
        public enum Mode {
            /// The allocation has failed; it may be placed anew.
            FAIL,
            /// It waits until the interval is over, then the attempts count anew.
            DELAY
        }
    }

    /// Placing a failed allocation anew, rather on another node.
    ///
    /// @param attempts within the interval, or -1 for no limit
    /// @param delayMs before the first
    /// @param maxDelayMs the longest delay when it grows
    public record Reschedule(
            int attempts, long intervalMs, long delayMs, Growth growth, long maxDelayMs) {
        /// Each placement is several entries of the servers' log.
        public static final long DELAY_MIN_MS = 1_000;

        public static final Reschedule SERVICE =
                new Reschedule(-1, 0, 30_000, Growth.EXPONENTIAL, 3_600_000);
        public static final Reschedule BATCH =
                new Reschedule(1, 24 * 3_600_000L, 5_000, Growth.CONSTANT, 5_000);
        public static final Reschedule NEVER =
                new Reschedule(0, 0, DELAY_MIN_MS, Growth.CONSTANT, DELAY_MIN_MS);

        /// How the delay goes on.
        public enum Growth {
            CONSTANT,
            EXPONENTIAL
        }
    }

    /// What happens to the allocations of a node that cannot be reached.
    ///
    /// | lostAfter | replace | on the server                                                    |
    /// |-----------|---------|------------------------------------------------------------------|
    /// | 0         | true    | lost and placed anew as soon as the node is missed               |
    /// | 0         | false   | unknown until the node is back; never more run than were asked   |
    /// | > 0       | true    | unknown and placed anew at once; lost when the time is over      |
    /// | > 0       | false   | unknown; lost and placed anew when the time is over and the node |
    /// |           |         | has surely stopped it by `stopAfter`; without one it stays unknown |
    ///
    /// @param lostAfterMs how long it counts as unknown before it is lost; 0: see the table
    /// @param stopAfterMs the node itself stops it after so long without a server; 0: it runs on
    /// @param replace whether another is placed while it is unknown
    /// @param reconcile who stays when the node is back and both run
    public record Disconnect(
            long lostAfterMs, long stopAfterMs, boolean replace, Reconcile reconcile) {
        public static final Disconnect DEFAULT =
                new Disconnect(0, 0, true, Reconcile.KEEP_ORIGINAL);

        /// Who stays when original and replacement both run.
        public enum Reconcile {
            KEEP_ORIGINAL,
            KEEP_REPLACEMENT,
            BEST_SCORE,
            LONGEST_RUNNING
        }
    }
}
