package dev.skerry.cluster.node;

import dev.skerry.cluster.ClusterFact.ObservedChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Tells the servers what has changed: one numbered batch at a time, again after each reconnect
/// until it is acknowledged. What changes in between is told once, as it stands then.
final class Reporting {
    /// Allocations in one batch, and their tasks: with what is said of each, less than a frame.
    static final int BATCH_MAX = 500;

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
            if (step.before.contact().cut()) send(step, reports.sent().keys());
            return;
        }
        if (reports.changed().isEmpty()) return;
        var batch = batch(state);
        step.happened(new NodeFact.ReportMade(reports.number() + 1, batch));
        send(step, batch);
    }

    private static List<String> batch(NodeState state) {
        var batch = new ArrayList<String>();
        int tasks = 0;
        for (var allocation : state.reports().changed().keys()) {
            var run = state.runs().find(allocation);
            tasks += run == null ? 1 : run.tasks().size();
            if (!batch.isEmpty() && tasks > BATCH_MAX) break;
            batch.add(allocation);
        }
        return batch;
    }

    private static void send(Step step, Collection<String> allocations) {
        var changes = new ArrayList<ObservedChange>();
        for (var allocation : allocations) {
            var run = step.run(allocation);
            if (run == null) continue;
            changes.add(new ObservedChange(allocation, Standing.of(run, step.now)));
        }
        step.ask(new NodeEffect.Send(step.state().reports().number(), changes));
    }
}
