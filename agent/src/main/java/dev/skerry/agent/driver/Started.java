package dev.skerry.agent.driver;

import java.time.Instant;
import java.util.List;

/// A task runs: its first process and when it was started, by the node's clock.
///
/// @param lacks what this node could not keep it from, though it was to
/// @param by what of the node runs it: `Java 25.0.3`; empty: that is no question
public record Started(long pid, Instant at, List<String> lacks, String by) {
    public Started {
        lacks = List.copyOf(lacks);
    }

    public Started(long pid, Instant at, List<String> lacks) {
        this(pid, at, lacks, "");
    }

    public Started(long pid, Instant at) {
        this(pid, at, List.of());
    }
}
