package dev.skerry.cluster.node;

import dev.skerry.cluster.node.NodeMessage.FoundProcess;
import dev.skerry.cluster.node.Run.Phase;
import dev.skerry.cluster.state.Allocation.Rounds;
import java.util.ArrayList;
import java.util.List;

/// What runs here and is not in the journal, because a part of the journal was lost ([Gap]).
///
/// | found                                 | what is done                                       |
/// |---------------------------------------|----------------------------------------------------|
/// | a newer attempt of a known task       | it is taken over at once                           |
/// | running, although known to have ended | it is taken over at once                           |
/// | a task of an unknown allocation       | left alone until the servers have said everything  |
/// | ... and an order comes for it         | it is taken over as the attempt that it is         |
/// | ... and it ends before                | noted: how it ended counts when the order comes    |
/// | ... and no order has come for it      | killed, and its driver forgets it                  |
final class Strangers {
    private Strangers() {}

    /// The agent has started. What can be taken over is, as if its start was not acknowledged yet.
    static void met(Step step, List<FoundProcess> found) {
        var unknown = new ArrayList<FoundProcess>();
        for (var process : found) {
            var run = step.run(process.allocation());
            var task = run == null ? null : run.task(process.task());
            if (run == null || task == null) unknown.add(process);
            else if (later(process, task)) taken(step, run, as(run, task, process, step.tickMs()));
        }
        step.happened(new NodeFact.MemoryLost(unknown));
    }

    /// The journal has lost that this attempt began.
    private static boolean later(FoundProcess process, Run.Task task) {
        if (process.attempt() > task.attempt()) return true;
        boolean settled = !task.live() || task.idle();
        return process.attempt() == task.attempt() && process.pid() != 0 && settled;
    }

    /// By a calendar it has begun, at a time that nobody knows any more.
    private static void taken(Step step, Run run, Run.Task task) {
        step.moved(run, task);
        var was = run.rounds();
        if (!run.recurs() || (was != null && was.running())) return;
        var known = was == null ? Rounds.none(run.order().desired().rounds()) : was;
        var begun = known.begun(known.lastWallMs());
        step.happened(new NodeFact.RoundsMoved(run.allocation(), begun));
    }

    /// By a calendar each run is an attempt at least, and no restart.
    private static Run.Task as(Run run, Run.Task task, FoundProcess process, long tickMs) {
        int known = task.restartsTotal();
        int restarts = run.recurs() ? known : Math.max(known, process.attempt() - 1);
        return new Run.Task(
                        task.name(),
                        process.attempt(),
                        task.phase(),
                        task.restartTicksMs(),
                        restarts,
                        task.lastExit(),
                        task.health(),
                        task.message())
                .in(new Phase.Starting(tickMs));
    }

    /// It ended before anybody has said whose it is.
    static void exited(Step step, NodeMessage.TaskExited message) {
        var gap = step.state().gap();
        var key = Gap.key(message.allocation(), message.task());
        var known = gap.unknown().find(key);
        if (known == null || known.attempt() != message.attempt()) return;
        var ended =
                new FoundProcess(
                        known.allocation(), known.task(), known.attempt(), 0, message.exit());
        step.happened(
                new NodeFact.MemoryLost(List.copyOf(gap.unknown().with(key, ended).values())));
    }

    /// An order has made a run: what is there of it already is its own.
    static void adopted(Step step, String allocation) {
        var fresh = step.run(allocation);
        if (fresh == null) return;
        var own = new ArrayList<FoundProcess>();
        for (var task : fresh.tasks()) {
            var process = step.state().gap().unknown().find(Gap.key(allocation, task.name()));
            if (process == null || process.attempt() <= task.attempt()) continue;
            taken(step, current(step, fresh), as(fresh, task, process, step.tickMs()));
            own.add(process);
        }
        for (var process : own) resolve(step, process);
    }

    private static void resolve(Step step, FoundProcess process) {
        var run = step.run(process.allocation());
        var task = Tasks.attempt(run, process.task(), process.attempt());
        if (run == null || task == null) return;
        if (process.pid() != 0) Tasks.started(step, run, task, process.pid());
        else Tasks.exited(step, run, task, process.exit());
    }

    private static Run current(Step step, Run run) {
        var now = step.run(run.allocation());
        return now == null ? run : now;
    }

    /// The servers have said everything: what is nobody's ends.
    static void settled(Step step) {
        var gap = step.state().gap();
        if (!gap.open()) return;
        for (var process : gap.unknown().values()) {
            var run = step.run(process.allocation());
            if (Tasks.attempt(run, process.task(), process.attempt()) != null) continue;
            step.ask(
                    new NodeEffect.DropTask(
                            process.allocation(), process.task(), process.attempt()));
        }
        step.happened(new NodeFact.MemoryWhole());
    }
}
