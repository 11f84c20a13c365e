package dev.skerry.cluster.node;

import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.kernel.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the servers want, taken over when it is news.
///
/// | what comes                                  | what is done                              |
/// |---------------------------------------------|-------------------------------------------|
/// | an older version of the same epoch          | nothing; the node says what it holds      |
/// | another epoch                               | it is right; all runs are reported anew   |
/// | an order for an unknown allocation          | a new run                                 |
/// | an order with an older generation           | nothing                                   |
/// | a newer order: stop                         | all tasks stop                            |
/// | a newer order: more restarts                | running tasks stop and start again        |
/// | a newer order: another version of the job   | it runs on, under the new order           |
/// | removed, or not listed when all of it comes | it stops, its directory goes, then it goes|
final class Orders {
    private Orders() {}

    /// Null when it was taken over; a refusal when there is no room for all of it.
    static @Nullable Refusal on(Step step, NodeMessage.Ordered message) {
        var state = step.state();
        var sameEpoch = message.epoch().equals(state.epoch());
        if (sameEpoch && message.version() < state.version()) {
            step.ask(new NodeEffect.SendSynced(state.version()));
            return null;
        }
        var news = news(state, message, sameEpoch);
        var removed = removed(state, message);
        if (countAfter(state, news, removed) > NodeMachine.RUNS_MAX) {
            return new Refusal.Full("this node", NodeMachine.RUNS_MAX, "allocations");
        }
        var version = message.version();
        var newVersion = !sameEpoch || version != state.version();
        if (newVersion || !news.isEmpty() || !removed.isEmpty()) {
            step.happened(new NodeFact.Ordered(message.epoch(), version, news, removed));
        }
        for (var order : news) follow(step, order);
        for (var allocation : removed) Progress.of(step, allocation);
        step.ask(new NodeEffect.SendSynced(version));
        return null;
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
            for (var known : state.runs().keys()) if (!listed.contains(known)) gone.add(known);
        }
        gone.removeIf(allocation -> {
            var run = state.runs().find(allocation);
            return run == null || run.forgotten();
        });
        return List.copyOf(gone);
    }

    /// Those on their way out do not count, or a full node could never be given other work.
    private static long countAfter(NodeState state, List<WorkOrder> news, List<String> removed) {
        var all = new HashSet<String>();
        for (var run : state.runs().values()) if (!run.forgotten()) all.add(run.allocation());
        removed.forEach(all::remove);
        for (var order : news) all.add(order.allocation());
        return all.size();
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
        Progress.of(step, order.allocation());
    }
}
