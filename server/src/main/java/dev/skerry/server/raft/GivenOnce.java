package dev.skerry.server.raft;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.kernel.FactLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/// A follower that is given nothing twice, also when the log is opened again under it.
final class GivenOnce implements FactLog.Follower<ClusterFact> {
    private final FactLog.Follower<ClusterFact> follower;
    private volatile long given = -1;

    GivenOnce(FactLog.Follower<ClusterFact> follower) {
        this.follower = follower;
    }

    /// Its state is true at a later entry than that.
    boolean isPast(long index) {
        return given > index;
    }

    @Override
    public void committed(long index, List<ClusterFact> facts) {
        if (index <= given) return;
        follower.committed(index, facts);
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
    public void save(OutputStream to) throws IOException {
        follower.save(to);
    }

    @Override
    public void load(long index, InputStream from) throws IOException {
        if (index <= given) return;
        follower.load(index, from);
        given = index;
    }
}
