package dev.skerry.cluster.node;

import dev.skerry.cluster.node.Run.Phase;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// When a task that nobody can ask counts as healthy: once it has run for [#UP_MIN_MS].
///
/// A program with a wrong setting, or whose port is taken, runs for a moment after each start. That
/// it runs says nothing yet; its checks would.
///
/// That the time is over is noted where the answers to checks are, under a name that no check has:
/// so it is told to the servers once, outlives the agent and is void with the next start.
final class Steadiness {
    static final long UP_MIN_MS = 5_000;

    private static final String UP = "";

    private Steadiness() {}

    /// It has checks, or a calendar, or the node does not know what it is made of: time says
    /// nothing of it.
    private static boolean checked(Run run, Run.Task task) {
        if (run.recurs()) return true;
        var spec = run.spec(task.name());
        return spec == null || !spec.checks().isEmpty();
    }

    /// It runs, has no checks and not run for long enough as far as the servers are told.
    static boolean waits(Run run, Run.Task task) {
        return running(task) != null && !checked(run, task) && !task.health().containsKey(UP);
    }

    /// When it has run for long enough; `Long.MAX_VALUE`: that is not waited for.
    static long dueTickMs(Run run, Run.Task task) {
        var running = running(task);
        if (running == null || run.ending() || !waits(run, task)) return Long.MAX_VALUE;
        return running.sinceTickMs() + UP_MIN_MS;
    }

    static void look(Step step, Run run, Run.Task task) {
        if (dueTickMs(run, task) <= step.tickMs()) step.moved(run, task.withHealth(Map.of(UP, 0)));
    }

    private static Phase.@Nullable Running running(Run.Task task) {
        return task.phase() instanceof Phase.Running running ? running : null;
    }
}
