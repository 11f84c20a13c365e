package dev.skerry.agent.driver;

import java.time.Instant;

/// A task runs: its first process and when it was started, by the node's clock.
public record Started(long pid, Instant at) {}
