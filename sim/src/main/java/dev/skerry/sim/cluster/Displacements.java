package dev.skerry.sim.cluster;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.StopReason;
import dev.skerry.sim.world.Broken;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What must hold when work makes way for other work: for whom, of whom, and only where there is no
/// other way. Since priorities only fall from the one to the other, no two displace each other in
/// turn; that it ends is seen when all is well again.
final class Displacements {
    /// So much less important is who is displaced; said anew, as users are told.
    private static final int LOWER_BY = 10;

    private final ClusterMachine machine = new ClusterMachine();

    void committed(List<ClusterFact> facts, Cluster before) {
        var stopped = new TreeSet<String>();
        var named = new TreeSet<String>();
        var cluster = before;
        for (var fact : facts) {
            var was = cluster;
            cluster = machine.apply(cluster, fact);
            if (fact instanceof ClusterFact.AllocationsDesired(var changes))
                for (var change : changes)
                    if (StopReason.displaced(change.desired().reason()) && !change.desired().run())
                        stopped.add(change.allocation());
            if (!(fact instanceof ClusterFact.AllocationsPlaced(var all))) continue;
            var step = was;
            for (var one : all) {
                var victims = one.lineage().displaces();
                if (!victims.isEmpty()) displaces(one, before, step, named);
                named.addAll(victims);
                step = machine.apply(step, new ClusterFact.AllocationsPlaced(List.of(one)));
            }
        }
        if (!stopped.equals(named))
            throw new Broken(
                    ClusterPromises.NAMED,
                    "%s are displaced, and somebody is placed for %s".formatted(stopped, named));
    }

    /// @param before the entry
    /// @param gone who has made way for others of the entry
    private static void displaces(Allocation one, Cluster before, Cluster was, Set<String> gone) {
        var job = was.jobs().find(one.slot().job());
        if (job == null) throw new Broken(ClusterPromises.NAMED, one.id() + " is of no job");
        var types = before.namespaces().preempts(job.key().namespace());
        if (!types.contains(job.spec().type()))
            throw new Broken(
                    ClusterPromises.MAY_DISPLACE,
                    "%s of %s displaces %s, and %s may"
                            .formatted(one.id(), job.key(), one.lineage().displaces(), types));
        var victims = new HashSet<>(one.lineage().displaces());
        for (var id : victims) isLower(one, job, id, before);
        boolean others = gone.stream().map(was.allocations()::find).anyMatch(it -> isOn(it, one));
        if (!others && roomWithout(one, victims, was))
            throw new Broken(
                    ClusterPromises.NO_OTHER_WAY,
                    "%s displaces %s on %s, where there is room"
                            .formatted(one.id(), victims, one.node()));
    }

    private static boolean isOn(@Nullable Allocation it, Allocation one) {
        return it != null && it.node().equals(one.node());
    }

    private static void isLower(Allocation one, Job job, String id, Cluster before) {
        var victim = before.allocations().find(id);
        var of = victim == null ? null : before.jobs().find(victim.slot().job());
        if (victim == null || !victim.wanted() || !victim.node().equals(one.node()))
            throw new Broken(
                    ClusterPromises.NAMED,
                    "%s displaces %s, which does not run there: %s".formatted(one, id, victim));
        int most = job.spec().priority() - LOWER_BY;
        if (of == null || of.spec().priority() <= most) return;
        throw new Broken(
                ClusterPromises.LESS_IMPORTANT,
                "%s of %s, priority %d, displaces %s of %s, priority %d"
                        .formatted(
                                one.id(),
                                job.key(),
                                job.spec().priority(),
                                id,
                                of.key(),
                                of.spec().priority()));
    }

    /// All that holds something there stays, and it fits nevertheless.
    private static boolean roomWithout(Allocation one, Set<String> victims, Cluster was) {
        var node = was.nodes().find(one.node());
        var sum = Resources.NONE.plus(one.reserved());
        for (var id : was.onNode(one.node())) {
            var it = was.allocations().find(id);
            if (it == null || !it.holds()) continue;
            sum = sum.plus(it.reserved());
            boolean ports = it.ports().values().stream().anyMatch(one.ports()::containsValue);
            if (ports && victims.contains(id)) return false;
        }
        return node != null && sum.fitsIn(node.facts().capacity());
    }
}
