package dev.skerry.sim.cluster;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.scheduler.Expressions;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Plan;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.History;
import dev.skerry.sim.world.Promise;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What must hold of everything that is committed, and of every plan. What really runs is looked at
/// in [Running].
final class Invariants implements SimScheduler.PlanWitness {
    private final Happenings events;
    private final Expressions expressions;
    private final Placements placements;
    private final Running running;
    private final Acknowledged acknowledged;
    private final WithinQuotas quotas = new WithinQuotas();
    private final KeptVersions versions = new KeptVersions();
    private final SafeChanges changes = new SafeChanges();
    private final Displacements displacements = new Displacements();
    private final RecalledStays recalled;
    private final LaunchedOnce launches = new LaunchedOnce();

    Invariants(
            Happenings events,
            Expressions expressions,
            Placements placements,
            Running running,
            Acknowledged acknowledged) {
        this.events = events;
        this.expressions = expressions;
        this.placements = placements;
        this.running = running;
        this.acknowledged = acknowledged;
        recalled = new RecalledStays(events);
    }

    /// What is on behalf of a node that is shut out stands in no entry, whichever room took it.
    void callers(Batch batch, Cluster before) {
        for (var act : batch.acts()) {
            var caller = act.caller();
            if (caller.kind() == Caller.Kind.NODE && out(caller.name(), before))
                throw new Broken(
                        ClusterPromises.SHUT_OUT,
                        "%s has caused %s".formatted(History.node(caller.name()), act.facts()));
            if (caller.kind() == Caller.Kind.TASK && !lives(caller, before))
                throw new Broken(
                        ClusterPromises.NOBODY,
                        "%s of %s has caused %s"
                                .formatted(caller.name(), caller.by(), act.facts()));
        }
    }

    private static boolean lives(Caller task, Cluster before) {
        var allocation = before.allocations().find(task.by());
        return allocation != null && allocation.live() && !out(allocation.node(), before);
    }

    private static boolean out(String node, Cluster before) {
        var known = before.nodes().find(node);
        return known != null && known.revoked();
    }

    void committed(List<ClusterFact> facts, Cluster before, Cluster after) {
        for (var fact : facts) committed(fact, before, after);
        quotas.committed(facts, before, after);
        versions.committed(facts, before);
        changes.committed(facts, before);
        displacements.committed(facts, before);
        recalled.committed(facts, after);
        launches.committed(facts, before);
        running.ways().committed(facts, before, after);
        acknowledged.check(after);
    }

    private void committed(ClusterFact fact, Cluster before, Cluster after) {
        switch (fact) {
            case ClusterFact.AboutAllocations it -> ofAllocations(it, before, after);
            case ClusterFact.NodeContact(var node, boolean here, _, _, _, _) -> {
                if (here && out(node, before))
                    throw new Broken(ClusterPromises.SHUT_OUT, History.node(node) + " is heard");
                events.say(History.node(node) + (here ? " is heard" : " is missed"));
            }
            case ClusterFact.NodeRevoked(var node, _) ->
                    events.say(History.node(node) + " is revoked");
            case ClusterFact.JobPurged(var job) -> {
                events.say(job.name() + " is forgotten");
                placements.purged(job);
            }
            case ClusterFact.DeploymentMoved it ->
                    events.say(
                            "deployment of %s version %d: %s, %s"
                                    .formatted(
                                            it.job().name(),
                                            it.deployment().version(),
                                            it.move(),
                                            it.deployment().description()));
            case ClusterFact.JobScheduled(var job, var schedule) ->
                    events.say("%s: %s".formatted(job.name(), schedule));
            case ClusterFact.AboutNamespaces it -> events.say(it.toString());
            case ClusterFact.AboutServers _, ClusterFact.AboutNodes _, ClusterFact.AboutJobs _ -> {}
        }
    }

    private void ofAllocations(ClusterFact.AboutAllocations fact, Cluster before, Cluster after) {
        switch (fact) {
            case ClusterFact.AllocationsPlaced(var all) -> {
                for (var allocation : all) placements.add(allocation, after);
                for (var allocation : all) placed(allocation, before, after);
            }
            case ClusterFact.AllocationsUpdated(var ids, var version) -> {
                for (var id : ids) events.say("%s goes on at version %d".formatted(id, version));
                placements.updated(ids, after);
            }
            case ClusterFact.AllocationsPromoted(var ids) -> events.say(ids + " take their slots");
            case ClusterFact.AllocationsDesired(var changes) -> {
                for (var change : changes) events.say(shown(change));
            }
            case ClusterFact.AllocationsObserved(var changes) -> {
                for (var change : changes) observed(change, before);
            }
            case ClusterFact.AllocationsForgotten(var ids) -> placements.forgotten(ids);
        }
    }

    private static String shown(ClusterFact.DesiredChange change) {
        var desired = change.desired();
        return desired.run()
                ? "%s shall run, restarted %d times"
                        .formatted(change.allocation(), desired.restarts())
                : "%s shall stop: %s".formatted(change.allocation(), desired.reason());
    }

