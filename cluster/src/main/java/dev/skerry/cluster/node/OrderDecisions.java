package dev.skerry.cluster.node;

import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the servers want, taken over when it is news.
///
/// | what comes                                  | what is done                              |
/// |---------------------------------------------|-------------------------------------------|
/// | an older version of the same epoch          | nothing; the node says what it holds      |
/// | all of a version                            | what is held waits no more                |
/// | another epoch                               | it is right; all runs are reported anew   |
/// | an order for an unknown allocation          | a new run                                 |
/// | the same, and there is no room for it       | it is said to have failed, to go elsewhere|
/// | an order with an older generation           | nothing                                   |
/// | a newer order: stop                         | all tasks stop                            |
/// | a newer order: more restarts                | running tasks stop and start again        |
/// | a newer order: another version of the job   | it runs on, under the new order           |
/// | after a loss of memory, a new run that runs | it is taken over: [Strangers]              |
/// | orders that are forced                      | they come before the others               |
/// | removed, or not listed when all of it comes | it stops, its directory goes, then it goes|
final class OrderDecisions {
    static final String FULL =
            "this node is full: it keeps "
                    + NodeMachine.RUNS_MAX
                    + " allocations and "
                    + NodeMachine.CHARACTERS_MAX
                    + " characters of their jobs at most";

    /// Batches that are repeated have numbers from 1.
    private static final long NOT_NUMBERED = 0;

    private OrderDecisions() {}

    static void on(Step step, NodeMessage.Ordered message) {
        var state = step.state();
        var sameEpoch = message.epoch().equals(state.epoch());
        Recalling.told(step, sameEpoch, message.recalls());
        state = step.state();
        if (sameEpoch && message.version() < state.version()) {
            step.ask(new NodeEffect.SendSynced(state.version()));
            return;
        }
        var news = news(state, message, sameEpoch);
        var removed = removed(state, message);
        var without = withoutRoom(state, news, removed);
        news.removeAll(without);
        // What found no room is offered again at the next greeting.
        var known = sameEpoch ? state.version() : 0;
        var gap = state.gap().open() && !everything(message);
        var version = without.isEmpty() && !gap ? message.version() : known;
        var newVersion = !sameEpoch || version != state.version();
        if (newVersion || !news.isEmpty() || !removed.isEmpty()) {
            step.happened(new NodeFact.Ordered(message.epoch(), version, news, removed));
        }
        for (var order : news) if (!state.runs().has(order.allocation())) adopt(step, order);
        for (var order : news) follow(step, order);
        for (var allocation : removed) Progress.of(step, allocation);
        if (!without.isEmpty()) sayFull(step, without);
        if (message.current()) Silence.current(step);
        if (everything(message)) Strangers.settled(step);
        step.ask(new NodeEffect.SendSynced(version));
    }

    /// With it the node knows all, whatever it knew before.
    private static boolean everything(NodeMessage.Ordered message) {
        return message.current() && message.whole();
    }

    private static List<WorkOrder> news(
            NodeState state, NodeMessage.Ordered message, boolean sameEpoch) {
        var news = new ArrayList<WorkOrder>();
        for (var order : message.orders()) {
            var run = state.runs().find(order.allocation());
            if (run == null || newer(run.order(), order, sameEpoch)) {
                news.add(order);
            }
        }
        news.sort(Comparator.comparing(order -> !order.forced()));
        return news;
    }

    /// Generations of another epoch cannot be compared: the newer epoch is right.
    private static boolean newer(WorkOrder known, WorkOrder order, boolean sameEpoch) {
        if (order.equals(known)) return false;
        if (!sameEpoch) return true;
        var generation = Long.compare(order.desired().generation(), known.desired().generation());
        return generation > 0
                || (generation == 0 && order.slot().version() >= known.slot().version());
    }

    private static List<String> removed(NodeState state, NodeMessage.Ordered message) {
        Set<String> gone = new LinkedHashSet<>(message.removed());
        if (message.whole()) {
            var listed = new HashSet<String>();
            for (var order : message.orders()) listed.add(order.allocation());
            listed.addAll(message.kept());
            for (var known : state.runs().keys()) if (!listed.contains(known)) gone.add(known);
        }
        gone.removeIf(allocation -> {
            var run = state.runs().find(allocation);
            return run == null || run.forgotten();
        });
        return List.copyOf(gone);
    }

    /// Those on their way out do not count, or a full node could never be given other work.
    private static List<WorkOrder> withoutRoom(
            NodeState state, List<WorkOrder> news, List<String> removed) {
        var without = new ArrayList<WorkOrder>();
        if (news.stream().allMatch(order -> state.runs().has(order.allocation()))) return without;
        var gone = Set.copyOf(removed);
        int count = 0;
        long characters = 0;
        for (var run : state.runs().values()) {
            if (run.forgotten() || gone.contains(run.allocation())) continue;
            count++;
            characters += characters(run.order());
        }
        for (var order : news) {
            if (state.runs().has(order.allocation())) continue;
            characters += characters(order);
            if (++count <= NodeMachine.RUNS_MAX && characters <= NodeMachine.CHARACTERS_MAX)
                continue;
            count--;
            characters -= characters(order);
            without.add(order);
        }
        return without;
    }

    private static long characters(WorkOrder order) {
        return JobBounds.characters(order.meta(), order.group(), order.launch());
    }

    /// Told once and not remembered here: the servers place it elsewhere.
    private static void sayFull(Step step, List<WorkOrder> without) {
        var full =
                Observed.of(Status.FAILED, false, FULL, step.tickMs(), step.now.wallMs(), Map.of());
        for (int from = 0; from < without.size(); from += Reporting.BATCH_MAX) {
            var to = Math.min(without.size(), from + Reporting.BATCH_MAX);
            var part = without.subList(from, to).stream();
            var changes = part.map(order -> new ObservedChange(order.allocation(), full)).toList();
            step.ask(new NodeEffect.Send(NOT_NUMBERED, changes));
        }
    }

    private static void adopt(Step step, WorkOrder order) {
        if (step.state().gap().open()) Strangers.adopted(step, order.allocation());
    }

    private static void follow(Step step, WorkOrder order) {
        var run = step.run(order.allocation());
        if (run == null) return;
        var restarts = order.desired().restarts();
        if (restarts > run.restarts()) {
            step.happened(
                    new NodeFact.RunMoved(run.allocation(), restarts, run.held(), run.ended()));
            if (!run.ending()) Progress.restart(step, run);
        }
        var now = step.run(order.allocation());
        if (now != null) Timetable.ordered(step, now);
        Progress.of(step, order.allocation());
    }
}
