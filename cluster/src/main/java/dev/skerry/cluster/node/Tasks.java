package dev.skerry.cluster.node;

import dev.skerry.cluster.node.Run.Phase;
import dev.skerry.kernel.Text;
import org.jspecify.annotations.Nullable;

/// What the drivers say of a task's attempt. Words about any other attempt come too late.
final class Tasks {
    private static final String RUNS = "runs";
    private static final String NOT_KEPT_FROM = "; not confined here: ";

    private Tasks() {}

    static void on(Step step, NodeMessage.TaskPreparing message) {
        var run = step.run(message.allocation());
        var task = attempt(run, message.task(), message.attempt());
        if (run == null || task == null) return;
        var what = Text.fit(message.what(), Run.MESSAGE_MAX);
        switch (task.phase()) {
            case Phase.Starting(var sinceTickMs) ->
                    step.moved(run, task.in(new Phase.Preparing(sinceTickMs, what)));
            case Phase.Preparing(var sinceTickMs, _) ->
                    step.moved(run, task.in(new Phase.Preparing(sinceTickMs, what)));
            case Phase.Waiting _,
                    Phase.Running _,
                    Phase.Stopping _,
                    Phase.Resting _,
                    Phase.Complete _,
                    Phase.Stopped _,
                    Phase.Failed _ -> {}
        }
    }

    static void on(Step step, NodeMessage.TaskStarted message) {
        var run = step.run(message.allocation());
        var task = attempt(run, message.task(), message.attempt());
        if (run == null || task == null) return;
        var lacks = String.join(", ", message.lacks());
        var by = message.by();
        var runs = by.isEmpty() ? RUNS : RUNS + " on " + by;
        var said = lacks.isEmpty() ? task : task.saying(runs + NOT_KEPT_FROM + lacks);
        // why it had to be started again says more
        if (lacks.isEmpty() && !by.isEmpty() && task.message().isEmpty()) said = task.saying(runs);
        started(step, run, said, message.pid());
    }

    /// What was said is how a task runs, and nothing of before that.
    static boolean ofRunning(String message) {
        return message.startsWith(RUNS);
    }

    static void on(Step step, NodeMessage.TaskRefused message) {
        var run = step.run(message.allocation());
        var task = attempt(run, message.task(), message.attempt());
        if (run == null || task == null) return;
        var said = task.saying(message.reason());
        switch (task.phase()) {
            case Phase.Starting _, Phase.Preparing _ -> {
                if (message.permanent()) step.moved(run, Restarts.forGood(run, said, -1));
                else step.moved(run, Restarts.afterFailure(run, said, step.tickMs()));
            }
            case Phase.Stopping stopping -> stopped(step, run, said, stopping, task.lastExit());
            case Phase.Waiting _,
                    Phase.Running _,
                    Phase.Resting _,
                    Phase.Complete _,
                    Phase.Stopped _,
                    Phase.Failed _ -> {}
        }
        Progress.of(step, message.allocation());
    }

    static void on(Step step, NodeMessage.TaskExited message) {
        var run = step.run(message.allocation());
        var task = attempt(run, message.task(), message.attempt());
        if (run == null || task == null) {
            Strangers.exited(step, message);
            return;
        }
        var why = checksFailed(task) ? task.message() : message.message();
        exited(step, run, task.saying(why), message.exit());
    }

    /// Then why it was ended says more than how it has ended.
    private static boolean checksFailed(Run.Task task) {
        return task.phase() instanceof Phase.Stopping it && it.then() == Run.Then.POLICY;
    }

    static void started(Step step, Run run, Run.Task task, long pid) {
        switch (task.phase()) {
            case Phase.Starting _, Phase.Preparing _ -> {
                var running = new Phase.Running(pid, step.tickMs(), step.now.wallMs(), null);
                step.moved(run, task.in(running));
            }
            case Phase.Stopping(var known, var killTickMs, var then) -> {
                if (known == pid) return;
                step.moved(run, task.in(new Phase.Stopping(pid, killTickMs, then)));
                Progress.signal(step, run, task);
            }
            case Phase.Waiting _,
                    Phase.Running _,
                    Phase.Resting _,
                    Phase.Complete _,
                    Phase.Stopped _,
                    Phase.Failed _ -> {}
        }
        Progress.of(step, run.allocation());
    }

    /// @param exit -1: nobody knows, which counts as a failure
    static void exited(Step step, Run run, Run.Task said, int exit) {
        switch (said.phase()) {
            case Phase.Starting _, Phase.Preparing _, Phase.Running _ -> {
                var task = said.exited(exit);
                step.moved(run, exited(run, task, exit, step.tickMs()));
            }
            case Phase.Stopping stopping -> stopped(step, run, said.exited(exit), stopping, exit);
            case Phase.Waiting _,
                    Phase.Resting _,
                    Phase.Complete _,
                    Phase.Stopped _,
                    Phase.Failed _ -> {}
        }
        Progress.of(step, run.allocation());
    }

    private static Run.Task exited(Run run, Run.Task task, int exit, long tickMs) {
        if (exit == 0 && run.recurs()) return task.in(new Phase.Resting(exit, false));
        boolean done = exit == 0 && run.order().type().ends();
        return done ? task.in(new Phase.Complete(exit)) : Restarts.afterFailure(run, task, tickMs);
    }

    private static void stopped(
            Step step, Run run, Run.Task task, Phase.Stopping stopping, int exit) {
        var next =
                switch (stopping.then()) {
                    case END -> task.in(new Phase.Stopped(exit));
                    case REST -> task.in(new Phase.Resting(exit, false));
                    case AGAIN -> Restarts.asked(task, step.tickMs());
                    case POLICY -> Restarts.afterFailure(run, task, step.tickMs());
                };
        step.moved(run, next);
    }

    static Run.@Nullable Task attempt(@Nullable Run run, String name, int attempt) {
        if (run == null) return null;
        var task = run.task(name);
        return task != null && task.attempt() == attempt ? task : null;
    }
}
