package dev.skerry.server.raft;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.House;
import java.io.IOException;

/// A follower that is given nothing twice, also when the log is opened again under it.
final class GivenOnce implements FactLog.Follower {
    private final FactLog.Follower follower;
    private volatile long given = -1;

    GivenOnce(FactLog.Follower follower) {
        this.follower = follower;
    }

    /// Its state is true at a later entry than that.
    boolean isPast(long index) {
        return given > index;
    }

    @Override
    public House house() {
        return follower.house();
    }

    @Override
    public void committed(long index, Batch batch) {
        if (index <= given) return;
        follower.committed(index, batch);
        given = index;
    }

    @Override
    public void leads(long term) {
        follower.leads(term);
    }

    @Override
    public void deposed() {
        follower.deposed();
    }

    @Override
    public void load(long index, House saved) {
        if (index <= given) return;
        follower.load(index, saved);
        given = index;
    }

    @Override
    public void saving() throws IOException {
        follower.saving();
    }
}