    private void observed(ClusterFact.ObservedChange change, Cluster before) {
        var next = change.observed();
        var old = before.allocations().find(change.allocation());
        if (old != null && next.status() != old.observed().status())
            events.say(
                    "%s is %s: %s"
                            .formatted(change.allocation(), next.status(), next.description()));
        if (old == null) return;
        var was = old.observed().status();
        boolean ended = was == Status.COMPLETE || was == Status.FAILED;
        if (ended && next.status() != was)
            throw new Broken(
                    Promise.WRITES, "%s was %s and is %s".formatted(old.id(), was, next.status()));
        placements.observed(change);
        if (next.status() == Status.COMPLETE && was != Status.LOST)
            running.complete(old.with(next));
    }

    private void placed(Allocation allocation, Cluster before, Cluster after) {
        var slot = allocation.slot();
        events.say(
                "placed %s = %s v%d on %s %s"
                        .formatted(
                                allocation.id(),
                                slot.name(),
                                slot.version(),
                                History.node(allocation.node()),
                                new TreeMap<>(allocation.ports())));
        if (placements.isDone(allocation))
            throw new Broken(
                    ClusterPromises.ENDED,
                    "%s is placed as %s and its work is done"
                            .formatted(slot.name(), allocation.id()));
        var node = after.nodes().find(allocation.node());
        var open = before.nodes().find(allocation.node());
        if (node == null || open == null || !open.schedulable())
            throw new Broken(
                    ClusterPromises.ELIGIBLE,
                    "%s is placed on %s, which takes nothing: %s"
                            .formatted(allocation.id(), History.node(allocation.node()), open));
        seat(allocation, after);
        roomFor(allocation, node, after);
    }

    /// Nobody else of its job holds the slot: it is wanted there and may be running.
    private static void seat(Allocation placed, Cluster cluster) {
        var slot = placed.slot();
        var job = cluster.jobs().find(slot.job());
        boolean system = job != null && job.spec().type().everywhere();
        for (var id : cluster.ofJob(slot.job())) {
            var other = cluster.allocations().find(id);
            if (other == null || id.equals(placed.id()) || !other.live()) continue;
            if (!other.desired().run() || other.observed().status() == Status.UNKNOWN) continue;
            if (system && !other.node().equals(placed.node())) continue;
            if (other.slot().canary() != slot.canary()) continue;
            if (other.slot().group().equals(slot.group()) && other.slot().index() == slot.index())
                throw new Broken(
                        ClusterPromises.AS_ASKED,
                        "%s is placed as %s and is held by %s"
                                .formatted(slot.name(), placed.id(), id));
        }
    }

    /// When work is placed, all that lives on the node and all that really runs there fits into it.
    /// What the servers have forgotten is for the node to end first; that is seen in [Running].
    private void roomFor(Allocation placed, Node node, Cluster cluster) {
        var holders = new TreeSet<String>();
        for (var id : running.on(node.id())) if (cluster.allocations().has(id)) holders.add(id);
        for (var id : cluster.onNode(node.id())) {
            var allocation = cluster.allocations().find(id);
            if (allocation != null && allocation.holds()) holders.add(id);
        }
        // who is displaced ends before the other one starts, which is seen in Running
        holders.removeIf(id -> makesWay(cluster.allocations().find(id), cluster));
        var sum = Resources.NONE;
        var ports = new HashSet<Integer>();
        for (var id : holders) {
            var holder = placements.of(id);
            sum = sum.plus(holder.reserved);
            for (int port : holder.ports)
                if (!ports.add(port))
                    throw new Broken(
                            ClusterPromises.PORTS,
                            "port %d is given twice on %s by %s"
                                    .formatted(port, History.node(node.id()), placed.id()));
        }
        if (!sum.fitsIn(node.facts().capacity()))
            throw new Broken(
                    ClusterPromises.CAPACITY,
                    "%s is overcommitted by %s: %s of %s"
                            .formatted(
                                    History.node(node.id()),
                                    placed.id(),
                                    sum,
                                    node.facts().capacity()));
    }

    private static boolean makesWay(@Nullable Allocation it, Cluster cluster) {
        var by = it == null ? null : it.lineage().displacedBy();
        var next = by == null ? null : cluster.allocations().find(by);
        return it != null && next != null && next.holds() && next.node().equals(it.node());
    }

    /// Nothing is planned for a node that does not take it, or beyond a quota.
    @Override
    public void planned(Plan plan, Cluster snapshot) {
        quotas.planned(plan, snapshot);
        var job = snapshot.jobs().find(plan.job());
        if (job == null) return;
        for (var place : plan.places()) {
            var node = snapshot.nodes().find(place.node());
            var spec =
                    place.release().version() == 0 ? job.spec() : job.at(place.release().version());
            var group = spec == null ? null : spec.group(place.group());
            if (node == null || spec == null || group == null || !node.schedulable())
                throw new Broken(
                        ClusterPromises.ELIGIBLE,
                        "%s is planned on %s, which takes nothing"
                                .formatted(plan.job(), History.node(place.node())));
            eligible(spec, spec.placement().constraints(), node);
            eligible(spec, group.placement().constraints(), node);
        }
    }

    private void eligible(JobSpec job, List<String> rules, Node node) {
        for (var rule : rules)
            if (!expressions.test(rule, node))
                throw new Broken(
                        ClusterPromises.ELIGIBLE,
                        "%s is planned on %s against %s"
                                .formatted(job.key().name(), History.node(node.id()), rule));
    }
}
