package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.recall.Recalls;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A job that was accepted.
///
/// @param current its newest version
/// @param version the number of that; it grows with every accepted change, from 1
/// @param stop whether its allocations are to end, and itself with them
/// @param versions the earlier ones that are kept or may still run, by their numbers
/// @param evaluations the newest first, at most [Evaluation#KEPT]
/// @param due the look of the scheduler that it waits for; null: none
/// @param deployments the newest first, at most [Deployment#KEPT]
/// @param schedule of one that is periodic; null: it has none
public record Job(
        JobVersion current,
        long version,
        StopMode stop,
        PersistentMap<Long, JobVersion> versions,
        List<Evaluation> evaluations,
        @Nullable Due due,
        List<Deployment> deployments,
        @Nullable Schedule schedule) {

    /// Whether a job goes on.
    public enum StopMode {
        /// It does.
        NONE,
        /// Its allocations are to end; the job itself stays until it is purged.
        STOPPED,
        /// The same, and it is forgotten as soon as nothing of it is live.
        PURGED;

        public static StopMode of(boolean stopped, boolean purge) {
            if (!stopped) return NONE;
            return purge ? PURGED : STOPPED;
        }
    }

    /// One that is over, and that nobody has purged, is kept for so long on the servers' clock: its
    /// history, and the way back to it.
    public static final long KEPT_MS = 30L * 24 * 3_600_000;

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
        this(
                current,
                version,
                StopMode.of(stopped, false),
                versions,
                evaluations,
                due,
                List.of(),
                null);
    }

    public boolean stopped() {
        return stop != StopMode.NONE;
    }

    public boolean purge() {
        return stop == StopMode.PURGED;
    }

    /// Its groups are to be placed.
    public boolean places() {
        return !stopped() && !spec().parent();
    }

    /// Nothing of it is live, and nothing is tried again.
    ///
    /// @param live allocations that it has
    public boolean over(int live) {
        if (live > 0) return false;
        return stopped() || (spec().type().ends() && due == null && !blocked());
    }

    /// It is forgotten one day though nobody purges it: it was stopped, or is a batch that nobody
    /// else looks after. What is to run on each node may find one more, and children are kept by
    /// their number.
    public boolean fades() {
        boolean batch = spec().type() == JobSpec.Type.BATCH && !spec().onNode();
        return stopped() || (batch && !spec().parent() && spec().launchedBy() == null);
    }

    /// When it is forgotten, as the last look at it has found; [PersistentAgenda#NEVER]: it goes
    /// on, or is looked at again before.
    ///
    /// @param live allocations that it has
    public long fadesAtTickMs(int live) {
        if (live > 0) return PersistentAgenda.NEVER;
        if (purge()) return 0;
        if (!fades() || due != null || blocked() || evaluations.isEmpty())
            return PersistentAgenda.NEVER;
        long tickMs = evaluations.getFirst().followUpTickMs();
        return tickMs == 0 ? PersistentAgenda.NEVER : tickMs;
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
        return new Job(newest, version, stop, next, evaluations, due, deployments, schedule);
    }

    /// The allocation has done what this version wants of its slot: a batch that ended well, even
    /// when it was told to stop a moment too late.
    public boolean done(Allocation allocation) {
        return spec().type().ends()
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
        return new Job(current, version, stop, versions, evaluations, next, deployments, schedule);
    }

    /// Its deployment stands like this, or is new.
    ///
    /// @param kept so many are remembered, this one included
    Job with(Deployment next, int kept) {
        var all = new ArrayList<>(deployments);
        all.removeIf(it -> it.id().equals(next.id()));
        all.addFirst(next);
        var few = all.subList(0, Math.min(all.size(), Math.max(1, kept)));
        return new Job(current, version, stop, versions, evaluations, due, few, schedule);
    }

    /// That version has proven itself.
    Job proven(long when) {
        var kept = kept(when);
        if (kept == null) return this;
        return new Job(
                when == version ? kept.proven() : current,
                version,
                stop,
                when == version ? versions : versions.with(when, kept.proven()),
                evaluations,
                due,
                deployments,
                schedule);
    }

    /// Its newest version goes before all other work.
    Job force() {
        var next = current.force();
        return new Job(next, version, stop, versions, evaluations, due, deployments, schedule);
    }

    Job with(List<Evaluation> next) {
        return new Job(current, version, stop, versions, next, due, deployments, schedule);
    }

    Job stop(boolean purgeToo) {
        var next = purgeToo ? StopMode.PURGED : StopMode.STOPPED;
        return new Job(current, version, next, versions, evaluations, due, deployments, schedule);
    }

    /// It is launched then.
    Job scheduled(Schedule next) {
        return new Job(current, version, stop, versions, evaluations, due, deployments, next);
    }
}
