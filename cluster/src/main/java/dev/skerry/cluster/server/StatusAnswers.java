package dev.skerry.cluster.server;

import io.avaje.jsonb.Json;

/// What is said of the whole.
public final class StatusAnswers {
    private StatusAnswers() {}

    /// It counts what its reader may see.
    ///
    /// @param leader whether this server decides
    /// @param index of the log that the answer is true at
    @Json
    public record FleetStatus(
            String version,
            boolean leader,
            long index,
            long uptimeMs,
            Nodes nodes,
            Jobs jobs,
            Allocations allocations) {}

    /// Every node is counted in one of the six.
    @Json
    public record Nodes(
            int total,
            int ready,
            int joined,
            int missed,
            int draining,
            int ineligible,
            int revoked) {}

    /// @param unhealthy of which something runs and is not healthy
    @Json
    public record Jobs(int total, int unhealthy, int blocked, int stopped) {}

    /// @param unhealthy how many of those that run
    @Json
    public record Allocations(
            int pending,
            int running,
            int unhealthy,
            int complete,
            int failed,
            int unknown,
            int lost) {}

    /// Shown once.
    @Json
    public record Token(String token, String pool, String expires) {}
}
