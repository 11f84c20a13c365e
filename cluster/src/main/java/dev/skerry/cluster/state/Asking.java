package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;

/// What jobs ask for by the counts of their groups, wherever it runs or whether it does.
///
/// | job                                   | asks for                                     |
/// |---------------------------------------|----------------------------------------------|
/// | a service or a batch                  | count × what an allocation of it needs       |
/// | a system job                          | nothing: on how many nodes it runs, is found |
/// | one that others are launched by       | nothing: each of those does                  |
/// | stopped                               | nothing                                      |
/// | a batch that is over, well or for good | nothing                                     |
public final class Asking {
    private Asking() {}

    /// What it would ask for.
    public static Use of(JobSpec spec) {
        var sum = Use.NONE;
        if (spec.type().everywhere() || spec.parent()) return sum;
        for (var group : spec.groups()) sum = sum.plus(Use.of(group.resources(), group.count()));
        return sum;
    }

    /// What the jobs of a namespace ask for together.
    public static Use of(Cluster cluster, String namespace) {
        var sum = Use.NONE;
        for (var key : cluster.inNamespace(namespace)) sum = sum.plus(of(cluster, key));
        return sum;
    }

    /// The same without one of them.
    public static Use without(Cluster cluster, JobKey job) {
        var sum = Use.NONE;
        for (var key : cluster.inNamespace(job.namespace()))
            if (!key.equals(job)) sum = sum.plus(of(cluster, key));
        return sum;
    }

    private static Use of(Cluster cluster, JobKey key) {
        var job = cluster.jobs().find(key);
        if (job == null || !job.places()) return Use.NONE;
        return job.over(cluster.watch().live(key)) ? Use.NONE : of(job.spec());
    }
}
