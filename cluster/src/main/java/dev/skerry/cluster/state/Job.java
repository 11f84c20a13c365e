package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.recall.Recalls;
import dev.skerry.kernel.PersistentMap;
import java.util.ArrayList;
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
/// @param deployments the newest first, at most [Deployment#KEPT]
public record Job(
        JobVersion current,
        long version,
        boolean stopped,
        PersistentMap<Long, JobVersion> versions,
        List<Evaluation> evaluations,
        @Nullable Due due,
        boolean purge,
        List<Deployment> deployments) {

    /// Earlier versions kept.
    public static final int VERSIONS_KEPT = 6;

    public Job {
        evaluations = List.copyOf(evaluations);
        deployments = List.copyOf(deployments);
    }

    /// A job that is kept when it is stopped, and that was never deployed.
    public Job(
            JobVersion current,
            long version,
            boolean stopped,
            PersistentMap<Long, JobVersion> versions,
            List<Evaluation> evaluations,
            @Nullable Due due) {
        this(current, version, stopped, versions, evaluations, due, false, List.of());
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

    /// Whether what that group was at a version can be placed again: it is kept, not recalled, and
    /// of the same kind.
    public boolean goesOnBy(long when, String group) {
        var then = kept(when);
        return then != null
                && !then.recalled()
                && then.spec().group(group) != null
                && then.spec().type() == spec().type();
    }

    /// Of its newest version; null: that comes everywhere at once.
    public @Nullable Deployment deployment() {
        if (deployments.isEmpty()) return null;
        var newest = deployments.getFirst();
        return newest.version() == version ? newest : null;
    }

    /// The newest version whose deployment was successful and that is not recalled; 0: none is
    /// known.
    public long stable() {
        if (current.stable() && !current.recalled()) return version;
        long newest = 0;
        for (var each : versions.asMap().entrySet())
            if (each.getValue().stable() && !each.getValue().recalled())
                newest = Math.max(newest, each.getKey());
        return newest;
    }

    /// It is known of each of its versions whether that is recalled.
    Job marked(Recalls recalls) {
        var next = versions;
        for (var each : versions.asMap().entrySet()) {
            boolean recalled = recalls.of(key(), each.getKey()) != null;
            if (each.getValue().recalled() != recalled)
                next = next.with(each.getKey(), each.getValue().recalled(recalled));
        }
        var newest = current.recalled(recalls.of(key(), version) != null);
        return new Job(newest, version, stopped, next, evaluations, due, purge, deployments);
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
        return new Job(current, version, stopped, versions, evaluations, next, purge, deployments);
    }

    /// Its deployment stands like this, or is new.
    ///
    /// @param kept so many are remembered, this one included
    Job with(Deployment next, int kept) {
        var all = new ArrayList<>(deployments);
        all.removeIf(it -> it.id().equals(next.id()));
        all.addFirst(next);
        var few = all.subList(0, Math.min(all.size(), Math.max(1, kept)));
        return new Job(current, version, stopped, versions, evaluations, due, purge, few);
    }

    /// That version has proven itself.
    Job proven(long when) {
        var kept = kept(when);
        if (kept == null) return this;
        return new Job(
                when == version ? kept.proven() : current,
                version,
                stopped,
                when == version ? versions : versions.with(when, kept.proven()),
                evaluations,
                due,
                purge,
                deployments);
    }

    /// Its newest version goes before all other work.
    Job force() {
        return new Job(
                current.force(), version, stopped, versions, evaluations, due, purge, deployments);
    }

    Job with(List<Evaluation> next) {
        return new Job(current, version, stopped, versions, next, due, purge, deployments);
    }

    Job stop(boolean purgeToo) {
        return new Job(current, version, true, versions, evaluations, due, purgeToo, deployments);
    }
}
