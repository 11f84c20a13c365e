package dev.skerry.cluster.recall;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.kernel.PersistentMap;
import dev.skerry.kernel.PersistentSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is recalled.
///
/// @param all by their ids
/// @param byJob their ids; it follows from all
/// @param changes how often something was recalled or lifted: by it a node tells what is newer
public record Recalls(
        PersistentMap<String, Recall> all,
        PersistentMap<JobKey, PersistentSet<String>> byJob,
        long changes) {
    public static final Recalls NONE = new Recalls(PersistentMap.empty(), PersistentMap.empty(), 0);

    /// As they were saved.
    public static Recalls of(Collection<Recall> all, long changes) {
        var recalls = NONE;
        for (var it : all) recalls = recalls.with(it);
        return new Recalls(recalls.all, recalls.byJob, changes);
    }

    public Recalls with(Recall recall) {
        var ids = byJob.find(recall.job(), PersistentSet.empty()).with(recall.id());
        return new Recalls(
                all.with(recall.id(), recall), byJob.with(recall.job(), ids), changes + 1);
    }

    public Recalls without(String id) {
        var recall = all.find(id);
        if (recall == null) return this;
        var left = byJob.find(recall.job(), PersistentSet.empty()).without(id);
        var jobs = left.isEmpty() ? byJob.without(recall.job()) : byJob.with(recall.job(), left);
        return new Recalls(all.without(id), jobs, changes + 1);
    }

    /// Of that job, the newest first.
    public List<Recall> of(JobKey job) {
        var ids = byJob.find(job);
        if (ids == null) return List.of();
        var found = new ArrayList<Recall>();
        for (var id : ids) {
            var recall = all.find(id);
            if (recall != null) found.add(recall);
        }
        found.sort(Comparator.comparingLong((Recall it) -> -it.wallMs()).thenComparing(Recall::id));
        return found;
    }

    /// That version must not run; null: it may.
    public @Nullable Recall of(JobKey job, long version) {
        for (var it : of(job)) if (it.covers(version)) return it;
        return null;
    }

    /// A job that says so must not run, or the one that it was launched by must not; null: it may.
    public @Nullable Recall of(JobSpec spec) {
        for (var it : of(spec.key())) if (it.covers(spec)) return it;
        var parent = spec.launchedBy();
        if (parent != null) for (var it : of(parent)) if (it.covers(spec)) return it;
        return null;
    }

    /// The number of the first version of a job that is new, or was forgotten: no number of one
    /// that is recalled means another one.
    public long firstVersion(JobKey job) {
        long first = 1;
        for (var it : of(job))
            if (it.what() instanceof Recall.Recalled.OfVersions(_, _, var versions, _))
                for (long version : versions) first = Math.max(first, version + 1);
        return first;
    }
}
