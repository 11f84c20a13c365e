package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;

/// What jobs ask for by the counts of their groups, wherever it runs or whether it does.
///
/// | job                                   | asks for                                     |
/// |---------------------------------------|----------------------------------------------|
/// | a service or a batch                  | count × what an allocation of it needs       |
/// | a system job                          | nothing: on how many nodes it runs, is found |
/// | stopped                               | nothing                                      |
/// | a batch that is over, well or for good | nothing                                     |
public final class Asking {
    private Asking() {}

    /// What it would ask for.
    public static Use of(JobSpec spec) {
        var sum = Use.NONE;
        if (spec.type() == JobSpec.Type.SYSTEM) return sum;
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
        return job == null || job.stopped() || over(cluster, job) ? Use.NONE : of(job.spec());
    }

    /// Nothing of it is live, and nothing is tried again.
    private static boolean over(Cluster cluster, Job job) {
        return job.spec().type() == JobSpec.Type.BATCH
                && cluster.watch().live(job.key()) == 0
                && job.due() == null
                && !job.blocked();
    }
}
