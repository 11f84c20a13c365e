package dev.skerry.cluster.job;

import java.util.List;

/// How far a task is kept from what is not its own.
///
/// @param confined as far as its node can; if not, it runs as everything ran before nodes could
/// @param must what its node has to be able to keep it from, in the words of [#WORDS]; without that
///   it is placed nowhere
public record Confinement(boolean confined, List<String> must) {
    /// As it was before there was any: so runs what was accepted then, until it is applied again.
    public static final Confinement OPEN = new Confinement(false, List.of());

    /// By whatever its node has.
    public static final Confinement ALL = new Confinement(true, List.of());

    /// What a node can keep a task from, each a word of its own.
    public static final List<String> WORDS =
            List.of(
                    "user",
                    "files",
                    "tmp",
                    "pids",
                    "devices",
                    "capabilities",
                    "privileges",
                    "syscalls",
                    "memory",
                    "cpu",
                    "processes");

    public Confinement {
        must = List.copyOf(must);
    }
}
