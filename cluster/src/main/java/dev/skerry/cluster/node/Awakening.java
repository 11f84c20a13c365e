package dev.skerry.cluster.node;

import dev.skerry.cluster.node.NodeMessage.FoundProcess;
import dev.skerry.cluster.node.Run.Phase;
import dev.skerry.cluster.node.Run.Then;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The agent starts: what its journal says is compared with what is there.
///
/// | in the journal | found                     | what is done                               |
/// |----------------|---------------------------|--------------------------------------------|
/// | Starting       | running                   | it was started: Running                    |
/// | Starting       | nothing                   | the same attempt is started (again)        |
/// | Preparing      | as Starting               | as Starting: nothing of it is there        |
/// | Running        | running                   | it goes on                                 |
/// | Starting, Running | ended                  | as if its exit was told now                |
/// | Running        | nothing                   | an exit that nobody knows: a failure       |
/// | Stopping       | running                   | it is signalled again, or killed           |
/// | Stopping       | ended or nothing          | it has ended                               |
/// | any other      | running                   | killed                                     |
/// | nothing        | running or ended          | killed, and its driver forgets it          |
///
/// After a loss of memory nothing that runs is ended before the servers have spoken: [Strangers].
///
/// After a boot nothing runs any more, so everything live waits for its start, which needs no
/// server, or has ended if it was told to stop. What waits for its next time still does.
final class Awakening {
    private Awakening() {}

    static void on(Step step, NodeMessage.Started message) {
        var state = step.state();
        var otherBoot = !message.bootId().equals(state.bootId());
        var rebooted = otherBoot && !(state.gap().open() && anyRuns(message));
        if (otherBoot) {
            step.happened(new NodeFact.Booted(message.bootId(), step.tickMs()));
        } else if (!state.contact().cut()) {
            Silence.lost(step, message.heardTickMs() < 0 ? step.tickMs() : message.heardTickMs());
        }
        var gap = state.gap().open() && !rebooted;
        if (gap) Strangers.met(step, message.found());
        else if (state.gap().open()) step.happened(new NodeFact.MemoryLost(List.of()));
        for (var run : step.state().runs().values()) Recalling.look(step, run.allocation());
        state = step.state();
        var found = new HashMap<String, FoundProcess>();
        for (var process : message.found()) {
            if (!rebooted && known(state, process)) found.put(key(process), process);
            else if (!state.gap().unknown().has(key(process)) && stray(state, process))
                step.ask(dropped(process));
        }
        for (var run : state.runs().values()) {
            if (rebooted) rebooted(step, run);
            else takeOver(step, run, found);
        }
        Silence.tick(step);
        Timetable.awake(step);
        Progress.all(step);
        for (var run : state.runs().values()) {
            if (Progress.removable(run)) step.ask(new NodeEffect.Clean(run.allocation()));
        }
    }

    /// Nothing outlives a boot: that of the journal is not known for certain after a loss.
    private static boolean anyRuns(NodeMessage.Started message) {
        return message.found().stream().anyMatch(process -> process.pid() != 0);
    }

    /// It is the attempt that the journal knows, and may live.
    private static boolean known(NodeState state, FoundProcess process) {
        var run = state.runs().find(process.allocation());
        var task = Tasks.attempt(run, process.task(), process.attempt());
        return task != null && task.live() && !task.idle();
    }

    private static NodeEffect dropped(FoundProcess process) {
        return new NodeEffect.DropTask(process.allocation(), process.task(), process.attempt());
    }

    private static String key(FoundProcess process) {
        return Gap.key(process.allocation(), process.task());
    }

    /// What the driver has of an attempt that the journal does not know, or not yet: it would be in
    /// the way of that attempt.
    private static boolean stray(NodeState state, FoundProcess process) {
        var run = state.runs().find(process.allocation());
        var task = run == null ? null : run.task(process.task());
        return process.pid() != 0 || task == null || process.attempt() > task.attempt();
    }

    private static void rebooted(Step step, Run run) {
        for (var task : run.tasks())
            if (task.live() && !(task.phase() instanceof Phase.Resting))
                step.moved(run, rebooted(step, task));
        if (Silence.patient(run)) step.held(run, true);
    }

    /// What it was restarted before is counted as if it was now: the policy is never exceeded.
    private static Run.Task rebooted(Step step, Run.Task task) {
        var ticksMs = task.restartTicksMs().stream().map(_ -> step.tickMs()).toList();
        var then = task.phase() instanceof Phase.Stopping stopping ? stopping.then() : Then.AGAIN;
        var next =
                switch (then) {
                    case END -> new Phase.Stopped(-1);
                    case REST -> new Phase.Resting(-1, false);
                    case AGAIN, POLICY -> new Phase.Waiting(step.tickMs());
                };
        return task.withRestarts(ticksMs, task.restartsTotal())
                .withHealth(Map.of())
                .saying("the node was rebooted")
                .in(next);
    }

    /// One task's end can stop the next, so each is looked at as it stands by then. One that waited
    /// can have been started by it, and is not once more.
    private static void takeOver(Step step, Run before, Map<String, FoundProcess> found) {
        for (var was : before.tasks()) {
            var run = step.run(before.allocation());
            var task = run == null ? null : run.task(was.name());
            if (run == null || task == null || was.idle()) continue;
            takeOver(step, run, task, found.get(run.allocation() + "/" + task.name()));
        }
    }

    private static void takeOver(Step step, Run run, Run.Task task, @Nullable FoundProcess found) {
        switch (task.phase()) {
            case Phase.Starting _, Phase.Preparing _ -> {
                if (found == null && !run.ending()) startAgain(step, run, task);
                else if (found == null) Tasks.exited(step, run, task, -1);
                else if (found.pid() != 0) Tasks.started(step, run, task, found.pid());
                else Tasks.exited(step, run, said(task, found), found.exit());
            }
            case Phase.Running running -> {
                if (found == null || found.pid() == 0) {
                    Tasks.exited(step, run, said(task, found), found == null ? -1 : found.exit());
                } else if (found.pid() != running.pid()) {
                    step.moved(run, task.in(moved(running, found.pid())));
                }
            }
            case Phase.Stopping _ -> {
                if (found != null && found.pid() != 0) Progress.signal(step, run, task);
                else Tasks.exited(step, run, task, found == null ? -1 : found.exit());
            }
            case Phase.Waiting _,
                    Phase.Resting _,
                    Phase.Complete _,
                    Phase.Stopped _,
                    Phase.Failed _ -> {}
        }
    }

    private static void startAgain(Step step, Run run, Run.Task task) {
        step.ask(new NodeEffect.StartTask(run.order(), task.name(), task.attempt()));
    }

    private static Phase moved(Phase.Running running, long pid) {
        return new Phase.Running(
                pid, running.sinceTickMs(), running.sinceWallMs(), running.unwell());
    }

    private static Run.Task said(Run.Task task, @Nullable FoundProcess found) {
        var how = found == null || found.exit() < 0 ? "nobody knows how" : "exit " + found.exit();
        return task.saying("ended while no agent ran: " + how);
    }
}
