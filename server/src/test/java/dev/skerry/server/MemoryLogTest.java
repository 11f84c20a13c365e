package dev.skerry.server;

import dev.skerry.kernel.FactLog;

class MemoryLogTest implements FactLogContract {
    @Override
    public FactLog open(Follower follower) {
        return new MemoryLog(follower);
    }
}
