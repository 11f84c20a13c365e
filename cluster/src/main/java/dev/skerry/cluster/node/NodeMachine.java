package dev.skerry.cluster.node;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Sight;
import java.util.List;

/// Decides what one node does with its work, with or without a server in reach.
///
/// A message first changes what it speaks of; then each run that it touches is brought on its way
/// ([Progress]), and what the servers do not know yet is reported ([Reporting]). Its shell writes
/// the facts to the journal before it carries out an effect; after a start it says
/// [NodeMessage.Started] and gets all effects anew that may have been lost.
public final class NodeMachine implements Machine<NodeState, NodeMessage, NodeFact, NodeEffect> {
    /// Allocations on one node, those that have ended and are not forgotten yet included.
    public static final int RUNS_MAX = 2000;

    /// What their jobs say in words, all together. An agent has 32 MiB for everything.
    public static final long CHARACTERS_MAX = 2 * 1024 * 1024;

    /// A check that shall be asked again and again while it is listed.
    public record LiveCheck(WorkOrder order, String task, int attempt, CheckSpec check) {}

    @Override
    public NodeState empty() {
        return NodeState.EMPTY;
    }

    @Override
    public Decision<NodeFact, NodeEffect> decide(
            Sight<NodeState> sight, NodeMessage message, Now now) {
        var step = new Step(sight.own(), now);
        switch (message) {
            case NodeMessage.Started started -> Awakening.on(step, started);
            case NodeMessage.Ordered ordered -> OrderDecisions.on(step, ordered);
            case NodeMessage.TaskPreparing preparing -> Tasks.on(step, preparing);
            case NodeMessage.TaskStarted started -> Tasks.on(step, started);
            case NodeMessage.TaskRefused refused -> Tasks.on(step, refused);
            case NodeMessage.TaskExited exited -> Tasks.on(step, exited);
            case NodeMessage.Checked checked -> Checks.on(step, checked);
            case NodeMessage.Heard(var sinceTickMs) -> Silence.heard(step, sinceTickMs);
            case NodeMessage.Lost(var sinceTickMs) -> Silence.lost(step, sinceTickMs);
            case NodeMessage.Acknowledged(var number) -> Reporting.acknowledged(step, number);
            case NodeMessage.Cleaned(var allocation) -> Progress.cleaned(step, allocation);
            case NodeMessage.Tick() -> {
                Silence.tick(step);
                Timetable.tick(step);
                Progress.due(step);
            }
        }
        Reporting.send(step);
        return step.decision();
    }

    @Override
    public NodeState apply(NodeState state, NodeFact fact) {
        return Replay.apply(state, fact);
    }

    /// The facts of a new journal that lead to the same state as those of the old one.
    public static List<NodeFact> compacted(NodeState state) {
        return Replay.compacted(state);
    }

    @Override
    public long wakeAtTickMs(NodeState state) {
        long own = Math.min(Silence.nextTickMs(state), Reporting.nextTickMs(state));
        return Math.min(own, state.runs().nextTickMs());
    }

    @Override
    public long wakeAtWallMs(NodeState state) {
        return state.runs().byWall().firstTickMs();
    }

    @Override
    public NodeMessage tick() {
        return new NodeMessage.Tick();
    }

    /// How an allocation stands, as its node sees it now; since when is the time of this look.
    public static Allocation.Observed observed(Run run, Now now) {
        return RunStanding.of(run, now);
    }

    /// The checks of all tasks that run.
    public static List<LiveCheck> checks(NodeState state) {
        return Checks.live(state);
    }
}
