package dev.skerry.cluster.node;

import dev.skerry.cluster.job.Policies.Restart;
import dev.skerry.cluster.node.Run.Phase;
import java.util.ArrayList;
import java.util.List;

/// The restart policy of a group, applied to one of its tasks.
///
/// In no span of the interval's length is a task restarted more often than the policy's attempts,
/// and never sooner than [Restart#DELAY_MIN_MS] after a failure: older jobs ask for less.
final class Restarts {
    private Restarts() {}

    /// Where a task stands after it has failed: it waits for its next start, or has failed for
    /// good.
    static Run.Task afterFailure(Run run, Run.Task task, long tickMs) {
        var policy = run.policies().restart();
        var delayMs = Math.max(policy.delayMs(), Restart.DELAY_MIN_MS);
        var recent = new ArrayList<Long>();
        for (var at : task.restartTicksMs()) if (at > tickMs - policy.intervalMs()) recent.add(at);
        if (recent.size() < policy.attempts()) {
            return restart(task, recent, tickMs + delayMs);
        }
        return switch (policy.mode()) {
            case FAIL -> forGood(run, task, task.lastExit());
            case DELAY -> {
                var oldestTickMs = recent.isEmpty() ? tickMs : recent.removeFirst();
                var freeTickMs = oldestTickMs + policy.intervalMs();
                yield restart(task, recent, Math.max(freeTickMs, tickMs + delayMs));
            }
        };
    }

    /// It is not tried again: by now, if it has a calendar.
    static Run.Task forGood(Run run, Run.Task task, int exit) {
        return task.in(run.recurs() ? new Phase.Resting(exit, true) : new Phase.Failed(exit));
    }

    /// A restart that a person asked for costs nothing of the policy.
    static Run.Task asked(Run.Task task, long tickMs) {
        return task.withRestarts(task.restartTicksMs(), task.restartsTotal() + 1)
                .in(new Phase.Waiting(tickMs));
    }

    /// The restart that it waits for is now.
    static Run.Task sooner(Run.Task task, long tickMs) {
        var ticksMs = task.restartTicksMs().stream().map(at -> Math.min(at, tickMs)).toList();
        return task.withRestarts(ticksMs, task.restartsTotal()).in(new Phase.Waiting(tickMs));
    }

    private static Run.Task restart(Run.Task task, List<Long> recent, long atTickMs) {
        recent.add(atTickMs);
        return task.withRestarts(recent, task.restartsTotal() + 1).in(new Phase.Waiting(atTickMs));
    }
}
