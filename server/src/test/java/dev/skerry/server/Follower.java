package dev.skerry.server;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.kernel.FactLog;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// Follows a log and remembers the token hashes in it, in order. It saves 100 characters of each.
public final class Follower implements FactLog.Follower<ClusterFact> {
    private final List<String> hashes = new ArrayList<>();
    private final List<Long> indexes = new ArrayList<>();
    private long term;

    @Override
    public synchronized void committed(long index, List<ClusterFact> facts) {
        for (var fact : facts) hashes.add(((ClusterFact.TokenIssued) fact).token().hash());
        indexes.add(index);
        notifyAll();
    }

    @Override
    public synchronized void leads(long inTerm) {
        term = inTerm;
        notifyAll();
    }

    @Override
    public synchronized void deposed() {
        term = 0;
        notifyAll();
    }

    @Override
    public synchronized void save(OutputStream to) throws IOException {
        var out = new DataOutputStream(to);
        out.writeInt(hashes.size());
        for (var hash : hashes) out.writeUTF(hash.substring(0, Math.min(hash.length(), 100)));
        out.writeUTF("end");
        out.flush();
    }

    @Override
    public synchronized void load(long index, InputStream from) throws IOException {
        var in = new DataInputStream(from);
        var loaded = new ArrayList<String>();
        for (int count = in.readInt(); count > 0; count--) loaded.add(in.readUTF());
        if (!in.readUTF().equals("end")) throw new IOException("damaged");
        hashes.clear();
        hashes.addAll(loaded);
    }

    public synchronized List<String> hashes() {
        return List.copyOf(hashes);
    }

    public synchronized List<Long> indexes() {
        return List.copyOf(indexes);
    }

    public synchronized long term() {
        return term;
    }

    /// The term in which it leads, once it does.
    public long awaitTerm() throws InterruptedException, TimeoutException {
        await(it -> it.term() > 0);
        return term();
    }

    public synchronized void await(Predicate<Follower> condition)
            throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.test(this)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) throw new TimeoutException("term " + term + ", " + hashes);
            wait(left);
        }
    }
}
