package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobSpec;

/// A job as it is, or was, at one version.
///
/// @param stable its deployment was successful
public record JobVersion(JobSpec spec, Acceptance acceptance, boolean stable) {
    /// One that has not proven itself yet.
    public JobVersion(JobSpec spec, Acceptance acceptance) {
        this(spec, acceptance, false);
    }

    /// One of which it is not asked how it came.
    public JobVersion(JobSpec spec) {
        this(spec, Acceptance.UNKNOWN);
    }

    JobVersion proven() {
        return new JobVersion(spec, acceptance, true);
    }
}
