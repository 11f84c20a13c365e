package dev.skerry.sim;

import dev.skerry.cluster.Allocation;
import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.Plan;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.scheduler.Expressions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What must hold after every event.
final class Invariants implements SimServer.Watcher {
    private final Events events;
    private final Expressions expressions;
    private final Map<JobKey, Long> acknowledged = new HashMap<>();

    Invariants(Events events, Expressions expressions) {
        this.events = events;
        this.expressions = expressions;
    }

    /// The server has said that the log holds this version of a job.
    void acknowledged(JobKey job, long version) {
        acknowledged.merge(job, version, Math::max);
    }

    /// The user has let the job go.
    void released(JobKey job) {
        acknowledged.remove(job);
    }

    /// No acknowledged write is lost, whatever crashed.
    void nothingLost(Cluster cluster) {
        acknowledged.forEach((key, version) -> {
            var job = cluster.jobs().find(key);
            Broken.unless(
                    job != null && job.version() >= version,
                    "%s was acknowledged at version %d and is %s now"
                            .formatted(key, version, job == null ? "gone" : "at " + job.version()));
        });
    }

    @Override
    public void committed(List<ClusterFact> facts, Cluster after) {
        for (var fact : facts) {
            if (fact instanceof ClusterFact.AllocationsPlaced(var placed))
                for (var allocation : placed) {
                    events.say(
                            "placed %s = %s on %s"
                                    .formatted(
                                            allocation.id(),
                                            allocation.slot().name(),
                                            allocation.node()));
                    roomFor(allocation, after);
                }
            if (fact instanceof ClusterFact.AllocationsDesired(var changes))
                for (var change : changes)
                    events.say("wanted %s %s".formatted(change.allocation(), change.desired()));
            if (fact instanceof ClusterFact.AllocationsObserved(var changes))
                for (var change : changes)
                    events.say(
                            "seen %s %s %s"
                                    .formatted(
                                            change.allocation(),
                                            change.observed().status(),
                                            change.observed().description()));
            if (fact instanceof ClusterFact.NodeContact(var node, var here, _, _, _))
                events.say(node + (here ? " is heard" : " is missed"));
        }
    }

    /// No capacity is overcommitted: at the moment of placing, what lives on the node fits into it.
    private static void roomFor(Allocation placed, Cluster cluster) {
        var node = cluster.nodes().find(placed.node());
        Broken.unless(node != null, placed.id() + " is placed on no node");
        if (node == null) return;
        var sum = Resources.NONE;
        var ports = new HashSet<Integer>();
        for (var id : cluster.onNode(node.id())) {
            var allocation = cluster.allocations().find(id);
            if (allocation == null || !allocation.holds()) continue;
            sum = sum.plus(allocation.reserved());
            for (int port : allocation.ports().values())
                Broken.unless(
                        ports.add(port), "port %d is given twice on %s".formatted(port, node.id()));
        }
        Broken.unless(
                sum.fitsIn(node.facts().capacity()),
                "%s is overcommitted by %s: %s of %s"
                        .formatted(node.id(), placed.id(), sum, node.facts().capacity()));
        Broken.unless(
                node.used().resources().equals(sum),
                "%s: used is %s, the sum is %s".formatted(node.id(), node.used().resources(), sum));
    }

    /// Nothing is planned for a node that is not eligible.
    @Override
    public void planned(Plan plan, Cluster snapshot) {
        var job = snapshot.jobs().find(plan.job());
        if (job == null) return;
        for (var place : plan.places()) {
            var node = snapshot.nodes().find(place.node());
            Broken.unless(
                    node != null && node.schedulable(),
                    "%s is planned on %s, which takes nothing".formatted(plan.job(), place.node()));
            var group = job.spec().group(place.group());
            if (node == null || group == null) continue;
            for (var rule : job.spec().placement().constraints())
                eligible(expressions.test(rule, node), rule, node.id());
            for (var rule : group.placement().constraints())
                eligible(expressions.test(rule, node), rule, node.id());
        }
    }

    private static void eligible(boolean holds, String rule, String node) {
        Broken.unless(holds, "work is planned on %s against %s".formatted(node, rule));
    }

    /// `replace: false` never runs more than was asked, on all nodes together.
    static void neverMoreThanAsked(Cluster cluster, List<SimNode> nodes) {
        var running = new HashMap<String, String>();
        for (var node : nodes) {
            for (var key : node.processes.running()) {
                var allocation = cluster.allocations().find(key.allocation());
                if (allocation == null) continue;
                var slot = allocation.slot();
                var job = cluster.jobs().find(slot.job());
                if (job == null || !slot.job().name().startsWith("once")) continue;
                var other =
                        running.put(
                                slot.name() + "/" + key.task(), key.allocation() + "@" + node.id);
                Broken.unless(
                        other == null,
                        "%s runs as %s and as %s@%s"
                                .formatted(slot.name(), other, key.allocation(), node.id));
            }
        }
    }
}
