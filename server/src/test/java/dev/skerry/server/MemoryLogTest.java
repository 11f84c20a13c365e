package dev.skerry.server;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.kernel.FactLog;

class MemoryLogTest implements FactLogContract {
    @Override
    public FactLog<ClusterFact> open(Follower follower) {
        return new MemoryLog<>(follower);
    }
}
