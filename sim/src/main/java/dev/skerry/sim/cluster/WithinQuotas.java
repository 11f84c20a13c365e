package dev.skerry.sim.cluster;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Plan;
import dev.skerry.cluster.state.Use;
import dev.skerry.sim.world.Broken;
import java.util.HashMap;
import java.util.List;

/// What must hold of namespaces: each job is in one, what counts as used is what is live, and
/// nothing is placed beyond a quota. One that was lowered below what is used lets nothing new be
/// placed.
final class WithinQuotas {
    private final ClusterMachine machine = new ClusterMachine();

    void committed(List<ClusterFact> facts, Cluster before, Cluster after) {
        counted(after);
        if (facts.stream().anyMatch(WithinQuotas::movesJobs)) there(after);
        if (facts.stream().noneMatch(ClusterFact.AllocationsPlaced.class::isInstance)) return;
        var cluster = before;
        for (var fact : facts) {
            cluster = machine.apply(cluster, fact);
            if (!(fact instanceof ClusterFact.AllocationsPlaced(var all))) continue;
            for (var one : all)
                within(one.slot().job().namespace(), one.node(), one.id(), cluster, Use.NONE);
        }
    }

    private static boolean movesJobs(ClusterFact fact) {
        return fact instanceof ClusterFact.JobAccepted
                || fact instanceof ClusterFact.NamespaceDeleted;
    }

    /// Each job is in a namespace that there is: in another it would have no quota.
    private static void there(Cluster cluster) {
        for (var job : cluster.jobs().keys())
            if (cluster.namespaces().find(job.namespace()) == null)
                throw new Broken(ClusterPromises.THERE, job + " is in none");
    }

    private static void counted(Cluster cluster) {
        var uses = new HashMap<String, Use>();
        for (var one : cluster.allocations().values()) {
            if (!one.live()) continue;
            var namespace = one.slot().job().namespace();
            uses.merge(namespace, Use.NONE.plus(one.reserved()), Use::plus);
        }
        if (!uses.equals(cluster.namespaces().uses().asMap()))
            throw new Broken(
                    ClusterPromises.COUNTED,
                    "%s is used, and %s is counted".formatted(uses, cluster.namespaces().uses()));
    }

    private static void within(
            String namespace, String node, String what, Cluster cluster, Use more) {
        var quota = cluster.namespaces().quota(namespace);
        var lacks = quota.lacks(cluster.namespaces().use(namespace), more);
        var there = cluster.nodes().find(node);
        boolean allowed = there == null || quota.allows(there.identity().pool());
        if (lacks != null || !allowed)
            throw new Broken(
                    ClusterPromises.QUOTA,
                    "%s is placed, and namespace %s has the quota %s and uses %s"
                            .formatted(
                                    what, namespace, quota, cluster.namespaces().use(namespace)));
    }

    /// No plan asks for more than what is left.
    void planned(Plan plan, Cluster snapshot) {
        var job = snapshot.jobs().find(plan.job());
        if (job == null) return;
        var sum = Use.NONE;
        for (var place : plan.places()) {
            long version = place.release().version();
            var spec = version == 0 ? job.spec() : job.at(version);
            var group = spec == null ? null : spec.group(place.group());
            if (group == null) continue;
            sum = sum.plus(group.resources());
            within(plan.job().namespace(), place.node(), "a plan", snapshot, sum);
        }
    }
}
