package dev.skerry.cluster.recall;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Somebody's word that something must run nowhere any more and never start again, until that is
/// lifted.
///
/// @param id `r` and ten letters and digits
/// @param reason for people, in one line; empty: none was given
/// @param by who said so, as [dev.skerry.kernel.Caller#text] has it
/// @param wallMs when, for people
public record Recall(String id, Recalled what, String reason, String by, long wallMs) {
    public static final int REASON_CHARACTERS_MAX = 200;

    /// Of all jobs together.
    public static final int KEPT_MAX = 1_000;

    /// What is recalled.
    public sealed interface Recalled {
        /// Versions of a job that run the same.
        ///
        /// @param version that was named
        /// @param versions that one, and those that were kept and ran the same; they grow
        /// @param spec of the one that was named; null: it was not kept any more, so that nobody
        ///   can tell what is the same
        record OfVersions(JobKey job, long version, List<Long> versions, @Nullable JobSpec spec)
                implements Recalled {
            public OfVersions {
                versions = List.copyOf(versions);
            }
        }

        /// A job, whatever its version.
        record OfJob(JobKey job) implements Recalled {}
    }

    /// Whose it is.
    public JobKey job() {
        return switch (what) {
            case Recalled.OfVersions it -> it.job();
            case Recalled.OfJob(var job) -> job;
        };
    }

    /// It is about that version of its job.
    public boolean covers(long version) {
        return switch (what) {
            case Recalled.OfVersions it -> it.versions().contains(version);
            case Recalled.OfJob _ -> true;
        };
    }

    /// A job of that name which says this, or one that it has launched, runs what is recalled.
    public boolean covers(JobSpec spec) {
        boolean child = job().equals(spec.launchedBy());
        if (child && spec.launch() instanceof Launch.Launched it && covers(it.version()))
            return true;
        return switch (what) {
            case Recalled.OfVersions(_, _, _, var recalled) ->
                    recalled != null && SameWork.of(recalled, spec);
            case Recalled.OfJob _ -> true;
        };
    }

    /// For what is stopped by it: `recalled: deletes its own data`.
    public String words() {
        return reason.isEmpty() ? RECALLED : RECALLED + ": " + reason;
    }

    /// With which the reason of all begins that is stopped by a recall.
    public static final String RECALLED = "recalled";
}
