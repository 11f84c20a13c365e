package dev.skerry.cluster.scheduler.policy;

import dev.skerry.cluster.job.Policies.Reschedule;
import dev.skerry.cluster.job.Policies.Reschedule.Growth;
import dev.skerry.cluster.state.Allocation;
import java.util.ArrayList;
import java.util.List;

/// When an allocation that has failed is placed anew: never sooner than [Reschedule#DELAY_MIN_MS]
/// after it, though older jobs ask for less.
public final class Rescheduling {
    /// Reschedules remembered in a chain, when its policy does not need more.
    public static final int REMEMBERED = 32;

    private Rescheduling() {}

    /// No attempt was left when it failed, counted over the interval before. An interval of 0 goes
    /// back to the beginning.
    public static boolean usedUp(Reschedule policy, Allocation failed) {
        if (policy.attempts() < 0) return false;
        var failedTickMs = failed.observed().sinceTickMs();
        var sinceTickMs = policy.intervalMs() == 0 ? 0 : failedTickMs - policy.intervalMs();
        var used = failed.lineage().reschedules().stream().filter(at -> at >= sinceTickMs).count();
        return used >= policy.attempts();
    }

    /// When the next attempt is due, on the servers' clock.
    public static long dueTickMs(Reschedule policy, Allocation failed) {
        return failed.observed().sinceTickMs() + delayMs(policy, failed);
    }

    /// The chain's reschedules with one more, the oldest forgotten.
    public static List<Long> oneMore(Reschedule policy, Allocation failed, long nowTickMs) {
        var chain = new ArrayList<>(failed.lineage().reschedules());
        chain.add(nowTickMs);
        var kept = Math.max(REMEMBERED, policy.attempts());
        return chain.subList(Math.max(0, chain.size() - kept), chain.size());
    }

    private static long delayMs(Reschedule policy, Allocation failed) {
        var delayMs = Math.max(policy.delayMs(), Reschedule.DELAY_MIN_MS);
        if (policy.growth() == Growth.CONSTANT) return delayMs;
        var maxDelayMs = Math.max(policy.maxDelayMs(), delayMs);
        for (int i = streak(policy, failed); i > 0 && delayMs < maxDelayMs; i--) {
            delayMs *= 2;
        }
        return Math.min(delayMs, maxDelayMs);
    }

    /// Reschedules in a row. One that went well for longer than the longest delay ends the row.
    private static int streak(Reschedule policy, Allocation failed) {
        var untilTickMs = failed.observed().sinceTickMs();
        int streak = 0;
        for (var at : failed.lineage().reschedules().reversed()) {
            if (untilTickMs - at > 2 * policy.maxDelayMs()) return streak;
            untilTickMs = at;
            streak++;
        }
        return streak;
    }
}
