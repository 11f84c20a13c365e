package dev.skerry.server;

import dev.skerry.cluster.Cluster;

/// The latest moment on the servers' clock that a state remembers.
public final class NewestTick {
    private NewestTick() {}

    public static long in(Cluster cluster) {
        long newest = cluster.tickMs();
        for (var node : cluster.nodes().values())
            newest = Math.max(newest, node.contact().sinceTickMs());
        for (var allocation : cluster.allocations().values()) {
            newest = Math.max(newest, allocation.observed().sinceTickMs());
            newest = Math.max(newest, allocation.lineage().createdTickMs());
        }
        return newest;
    }
}
