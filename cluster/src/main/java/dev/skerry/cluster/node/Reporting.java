package dev.skerry.cluster.node;

import dev.skerry.cluster.ClusterFact.ObservedChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Tells the servers what has changed: one numbered batch at a time, again after each reconnect
/// until it is acknowledged. What changes in between is told once, as it stands then.
///
/// Each report becomes an entry of the servers' log, and a task that fails at each start changes
/// three times in a moment. So what its policy has restarted, or its calendar has begun, is told a
/// while later, as it stands by then; the first start and an end are told at once.
final class Reporting {
    /// Allocations in one batch, and their tasks: with what is said of each, less than a frame.
    static final int BATCH_MAX = 500;

    /// From a restart on, until its allocation is told of.
    static final long GATHER_MS = 1_000;

    private Reporting() {}

    static void acknowledged(Step step, long number) {
        var reports = step.state().reports();
        if (number != reports.number() || reports.sent().isEmpty()) return;
        step.happened(new NodeFact.ReportAcknowledged(number));
    }

    static void send(Step step) {
        var state = step.state();
        if (state.contact().cut()) return;
        var reports = state.reports();
        if (!reports.sent().isEmpty()) {
            if (step.before.contact().cut()) send(step, reports.sent().asSet());
            return;
        }
        if (reports.changed().isEmpty()) return;
        var batch = batch(state, step.tickMs());
        if (batch.isEmpty()) return;
        step.happened(new NodeFact.ReportMade(reports.number() + 1, batch));
        send(step, batch);
    }

    private static List<String> batch(NodeState state, long tickMs) {
        var batch = new ArrayList<String>();
        int tasks = 0;
        for (var allocation : state.reports().changed()) {
            var run = state.runs().find(allocation);
            if (run != null && gatheredUntilTickMs(run) > tickMs) continue;
            tasks += run == null ? 1 : run.tasks().size();
            if (!batch.isEmpty() && tasks > BATCH_MAX) break;
            batch.add(allocation);
        }
        return batch;
    }

    /// When the next report is due by itself.
    static long nextTickMs(NodeState state) {
        long next = Long.MAX_VALUE;
        if (state.contact().cut() || !state.reports().sent().isEmpty()) return next;
        for (var allocation : state.reports().changed()) {
            var run = state.runs().find(allocation);
            if (run != null) next = Math.min(next, gatheredUntilTickMs(run));
        }
        return next;
    }

    private static long gatheredUntilTickMs(Run run) {
        long until = 0;
        if (run.finished()) return until;
        for (var task : run.tasks()) {
            var ticksMs = task.restartTicksMs();
            boolean coming = task.phase() instanceof Run.Phase.Waiting; // the last of them is
            int last = ticksMs.size() - (coming ? 2 : 1);
            if (last >= 0) until = Math.max(until, ticksMs.get(last) + GATHER_MS);
            if (run.recurs()) until = Math.max(until, begunTickMs(task) + GATHER_MS);
        }
        return until;
    }

    /// When the attempt of a task began that is under way; 0: none is.
    private static long begunTickMs(Run.Task task) {
        return switch (task.phase()) {
            case Run.Phase.Starting(var sinceTickMs) -> sinceTickMs;
            case Run.Phase.Preparing(var sinceTickMs, _) -> sinceTickMs;
            case Run.Phase.Running running -> running.sinceTickMs();
            case Run.Phase.Waiting _,
                    Run.Phase.Stopping _,
                    Run.Phase.Resting _,
                    Run.Phase.Complete _,
                    Run.Phase.Stopped _,
                    Run.Phase.Failed _ ->
                    0;
        };
    }

    private static void send(Step step, Collection<String> allocations) {
        var changes = new ArrayList<ObservedChange>();
        for (var allocation : allocations) {
            var run = step.run(allocation);
            if (run == null) continue;
            changes.add(new ObservedChange(allocation, RunStanding.of(run, step.now)));
        }
        step.ask(new NodeEffect.Send(step.state().reports().number(), changes));
    }
}
