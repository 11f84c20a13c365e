package dev.skerry.server;

import dev.skerry.cluster.Cluster;

/// The state that was true at one index of the log.
public record Snapshot(long index, Cluster cluster) {
    public static final Snapshot EMPTY = new Snapshot(0, Cluster.EMPTY);
}
