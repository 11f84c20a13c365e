package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.state.Deadlines;
import dev.skerry.cluster.state.Watch.Deadline;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Time has passed. Each tick does a bounded part of what is due; the machine wakes again at once
/// while more is due.
public final class TimeDecisions {
    /// Deadlines worked through, and allocations forgotten, in one tick.
    static final int BATCH_MAX = 1_000;

    private TimeDecisions() {}

    public static Decision<ClusterFact, NoEffect> tick(Draft draft) {
        if (Deadlines.noteAtTickMs(draft.cluster) <= draft.now.tickMs()) {
            draft.fact(new ClusterFact.TimeNoted(draft.now.tickMs()));
            LaunchDecisions.anew(draft);
        }
        LaunchDecisions.due(draft);
        var forgotten = new ArrayList<String>();
        var purged = new LinkedHashSet<JobKey>();
        var deadlines = draft.cluster.watch().deadlines();
        for (var deadline : deadlines.until(draft.now.tickMs(), BATCH_MAX)) {
            switch (deadline) {
                case Deadline.Lost(var id) -> lost(draft, id);
                case Deadline.Forget(var id) -> forgotten.add(id);
                case Deadline.Drain(var id) -> {
                    var node = draft.cluster.nodes().find(id);
                    if (node != null) DrainDecisions.over(draft, node);
                }
                case Deadline.Purge(var job) -> purged.add(job);
                case Deadline.Collect(var parent) ->
                        purged.addAll(LaunchDecisions.tooMany(draft.cluster, parent));
            }
        }
        int left = BATCH_MAX;
        for (var job : purged) if (left > 0) left -= purge(draft, job, left);
        if (!forgotten.isEmpty()) draft.then(new ClusterFact.AllocationsForgotten(forgotten));
        return draft.decision();
    }

    private static void lost(Draft draft, String id) {
        var allocation = draft.cluster.allocations().find(id);
        if (allocation == null) return;
        draft.lose(allocation, "node missed for too long");
        draft.due(allocation.slot().job(), "allocation lost");
    }

    /// What is left of it is forgotten in the next tick, and it itself with that.
    ///
    /// @param most allocations that are forgotten with it now
    /// @return how much that was
    private static int purge(Draft draft, JobKey job, int most) {
        var ids = List.copyOf(draft.cluster.ofJob(job));
        var now = ids.subList(0, Math.min(ids.size(), most));
        if (!now.isEmpty()) draft.then(new ClusterFact.AllocationsForgotten(now));
        if (now.size() == ids.size()) draft.then(new ClusterFact.JobPurged(job));
        return now.size() + 1;
    }
}
