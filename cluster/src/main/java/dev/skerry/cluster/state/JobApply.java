package dev.skerry.cluster.state;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.kernel.PersistentMap;
import java.util.ArrayList;
import java.util.List;

/// The cluster after a fact about jobs. A job that is not there any more is passed over: the log
/// has already decided.
public final class JobApply {
    private JobApply() {}

    public static Cluster apply(Cluster cluster, ClusterFact.AboutJobs fact) {
        return switch (fact) {
            case ClusterFact.JobAccepted it -> accepted(cluster, it);
            case ClusterFact.JobStopped(var key, boolean purge) -> {
                var job = cluster.jobs().find(key);
                yield job == null ? cluster : cluster.with(job.stop(purge));
            }
            case ClusterFact.JobPurged(var key) -> cluster.without(key);
            case ClusterFact.DeploymentMoved it -> moved(cluster, it);
            case ClusterFact.JobScheduled(var key, var schedule) -> {
                var job = cluster.jobs().find(key);
                yield job == null ? cluster : cluster.with(job.scheduled(schedule));
            }
            case ClusterFact.EvaluationDue it -> due(cluster, it);
            case ClusterFact.Evaluated it -> evaluated(cluster, it);
            case ClusterFact.VersionForced(var key, long version) -> {
                var job = cluster.jobs().find(key);
                yield job == null || job.version() != version ? cluster : cluster.with(job.force());
            }
            case ClusterFact.JobRecalled(var recall) ->
                    cluster.with(cluster.recalls().with(recall), recall.job());
            case ClusterFact.RecallLifted(var id, var job) ->
                    cluster.with(cluster.recalls().without(id), job);
        };
    }

    private static Cluster accepted(Cluster cluster, ClusterFact.JobAccepted fact) {
        var old = cluster.jobs().find(fact.spec().key());
        if (old == null) {
            return cluster.with(
                    new Job(
                            fact.accepted(),
                            fact.version(),
                            false,
                            PersistentMap.empty(),
                            List.of(),
                            null));
        }
        var next =
                cluster.with(
                        new Job(
                                fact.accepted(),
                                fact.version(),
                                Job.StopMode.NONE,
                                versions(old, fact.forgotten()),
                                old.evaluations(),
                                old.due(),
                                old.deployments(),
                                old.schedule()));
        // slots may have gone or come
        return new AllocationBatch(next).anew(next.ofJob(fact.spec().key())).done();
    }

    private static Cluster moved(Cluster cluster, ClusterFact.DeploymentMoved fact) {
        var job = cluster.jobs().find(fact.job());
        if (job == null) return cluster;
        var next = job.with(fact.deployment(), fact.kept());
        return cluster.with(fact.stable() ? next.proven(fact.deployment().version()) : next);
    }

    /// The version that was the newest is an earlier one from now on.
    private static PersistentMap<Long, JobVersion> versions(Job job, List<Long> forgotten) {
        var versions = job.versions().with(job.version(), job.current());
        for (var version : forgotten) versions = versions.without(version);
        return versions;
    }

    /// The earliest of two looks that are wanted is the one that comes; it settles both.
    private static Cluster due(Cluster cluster, ClusterFact.EvaluationDue fact) {
        var job = cluster.jobs().find(fact.job());
        if (job == null) return cluster;
        var next = cluster.at(cluster.sequence() + 1);
        var old = job.due();
        var notBeforeTickMs = fact.notBeforeTickMs();
        if (old != null) notBeforeTickMs = Math.min(notBeforeTickMs, old.notBeforeTickMs());
        return next.with(job.with(new Job.Due(next.sequence(), fact.trigger(), notBeforeTickMs)));
    }

    /// What does not settle what is due was looked at earlier, or a newer look comes: it does not
    /// hide that work waits for room.
    private static Cluster evaluated(Cluster cluster, ClusterFact.Evaluated fact) {
        var next = cluster.given(fact.evaluation().id());
        var job = next.jobs().find(fact.evaluation().job());
        if (job == null) return next;
        var due = job.due();
        boolean settles = due != null && due.sequence() <= fact.sequence();
        boolean hides = !settles && job.blocked() && !fact.evaluation().blocked();
        var evaluations = new ArrayList<>(job.evaluations());
        evaluations.add(hides ? 1 : 0, fact.evaluation());
        var kept = evaluations.subList(0, Math.min(evaluations.size(), fact.kept()));
        return next.with(job.with(kept).with(settles ? null : due));
    }
}
