package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.PersistentMap;
import dev.skerry.kernel.PersistentSet;
import org.jspecify.annotations.Nullable;

/// Which jobs are launched when, by the wall clock, and what was launched by whom. It follows from
/// the jobs.
///
/// @param nextWallMs the periodic jobs, by when they are launched next
/// @param byParent its children, also of a job that is not there any more
public record Launching(
        PersistentAgenda<JobKey> nextWallMs, PersistentMap<JobKey, Children> byParent) {
    static final Launching NONE = new Launching(PersistentAgenda.empty(), PersistentMap.empty());

    /// Those of one job.
    ///
    /// @param running something of them lives, or is tried again
    /// @param ended all others
    public record Children(PersistentSet<JobKey> running, PersistentSet<JobKey> ended) {
        static final Children NONE = new Children(PersistentSet.empty(), PersistentSet.empty());

        Children with(JobKey child, boolean over) {
            return over
                    ? new Children(running.without(child), ended.with(child))
                    : new Children(running.with(child), ended.without(child));
        }

        Children without(JobKey child) {
            return new Children(running.without(child), ended.without(child));
        }

        boolean isEmpty() {
            return running.isEmpty() && ended.isEmpty();
        }
    }

    public Children of(JobKey parent) {
        return byParent.find(parent, Children.NONE);
    }

    /// @param live allocations that the job has
    Launching with(Job job, int live) {
        var schedule = job.schedule();
        boolean launched = job.spec().parent() && !job.stopped();
        long next = launched && schedule != null ? schedule.nextWallMs() : PersistentAgenda.NEVER;
        var times = nextWallMs.with(job.key(), next);
        var parent = job.spec().launchedBy();
        if (parent == null) return new Launching(times, byParent);
        var all = byParent.with(parent, of(parent).with(job.key(), job.over(live)));
        return new Launching(times, all);
    }

    /// @param parent null: it was no child
    Launching without(JobKey job, @Nullable JobKey parent) {
        var times = nextWallMs.without(job);
        if (parent == null) return new Launching(times, byParent);
        var left = of(parent).without(job);
        return new Launching(
                times, left.isEmpty() ? byParent.without(parent) : byParent.with(parent, left));
    }
}
