package dev.skerry.agent.driver;

import java.time.Instant;
import java.util.List;

/// A task runs: its first process and when it was started, by the node's clock.
///
/// @param lacks what this node could not keep it from, though it was to
public record Started(long pid, Instant at, List<String> lacks) {
    public Started {
        lacks = List.copyOf(lacks);
    }

    public Started(long pid, Instant at) {
        this(pid, at, List.of());
    }
}
