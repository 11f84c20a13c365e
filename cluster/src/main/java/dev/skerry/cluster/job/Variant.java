package dev.skerry.cluster.job;

import java.util.Objects;

/// One way to run a task. The first that fits its node is taken.
///
/// @param name empty: the only one there is, of a task that speaks of no variants
/// @param fit on which machines
public record Variant(String name, Fit fit, TaskRun run) {
    public Variant {
        Objects.requireNonNull(name);
        Objects.requireNonNull(fit);
        Objects.requireNonNull(run);
    }

    /// On which machines something runs; what is empty may be anything.
    ///
    /// @param arch as `amd64`
    /// @param cpu what its binaries may use, as `armv7l-hf`
    /// @param libc as `musl`
    public record Fit(String arch, String cpu, String libc) {
        public static final Fit ANY = new Fit("", "", "");
    }

    /// The only one of a task.
    public static Variant only(TaskRun run) {
        return new Variant("", Fit.ANY, run);
    }
}
