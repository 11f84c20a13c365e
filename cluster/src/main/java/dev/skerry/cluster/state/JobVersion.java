package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobSpec;

/// A job as it is, or was, at one version.
public record JobVersion(JobSpec spec, Acceptance acceptance) {
    /// One of which it is not asked how it came.
    public JobVersion(JobSpec spec) {
        this(spec, Acceptance.UNKNOWN);
    }
}
