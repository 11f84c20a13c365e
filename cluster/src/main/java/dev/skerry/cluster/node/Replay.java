package dev.skerry.cluster.node;

import dev.skerry.cluster.node.NodeState.Reports;
import dev.skerry.cluster.node.NodeState.ServerContact;
import dev.skerry.cluster.recall.RecallsTold;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentMap;
import dev.skerry.kernel.PersistentSet;
import java.util.ArrayList;
import java.util.List;

/// What each fact changes, and the shortest list of facts that comes to a given state.
final class Replay {
    private static final Now NEVER = new Now(0, 0);

    private Replay() {}

    static NodeState apply(NodeState state, NodeFact fact) {
        return switch (fact) {
            case NodeFact.Booted booted -> booted(state, booted);
            case NodeFact.Ordered ordered -> ordered(state, ordered);
            case NodeFact.TaskMoved(var allocation, var task) -> {
                var run = state.runs().find(allocation);
                yield run == null ? state : changed(state, run, run.with(task));
            }
            case NodeFact.RunMoved moved -> {
                var run = state.runs().find(moved.allocation());
                yield run == null ? state : changed(state, run, run.moved(moved));
            }
            case NodeFact.RoundsMoved(var allocation, var rounds) -> {
                var run = state.runs().find(allocation);
                yield run == null ? state : changed(state, run, run.with(rounds));
            }
            case NodeFact.RoundBegun(var allocation, var rounds, var tickMs) -> {
                var run = state.runs().find(allocation);
                yield run == null ? state : changed(state, run, run.begun(rounds, tickMs));
            }
            case NodeFact.Removed(var allocation) ->
                    unmarked(state.with(state.runs().without(allocation)), allocation);
            case NodeFact.Alone(var tickMs, var beforeMs) ->
                    state.with(new ServerContact(true, tickMs, beforeMs));
            case NodeFact.Heard(var tickMs) ->
                    allMarked(state.with(new ServerContact(false, tickMs, 0)));
            case NodeFact.ReportMade(var number, var allocations) ->
                    reported(state, number, allocations);
            case NodeFact.ReportAcknowledged(var number) ->
                    state.with(
                            new Reports(number, PersistentSet.empty(), state.reports().changed()));
            case NodeFact.Kept kept -> kept(kept);
            case NodeFact.RunKept(var run) -> state.with(state.runs().with(run));
            case NodeFact.MemoryLost(var found) -> state.with(gap(found));
            case NodeFact.RecallsNoted(var told) -> state.with(told);
            case NodeFact.MemoryWhole() -> state.with(Gap.NONE);
        };
    }

    /// Ticks begin anew: what was counted before this boot is kept as a sum.
    private static NodeState booted(NodeState state, NodeFact.Booted fact) {
        var before = state.contact();
        return new NodeState(
                fact.bootId(),
                state.epoch(),
                state.version(),
                state.runs(),
                new ServerContact(true, fact.tickMs(), before.cut() ? before.beforeMs() : 0),
                state.reports(),
                state.recalls(),
                state.gap());
    }

    private static NodeState ordered(NodeState state, NodeFact.Ordered fact) {
        var next =
                new NodeState(
                        state.bootId(),
                        fact.epoch(),
                        fact.version(),
                        state.runs(),
                        state.contact(),
                        state.reports(),
                        state.recalls(),
                        state.gap());
        if (!fact.epoch().equals(state.epoch())) next = allMarked(next);
        for (var order : fact.orders()) {
            var run = next.runs().find(order.allocation());
            next =
                    run == null
                            ? marked(next.with(next.runs().with(Run.of(order))), order.allocation())
                            : changed(next, run, run.with(order));
        }
        for (var allocation : fact.removed()) {
            var run = next.runs().find(allocation);
            if (run == null) continue;
            next = next.with(next.runs().with(run.whenForgotten()));
            next = unmarked(next, allocation);
        }
        return next;
    }

    /// The run is another now, and is to be reported if that can be seen.
    private static NodeState changed(NodeState state, Run from, Run to) {
        var next = state.with(state.runs().with(to));
        var seen = !RunStanding.of(from, NEVER).equals(RunStanding.of(to, NEVER));
        return seen && !to.forgotten() ? marked(next, to.allocation()) : next;
    }

    private static NodeState marked(NodeState state, String allocation) {
        var reports = state.reports();
        var changed = reports.changed().with(allocation);
        return state.with(new Reports(reports.number(), reports.sent(), changed));
    }

    /// Servers with another history may not know what others have acknowledged; and those that have
    /// missed the node believe nothing of it any more.
    private static NodeState allMarked(NodeState state) {
        var next = state;
        for (var run : state.runs().values()) {
            if (!run.forgotten()) next = marked(next, run.allocation());
        }
        return next;
    }

    private static NodeState unmarked(NodeState state, String allocation) {
        var reports = state.reports();
        var changed = reports.changed().without(allocation);
        return state.with(new Reports(reports.number(), reports.sent(), changed));
    }

    private static NodeState reported(NodeState state, long number, List<String> allocations) {
        var changed = state.reports().changed();
        for (var allocation : allocations) changed = changed.without(allocation);
        return state.with(new Reports(number, PersistentSet.of(allocations), changed));
    }

    private static NodeState kept(NodeFact.Kept kept) {
        return new NodeState(
                kept.bootId(),
                kept.epoch(),
                kept.version(),
                NodeRuns.NONE,
                kept.contact(),
                new Reports(
                        kept.reportNumber(),
                        PersistentSet.of(kept.sent()),
                        PersistentSet.of(kept.changed())),
                RecallsTold.NOTHING,
                Gap.NONE);
    }

    static List<NodeFact> compacted(NodeState state) {
        var facts = new ArrayList<NodeFact>();
        facts.add(
                new NodeFact.Kept(
                        state.bootId(),
                        state.epoch(),
                        state.version(),
                        state.contact(),
                        state.reports().number(),
                        List.copyOf(state.reports().sent().asSet()),
                        List.copyOf(state.reports().changed().asSet())));
        for (var run : state.runs().values()) facts.add(new NodeFact.RunKept(run));
        if (!state.recalls().equals(RecallsTold.NOTHING))
            facts.add(new NodeFact.RecallsNoted(state.recalls()));
        var gap = state.gap();
        if (gap.open()) facts.add(new NodeFact.MemoryLost(List.copyOf(gap.unknown().values())));
        return facts;
    }

    private static Gap gap(List<NodeMessage.FoundProcess> found) {
        var unknown = PersistentMap.<String, NodeMessage.FoundProcess>empty();
        for (var each : found)
            unknown = unknown.with(Gap.key(each.allocation(), each.task()), each);
        return new Gap(true, unknown);
    }
}
