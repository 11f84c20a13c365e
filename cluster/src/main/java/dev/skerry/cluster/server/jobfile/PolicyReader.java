package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.job.Policies.Migrate;
import dev.skerry.cluster.job.Policies.Reschedule;
import dev.skerry.cluster.job.Policies.Restart;
import dev.skerry.cluster.job.UpdateBounds;
import dev.skerry.cluster.job.UpdateSpec;
import dev.skerry.kernel.Text;
import dev.skerry.yaml.Choices;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happens when something goes wrong; what is not said depends on the type of the job.
///
/// @param ends what has ended well is done, at least until its next time
record PolicyReader(JobSpec.Type type, boolean ends) {
    static final int ATTEMPTS_MAX = 1_000;

    static final Map<String, Restart.Mode> MODES =
            Choices.of("fail", Restart.Mode.FAIL, "delay", Restart.Mode.DELAY);
    static final Map<String, Reschedule.Growth> GROWTHS =
            Choices.of(
                    "constant", Reschedule.Growth.CONSTANT,
                    "exponential", Reschedule.Growth.EXPONENTIAL);
    static final Map<String, Disconnect.Reconcile> RECONCILES = reconciles();

    /// @param update read by others
    Policies policies(Mapping group, @Nullable UpdateSpec update) {
        return new Policies(
                restart(group.value("restart").mapping(JobFileKeys.RESTART)),
                reschedule(group.value("reschedule").mapping(JobFileKeys.RESCHEDULE)),
                disconnect(group.value("disconnect").mapping(JobFileKeys.DISCONNECT)),
                update,
                migrate(group.value("migrate"), update));
    }

    /// What it does not say is as `update` has it.
    private @Nullable Migrate migrate(Value value, @Nullable UpdateSpec update) {
        if (value.absent()) return null;
        if (type != JobSpec.Type.SERVICE) {
            value.wrongKey("should be " + UpdateBounds.NOT_MOVED);
            return null;
        }
        var migrate = value.mapping(JobFileKeys.MIGRATE);
        var otherwise = update == null ? UpdateSpec.DEFAULT : update;
        return new Migrate(
                UpdateReader.maxParallel(migrate, otherwise),
                UpdateReader.time(migrate, "minHealthy", 0, otherwise.minHealthyMs()));
    }

    private Restart restart(Mapping restart) {
        var otherwise = ends ? Restart.BATCH : Restart.SERVICE;
        return new Restart(
                (int) restart.value("attempts").whole(0, ATTEMPTS_MAX, otherwise.attempts()),
                restart.value("interval").duration(1_000, otherwise.intervalMs()),
                restart.value("delay").duration(Restart.DELAY_MIN_MS, otherwise.delayMs()),
                restart.value("mode").choice(MODES, otherwise.mode()));
    }

    private Reschedule reschedule(Mapping reschedule) {
        var otherwise =
                switch (type) {
                    case SERVICE -> Reschedule.SERVICE;
                    case BATCH -> Reschedule.BATCH;
                    case SYSTEM, SYSBATCH -> Reschedule.NEVER;
                };
        var first = reschedule.value("delay");
        long delay = first.duration(Reschedule.DELAY_MIN_MS, otherwise.delayMs());
        var growth = reschedule.value("growth").choice(GROWTHS, otherwise.growth());
        var max = reschedule.value("maxDelay");
        long maxDelay = max.duration(0, Math.max(delay, otherwise.maxDelayMs()));
        if (growth == Reschedule.Growth.CONSTANT && max.absent()) maxDelay = delay;
        if (maxDelay < delay) max.wrong("should be at least the delay, " + Text.duration(delay));
        int attempts = attempts(reschedule, otherwise);
        var interval = reschedule.value("interval");
        long intervalMs = interval.duration(0, otherwise.intervalMs());
        if (attempts > 0 && intervalMs == 0) {
            if (!interval.absent())
                interval.wrong("should be longer than 0s: the attempts are counted within it");
            intervalMs = Reschedule.BATCH.intervalMs();
        }
        return new Reschedule(attempts, intervalMs, delay, growth, maxDelay);
    }

    private static int attempts(Mapping reschedule, Reschedule otherwise) {
        var attempts = reschedule.value("attempts");
        var unlimited = reschedule.value("unlimited");
        boolean always = unlimited.flag(attempts.absent() && otherwise.attempts() < 0);
        if (always && !attempts.absent())
            attempts.wrong("should be left out when unlimited is true");
        if (always) return -1;
        return (int) attempts.whole(0, ATTEMPTS_MAX, Math.max(0, otherwise.attempts()));
    }

    private static Disconnect disconnect(Mapping disconnect) {
        var otherwise = Disconnect.DEFAULT;
        long lostAfter = disconnect.value("lostAfter").duration(0, otherwise.lostAfterMs());
        var stop = disconnect.value("stopAfter");
        long stopAfter = stop.duration(0, otherwise.stopAfterMs());
        if (lostAfter > 0 && stopAfter > lostAfter)
            stop.wrong(
                    "should be at most lostAfter, %s: a node that stops later may run what the"
                                    .formatted(Text.duration(lostAfter))
                            + " servers have given up");
        return new Disconnect(
                lostAfter,
                stopAfter,
                disconnect.value("replace").flag(otherwise.replace()),
                disconnect.value("reconcile").choice(RECONCILES, otherwise.reconcile()));
    }

    private static Map<String, Disconnect.Reconcile> reconciles() {
        var choices = new LinkedHashMap<String, Disconnect.Reconcile>();
        choices.put("keepOriginal", Disconnect.Reconcile.KEEP_ORIGINAL);
        choices.put("keepReplacement", Disconnect.Reconcile.KEEP_REPLACEMENT);
        choices.put("bestScore", Disconnect.Reconcile.BEST_SCORE);
        choices.put("longestRunning", Disconnect.Reconcile.LONGEST_RUNNING);
        return choices;
    }
}
