package dev.skerry.sim.cluster;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Schedule;
import dev.skerry.sim.world.Broken;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What must hold of jobs that others are launched by, whoever leads and whatever his wall clock
/// shows.
final class LaunchedOnce {
    /// A clock that is further behind than before was set right.
    private static final long CLOCK_TRUSTED_MS = 3_600_000;

    private final ClusterMachine machine = new ClusterMachine();

    /// For which time each job was launched last.
    private final Map<JobKey, Long> last = new HashMap<>();

    void committed(List<ClusterFact> facts, Cluster before) {
        var cluster = before;
        for (var fact : facts) {
            switch (fact) {
                case ClusterFact.JobAccepted it -> accepted(it, cluster);
                case ClusterFact.JobPurged(var job) -> last.remove(job);
                case ClusterFact.JobScheduled(var job, var next) -> planned(cluster, job, next);
                case ClusterFact.AllocationsPlaced(var all) -> {
                    for (var one : all) placed(cluster, one.slot().job());
                }
                case ClusterFact _ -> {}
            }
            cluster = machine.apply(cluster, fact);
        }
    }

    private static void placed(Cluster cluster, JobKey key) {
        var job = cluster.jobs().find(key);
        if (job != null && job.spec().parent())
            throw new Broken(ClusterPromises.PARENTS_REST, key + " is placed");
    }

    private void accepted(ClusterFact.JobAccepted it, Cluster before) {
        var spec = it.spec();
        var key = spec.launchedBy();
        if (key == null || !(spec.launch() instanceof Launch.Launched launched)) return;
        var known = before.jobs().has(spec.key());
        if (known && it.version() > 1) return; // reverted
        var parent = before.jobs().find(key);
        if (known || parent == null || parent.stopped() || !asParent(spec, parent.spec()))
            throw new Broken(
                    ClusterPromises.AS_PARENT,
                    spec.key() + " is launched, and its parent: " + parent);
        if (launched.cause() == Launch.Cause.BY_TIME) byTime(it, launched, key, before);
    }

    private static boolean asParent(JobSpec child, JobSpec parent) {
        return child.groups().equals(parent.groups())
                && child.placement().equals(parent.placement())
                && child.type() == parent.type()
                && child.meta().entrySet().containsAll(kept(child, parent).entrySet());
    }

    /// What was not dispatched.
    private static Map<String, String> kept(JobSpec child, JobSpec parent) {
        var kept = new HashMap<>(parent.meta());
        if (parent.launch() instanceof Launch.Parameterized it)
            kept.keySet().removeIf(key -> it.takes(key) && child.meta().containsKey(key));
        return kept;
    }

    private void byTime(
            ClusterFact.JobAccepted it, Launch.Launched launched, JobKey parent, Cluster before) {
        long atMs = launched.atWallMs();
        var job = before.jobs().find(parent);
        if (job == null || !(job.spec().launch() instanceof Launch.Periodic periodic)) return;
        var due = job.schedule();
        boolean right = isTime(job.spec(), atMs);
        for (var each : job.versions().values()) right |= isTime(each.spec(), atMs);
        if (!right)
            throw new Broken(
                    ClusterPromises.IN_TIME, "%d is no time of %s".formatted(atMs, periodic));
        if (atMs > it.wallMs() || due == null || due.nextWallMs() != atMs || !periodic.enabled())
            throw new Broken(
                    ClusterPromises.IN_TIME,
                    "%s is launched at %d: %s".formatted(it.spec().key(), it.wallMs(), due));
        last.put(parent, atMs);
        if (periodic.noOverlap()) alone(parent, before);
    }

    /// No time is planned once more that was launched, unless the clock was wrong then.
    private void planned(Cluster before, JobKey key, Schedule next) {
        var job = before.jobs().find(key);
        var was = job == null || job.schedule() == null ? Schedule.NEVER : job.schedule();
        boolean again = next.nextWallMs() <= last.getOrDefault(key, 0L);
        boolean anew = next.nextWallMs() != was.nextWallMs();
        if (!again || !anew) return;
        if (was.decidedWallMs() - next.decidedWallMs() <= CLOCK_TRUSTED_MS)
            throw new Broken(
                    ClusterPromises.LAUNCHED_ONCE, "%s: %s after %s".formatted(key, next, was));
        last.remove(key); // those were times of a clock that was wrong
    }

    /// It may be one of the calendar of before, that had come when it was changed.
    private static boolean isTime(JobSpec spec, long atMs) {
        return spec.launch() instanceof Launch.Periodic it && it.nextWallMs(atMs - 1) == atMs;
    }

    private static void alone(JobKey parent, Cluster before) {
        for (var job : before.jobs().values()) {
            if (!parent.equals(job.spec().launchedBy())) continue;
            boolean live = false;
            for (var id : before.ofJob(job.key())) {
                var one = before.allocations().find(id);
                live |= one != null && one.live();
            }
            boolean waits = !job.stopped() && (job.due() != null || job.blocked());
            if (live || waits)
                throw new Broken(
                        ClusterPromises.NO_OVERLAP,
                        "%s is launched while %s runs".formatted(parent, job.key()));
        }
    }
}
