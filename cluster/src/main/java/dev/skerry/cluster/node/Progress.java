package dev.skerry.cluster.node;

import dev.skerry.cluster.job.StopSignal;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.node.Run.Phase;
import dev.skerry.cluster.node.Run.Then;
import org.jspecify.annotations.Nullable;

/// Brings a run one step on its way: starts what is due, stops what shall run no more, kills what
/// does not listen. Doing it twice at the same time changes nothing more.
final class Progress {
    /// Between one kill and the next, when the first had no visible effect.
    static final long KILL_AGAIN_MS = 30_000;

    private Progress() {}

    static void all(Step step) {
        for (var run : step.state().runs().values()) of(step, run.allocation());
    }

    /// Those of which something happens by itself now.
    static void due(Step step) {
        for (var allocation : step.state().runs().dueAt(step.tickMs())) of(step, allocation);
    }

    static void of(Step step, String allocation) {
        Recalling.look(step, allocation);
        var run = step.run(allocation);
        if (run == null) return;
        for (var task : run.tasks()) of(step, run, task);
        failed(step, allocation);
        Timetable.settle(step, allocation);
        clean(step, allocation);
    }

    private static void of(Step step, Run run, Run.Task task) {
        switch (task.phase()) {
            case Phase.Waiting(var untilTickMs) -> {
                if (run.ending() || run.spec(task.name()) == null) {
                    step.moved(run, task.in(new Phase.Stopped(task.lastExit())));
                } else if (untilTickMs <= step.tickMs() && !waits(step.state(), run, task)) {
                    start(step, run, task);
                }
            }
            case Phase.Starting _, Phase.Preparing _, Phase.Running _ -> {
                if (run.ending()) stop(step, run, task, Then.END);
                else Steadiness.look(step, run, task);
            }
            case Phase.Stopping stopping -> patience(step, run, task, stopping);
            case Phase.Resting(var exit, _) -> {
                if (run.ending() || run.spec(task.name()) == null)
                    step.moved(run, task.in(new Phase.Stopped(exit)));
            }
            case Phase.Complete _, Phase.Stopped _, Phase.Failed _ -> {}
        }
    }

    /// It is not its time that it waits for.
    ///
    /// What the servers have forgotten holds room that they have given to others already: nobody
    /// new starts before that has ended.
    static boolean waits(NodeState state, Run run, Run.Task task) {
        if (run.held()) return true;
        if (task.attempt() > 0) return false;
        return !state.runs().leaving().isEmpty();
    }

    private static void start(Step step, Run run, Run.Task task) {
        var next = task.starting(step.tickMs());
        step.moved(run, next);
        step.ask(new NodeEffect.StartTask(run.order(), task.name(), next.attempt()));
    }

    /// A person asked for it: it is not a failure and waits for nothing.
    static void restart(Step step, Run run) {
        for (var task : run.tasks()) {
            switch (task.phase()) {
                case Phase.Waiting _ -> step.moved(run, Restarts.sooner(task, step.tickMs()));
                case Phase.Running _ ->
                        stop(step, run, task.saying("restart was asked for"), Then.AGAIN);
                case Phase.Starting _,
                        Phase.Preparing _,
                        Phase.Stopping _,
                        Phase.Resting _,
                        Phase.Complete _,
                        Phase.Stopped _,
                        Phase.Failed _ -> {}
            }
        }
    }

    /// Asks a task to end and sets the end of patience.
    static void stop(Step step, Run run, Run.Task task, Then then) {
        var pid = task.phase() instanceof Phase.Running running ? running.pid() : 0;
        var patienceMs = Math.max(stop(run, task).timeoutMs(), StopSignal.TIMEOUT_MIN_MS);
        var killTickMs = step.tickMs() + patienceMs;
        step.moved(run, task.in(new Phase.Stopping(pid, killTickMs, then)));
        signal(step, run, task);
    }

    /// Once in one step: many programs take a second one for impatience.
    static void signal(Step step, Run run, Run.Task task) {
        step.askOnce(
                new NodeEffect.SignalTask(
                        run.allocation(), task.name(), task.attempt(), stop(run, task).signal()));
    }

    private static TaskSpec.StopSpec stop(Run run, Run.Task task) {
        var spec = run.spec(task.name());
        return spec == null ? TaskSpec.StopSpec.DEFAULT : spec.stop();
    }

    private static void patience(Step step, Run run, Run.Task task, Phase.Stopping stopping) {
        var then = run.ending() ? Then.END : stopping.then();
        var over = stopping.killTickMs() <= step.tickMs();
        var killTickMs = over ? step.tickMs() + KILL_AGAIN_MS : stopping.killTickMs();
        step.moved(run, task.in(new Phase.Stopping(stopping.pid(), killTickMs, then)));
        if (!over) return;
        step.ask(new NodeEffect.KillTask(run.allocation(), task.name(), task.attempt()));
    }

    /// One task that failed for good takes the others with it.
    private static void failed(Step step, String allocation) {
        var run = step.run(allocation);
        if (run == null || run.ending()) return;
        for (var task : run.tasks()) {
            if (!(task.phase() instanceof Phase.Failed)) continue;
            step.ended(run, "task " + task.name() + " failed: " + task.message());
            of(step, allocation);
            return;
        }
    }

    /// Asks for the removal of a forgotten run's directory, once after its last task has ended.
    private static void clean(Step step, String allocation) {
        if (!removable(step.run(allocation))) return;
        var before = step.before.runs().find(allocation);
        if (removable(before) || !step.askOnce(new NodeEffect.Clean(allocation))) return;
        if (before != null && !before.finished()) all(step); // those that have waited for its room
    }

    static boolean removable(@Nullable Run run) {
        return run != null && run.forgotten() && run.finished();
    }

    static void cleaned(Step step, String allocation) {
        if (removable(step.run(allocation))) step.happened(new NodeFact.Removed(allocation));
    }
}
