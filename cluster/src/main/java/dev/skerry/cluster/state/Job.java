package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.kernel.PersistentMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job that was accepted.
///
/// @param current its newest version
/// @param version the number of that; it grows with every accepted change, from 1
/// @param stopped its allocations are to end; the job itself stays until it is purged
/// @param versions the earlier ones that are kept or may still run, by their numbers
/// @param evaluations the newest first, at most [Evaluation#KEPT]
/// @param due the look of the scheduler that it waits for; null: none
/// @param purge once stopped, it is forgotten as soon as nothing of it is live
public record Job(
        JobVersion current,
        long version,
        boolean stopped,
        PersistentMap<Long, JobVersion> versions,
        List<Evaluation> evaluations,
        @Nullable Due due,
        boolean purge) {

    /// Earlier versions kept.
    public static final int VERSIONS_KEPT = 6;

    public Job {
        evaluations = List.copyOf(evaluations);
    }

    /// A job that is kept when it is stopped.
    public Job(
            JobVersion current,
            long version,
            boolean stopped,
            PersistentMap<Long, JobVersion> versions,
            List<Evaluation> evaluations,
            @Nullable Due due) {
        this(current, version, stopped, versions, evaluations, due, false);
    }

    public JobSpec spec() {
        return current.spec();
    }

    /// When its newest version was accepted.
    public long submittedWallMs() {
        return current.acceptance().wallMs();
    }

    /// The job at a version; null when that version is not kept any more.
    public @Nullable JobVersion kept(long when) {
        return when == version ? current : versions.find(when);
    }

    /// The spec as it was at a version; null when that version is not kept any more.
    public @Nullable JobSpec at(long when) {
        var kept = kept(when);
        return kept == null ? null : kept.spec();
    }

    /// The allocation has done what this version wants of its slot: a batch that ended well, even
    /// when it was told to stop a moment too late.
    public boolean done(Allocation allocation) {
        return spec().type() == JobSpec.Type.BATCH
                && allocation.slot().version() == version
                && allocation.endedWell();
    }

    public JobKey key() {
        return spec().key();
    }

    /// Some of its work found no place at the last look.
    public boolean blocked() {
        return !evaluations.isEmpty() && evaluations.getFirst().blocked();
    }

    /// @param sequence grows with every trigger; a look that began before the newest one does not
    ///   settle it
    /// @param notBeforeTickMs on the servers' clock
    public record Due(long sequence, String trigger, long notBeforeTickMs) {}

    Job with(@Nullable Due next) {
        return new Job(current, version, stopped, versions, evaluations, next, purge);
    }

    Job with(List<Evaluation> next) {
        return new Job(current, version, stopped, versions, next, due, purge);
    }

    Job stop(boolean purgeToo) {
        return new Job(current, version, true, versions, evaluations, due, purgeToo);
    }
}
