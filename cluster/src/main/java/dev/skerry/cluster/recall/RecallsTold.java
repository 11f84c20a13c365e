package dev.skerry.cluster.recall;

import dev.skerry.cluster.job.JobKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node is told of recalls: all that concern what it has or had.
///
/// @param changes of [Recalls#changes] that it is true at
public record RecallsTold(long changes, List<RecalledWork> all) {
    public static final RecallsTold NOTHING = new RecallsTold(0, List.of());

    public RecallsTold {
        all = List.copyOf(all);
    }

    /// @param versions none: all of them
    /// @param why as [Recall#words] has it
    public record RecalledWork(JobKey job, List<Long> versions, String why) {
        public RecalledWork {
            versions = List.copyOf(versions);
        }

        static RecalledWork of(Recall recall) {
            List<Long> versions =
                    switch (recall.what()) {
                        case Recall.Recalled.OfVersions it -> it.versions();
                        case Recall.Recalled.OfJob _ -> List.of();
                    };
            return new RecalledWork(recall.job(), versions, recall.words());
        }

        boolean covers(JobKey other, long version) {
            return job.equals(other) && (versions.isEmpty() || versions.contains(version));
        }
    }

    /// Those of some jobs.
    public static RecallsTold of(Recalls recalls, Iterable<JobKey> jobs) {
        var all = new ArrayList<RecalledWork>();
        for (var job : jobs) for (var recall : recalls.of(job)) all.add(RecalledWork.of(recall));
        return new RecallsTold(recalls.changes(), all);
    }

    /// Why that version must not run; null: it may.
    public @Nullable String why(JobKey job, long version) {
        for (var it : all) if (it.covers(job, version)) return it.why();
        return null;
    }
}
