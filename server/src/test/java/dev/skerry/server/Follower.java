package dev.skerry.server;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.House;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/// Follows a log of [Hashes].
public class Follower implements FactLog.Follower {
    private House house = House.of(List.of(Hashes.HASHES));
    private final List<Long> indexes = new ArrayList<>();
    private long term;

    @Override
    public synchronized void committed(long index, Batch batch) {
        house = house.after(batch);
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
    public synchronized House house() {
        return house;
    }

    @Override
    public synchronized void load(long index, House saved) {
        house = saved;
    }

    public synchronized List<String> hashes() {
        return house.of(Hashes.HASHES);
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
            if (left <= 0) throw new TimeoutException("term " + term + ", " + hashes());
            wait(left);
        }
    }
}
