package dev.skerry.cluster.node;

import dev.skerry.cluster.node.Run.Phase;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Allocation.TaskState;
import dev.skerry.kernel.Now;
import java.util.HashMap;

/// How a run looks from outside.
///
/// | its tasks                            | status   |
/// |--------------------------------------|----------|
/// | one waits for a start or is starting | PENDING  |
/// | else, one runs or is stopping        | RUNNING  |
/// | all have ended, one failed for good  | FAILED   |
/// | all have ended                       | COMPLETE |
///
/// One with a calendar holds its place and is well as long as it goes on: RUNNING, whatever its
/// tasks do.
final class RunStanding {
    private RunStanding() {}

    static Observed of(Run run, Now now) {
        var tasks = new HashMap<String, TaskState>();
        for (var task : run.tasks()) tasks.put(task.name(), of(run, task));
        var status = status(run);
        return new Observed(
                status,
                status == Status.RUNNING && healthy(run),
                description(run, status, now.tickMs()),
                now.tickMs(),
                now.wallMs(),
                tasks,
                run.rounds());
    }

    private static Status status(Run run) {
        if (run.recurs() && !run.finished()) return run.held() ? Status.PENDING : Status.RUNNING;
        var live = false;
        var failed = false;
        for (var task : run.tasks()) {
            switch (task.phase()) {
                case Phase.Waiting _, Phase.Starting _, Phase.Preparing _ -> {
                    return Status.PENDING;
                }
                case Phase.Running _, Phase.Stopping _, Phase.Resting _ -> live = true;
                case Phase.Failed _ -> failed = true;
                case Phase.Complete _, Phase.Stopped _ -> {}
            }
        }
        if (live) return Status.RUNNING;
        return failed ? Status.FAILED : Status.COMPLETE;
    }

    private static String description(Run run, Status status, long tickMs) {
        if (!run.ended().isEmpty()) return run.ended();
        if (!run.order().desired().run()) return run.order().desired().reason();
        if (run.held()) return "waits for a server: the node was off for an unknown time";
        if (status.terminal()) return "";
        var reasons = Reasons.of(run, status, tickMs);
        var times = Timetable.words(run);
        return times + (times.isEmpty() || reasons.isEmpty() ? "" : "; ") + reasons;
    }

    private static boolean healthy(Run run) {
        if (run.recurs()) return true;
        for (var task : run.tasks()) {
            boolean over = task.phase() instanceof Phase.Complete || stopped(task);
            if (!over && !healthy(run, task)) return false;
        }
        return true;
    }

    private static boolean stopped(Run.Task task) {
        return task.phase() instanceof Phase.Stopped;
    }

    private static boolean healthy(Run run, Run.Task task) {
        if (!(task.phase() instanceof Phase.Running)) return false;
        var spec = run.spec(task.name());
        if (spec == null) return true;
        if (Steadiness.waits(run, task)) return false;
        for (var check : spec.checks()) {
            if (task.health().getOrDefault(check.name(), 1) > 0) return false;
        }
        return true;
    }

    private static TaskState of(Run run, Run.Task task) {
        var running = task.phase() instanceof Phase.Running it ? it : null;
        return new TaskState(
                word(task),
                pid(task.phase()),
                task.restartsTotal(),
                exit(task),
                healthy(run, task),
                running == null ? 0 : running.sinceWallMs(),
                task.message());
    }

    private static String word(Run.Task task) {
        return switch (task.phase()) {
            case Phase.Waiting _ -> task.attempt() == 0 ? "pending" : "waiting";
            case Phase.Starting _ -> "starting";
            case Phase.Preparing _ -> "preparing";
            case Phase.Running _ -> "running";
            case Phase.Stopping _ -> "stopping";
            case Phase.Resting _ -> "resting";
            case Phase.Complete _ -> "complete";
            case Phase.Stopped _ -> "stopped";
            case Phase.Failed _ -> "failed";
        };
    }

    private static long pid(Phase phase) {
        return switch (phase) {
            case Phase.Running running -> running.pid();
            case Phase.Stopping stopping -> stopping.pid();
            case Phase.Waiting _,
                    Phase.Starting _,
                    Phase.Preparing _,
                    Phase.Resting _,
                    Phase.Complete _,
                    Phase.Stopped _,
                    Phase.Failed _ ->
                    0;
        };
    }

    private static int exit(Run.Task task) {
        return switch (task.phase()) {
            case Phase.Resting(var exit, _) -> exit;
            case Phase.Complete(var exit) -> exit;
            case Phase.Stopped(var exit) -> exit;
            case Phase.Failed(var exit) -> exit;
            case Phase.Waiting _,
                    Phase.Starting _,
                    Phase.Preparing _,
                    Phase.Running _,
                    Phase.Stopping _ ->
                    task.lastExit();
        };
    }
}
