package dev.skerry.agent.driver;

import java.util.List;

/// A task of which all is there that its start needs.
///
/// @param process what is to be started for it
/// @param lacks what this node cannot keep it from, though it shall
/// @param by what of the node runs it: `Java 25.0.3`; empty: that is no question
public record Prepared(ProcessLaunch process, List<String> lacks, String by) {
    public Prepared {
        lacks = List.copyOf(lacks);
    }

    public Prepared(ProcessLaunch process, List<String> lacks) {
        this(process, lacks, "");
    }

    public Prepared(ProcessLaunch process) {
        this(process, List.of());
    }

    /// The same, now that its process runs.
    public Started started(Started process) {
        return new Started(process.pid(), process.at(), lacks, by);
    }
}
