package dev.skerry.server.raft;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.House;
import dev.skerry.server.ServerRoom.Beside;
import java.io.IOException;
import java.util.List;

/// Tells what is kept beside the log of each entry before anybody can read what it has led to.
public final class BesideLog implements FactLog.Follower {
    private final FactLog.Follower follower;
    private final List<Beside> besides;

    public BesideLog(FactLog.Follower follower, List<Beside> besides) {
        this.follower = follower;
        this.besides = List.copyOf(besides);
    }

    @Override
    public House house() {
        return follower.house();
    }

    @Override
    public void committed(long index, Batch batch) {
        var before = follower.house();
        for (var beside : besides) beside.committed(before, batch);
        follower.committed(index, batch);
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
        for (var beside : besides) beside.loaded(saved);
        follower.load(index, saved);
    }

    @Override
    public void saving() throws IOException {
        for (var beside : besides) beside.force();
    }
}
