package dev.skerry.sim.cluster;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.sim.world.Broken;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What must hold of the versions of jobs: they are counted one by one, what comes back is as it
/// was, what is scaled has another count and nothing else, and no more are kept than are said.
final class KeptVersions {
    private final ClusterMachine machine = new ClusterMachine();

    void committed(List<ClusterFact> facts, Cluster before) {
        if (facts.stream().noneMatch(ClusterFact.JobAccepted.class::isInstance)) return;
        var cluster = before;
        for (var fact : facts) {
            var was = cluster;
            cluster = machine.apply(cluster, fact);
            if (!(fact instanceof ClusterFact.JobAccepted it)) continue;
            var old = was.jobs().find(it.spec().key());
            counted(it, old);
            if (old == null) first(it, was);
            kept(it, cluster);
        }
    }

    private static void counted(ClusterFact.JobAccepted it, @Nullable Job old) {
        long next = old == null ? it.version() : old.version() + 1;
        if (it.version() != next)
            throw new Broken(
                    ClusterPromises.COUNTS_UP,
                    "%s is version %d after %d".formatted(it.spec().key(), it.version(), next - 1));
        var how = it.how();
        boolean right =
                switch (how) {
                    case SUBMITTED, LAUNCHED, DISPATCHED -> true;
                    case REVERTED -> old != null && it.spec().equals(old.at(it.from()));
                    case SCALED ->
                            old != null
                                    && it.from() == old.version()
                                    && scaled(old.spec(), it.spec()) == 1;
                };
        if (!right)
            throw new Broken(
                    ClusterPromises.AS_IT_WAS,
                    "%s is %s from %d, and became %s, from %s"
                            .formatted(it.spec().key(), how, it.from(), it.spec(), old));
    }

    /// A job that was forgotten begins anew, behind what was recalled of it and behind what has
    /// children.
    private static void first(ClusterFact.JobAccepted it, Cluster was) {
        var recalls = was.recalls();
        var key = it.spec().key();
        long launched = newestLaunched(key, was);
        boolean begins = it.version() == launched + 1 || recalls.of(key, it.version() - 1) != null;
        if (!begins || it.version() <= launched || recalls.of(key, it.version()) != null)
            throw new Broken(
                    ClusterPromises.COUNTS_UP,
                    "%s begins with version %d".formatted(it.spec().key(), it.version()));
    }

    private static long newestLaunched(JobKey parent, Cluster was) {
        long newest = 0;
        for (var job : was.jobs().values())
            if (parent.equals(job.spec().launchedBy())
                    && job.spec().launch() instanceof Launch.Launched it)
                newest = Math.max(newest, it.version());
        return newest;
    }

    /// How many groups have another count; 0 when anything else is different.
    private static int scaled(JobSpec was, JobSpec is) {
        int changed = 0;
        if (!with(was, is.groups()).equals(is) || was.groups().size() != is.groups().size())
            return 0;
        for (int i = 0; i < was.groups().size(); i++) {
            var old = was.groups().get(i);
            var next = is.groups().get(i);
            if (!old.scaled(next.count()).equals(next)) return 0;
            if (old.count() != next.count()) changed++;
        }
        return changed;
    }

    private static JobSpec with(JobSpec it, List<GroupSpec> groups) {
        return new JobSpec(
                it.key(),
                it.type(),
                it.priority(),
                it.where(),
                it.placement(),
                it.meta(),
                groups,
                it.launch());
    }

    /// Beyond the number that is said, only what may still run, or have to come back.
    private static void kept(ClusterFact.JobAccepted it, Cluster cluster) {
        var job = cluster.jobs().find(it.spec().key());
        if (job == null || job.versions().size() <= Job.VERSIONS_KEPT) return;
        var runs = new HashSet<Long>();
        for (var id : cluster.ofJob(job.key())) {
            var one = cluster.allocations().find(id);
            if (one != null && (one.live() || one.observed().status() == Status.LOST))
                runs.add(one.slot().version());
        }
        for (var version : job.versions().keys())
            if (!runs.contains(version) && version != job.stable())
                throw new Broken(
                        ClusterPromises.FEW_KEPT,
                        "of %s there are %s, and %d runs nowhere"
                                .formatted(job.key(), job.versions().keys(), version));
    }
}
