package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobSpec;

/// A job as it is, or was, at one version.
///
/// @param stable its deployment was successful
/// @param forced it goes before all other work, and everywhere at once
/// @param recalled it must not run; that follows from what is recalled
public record JobVersion(
        JobSpec spec, Acceptance acceptance, boolean stable, boolean forced, boolean recalled) {
    /// One that waits for its turn, and has not proven itself yet.
    public JobVersion(JobSpec spec, Acceptance acceptance) {
        this(spec, acceptance, false, false, false);
    }

    /// One of which it is not asked how it came.
    public JobVersion(JobSpec spec) {
        this(spec, Acceptance.UNKNOWN);
    }

    JobVersion proven() {
        return new JobVersion(spec, acceptance, true, forced, recalled);
    }

    public JobVersion force() {
        return forced(true);
    }

    public JobVersion forced(boolean next) {
        return new JobVersion(spec, acceptance, stable, next, recalled);
    }

    JobVersion recalled(boolean next) {
        return new JobVersion(spec, acceptance, stable, forced, next);
    }
}
