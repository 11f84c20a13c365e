package dev.skerry.server;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decided;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Room;
import dev.skerry.server.leader.LeaderCore;
import dev.skerry.server.leader.LeaderCore.Leadership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What this server has promised and what of it is committed, between the two threads that change
/// it: the leader's loop, which decides, and the log's, which commits. Everyone may read what is
/// committed, and wait for more of it.
final class Published implements FactLog.Follower, AutoCloseable {
    /// Entries that a slow listener may be behind before the log waits for it.
    private static final int BEHIND_MAX = 4_096;

    private static final Batch NOTHING = new Batch(0, 0, List.of());

    private final BlockingQueue<Event> toTell = new ArrayBlockingQueue<>(BEHIND_MAX);
    private final Thread teller;

    /// Done when nobody is told anything any more, by a fault.
    private final CompletableFuture<Void> told = new CompletableFuture<>();

    /// For whatever follows.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final LeaderCore core;
    private volatile Snapshot now;
    private volatile House closed;
    private volatile @Nullable Leadership leadership;

    /// What the listeners' thread works through.
    private sealed interface Event {
        record Committed(long index, Batch batch, House after) implements Event {}

        record Joined(CommitListener listener) implements Event {}

        record Led(boolean leads) implements Event {}
    }

    /// @param clock goes on from the state's time before anyone can see that this server leads
    Published(House empty, ServerClock clock) {
        this.core = new LeaderCore(empty, clock);
        this.now = new Snapshot(0, empty);
        this.closed = empty;
        this.teller =
                Thread.ofPlatform()
                        .name("listeners")
                        .daemon()
                        .uncaughtExceptionHandler((_, fault) -> endTelling(fault))
                        .start(this::tell);
    }

    Snapshot now() {
        return now;
    }

    /// What is promised, as of the last batch.
    House closed() {
        return closed;
    }

    @Nullable Leadership leadership() {
        return leadership;
    }

    void listen(CommitListener listener) {
        enqueue(new Event.Joined(listener));
    }

    // ---- the leader's loop -------------------------------------------------------------------

    <S, M, F, E> Decided<E> decide(Room<S, M, F, E> room, M message, Caller caller) {
        lock.lock();
        try {
            return core.decide(room, message, caller);
        } finally {
            lock.unlock();
        }
    }

    /// All of what is promised, also what is not closed yet.
    House promised() {
        lock.lock();
        try {
            return core.promised();
        } finally {
            lock.unlock();
        }
    }

    /// What was decided, for the log. Null: it came to nothing meanwhile, and whatever was decided
    /// has to be decided again.
    @Nullable Batch close(Leadership in) {
        lock.lock();
        try {
            var batch = core.close(in);
            closed = core.closed();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /// The log did not take the last batch.
    void takeBack(Leadership in, Batch batch) {
        lock.lock();
        try {
            core.takeBack(in, batch);
            closed = core.closed();
        } finally {
            lock.unlock();
        }
    }

    // ---- the log -----------------------------------------------------------------------------

    @Override
    public House house() {
        return now.house();
    }

    @Override
    public void committed(long index, Batch batch) {
        lock.lock();
        try {
            core.committed(index, batch);
            publish();
        } finally {
            lock.unlock();
        }
        enqueue(new Event.Committed(index, batch, now.house()));
    }

    @Override
    public void leads(long term) {
        lock.lock();
        try {
            core.leads(term);
            publish();
        } finally {
            lock.unlock();
        }
        // What was promised before and is void now has to be looked at again.
        enqueue(new Event.Committed(now.index(), NOTHING, now.house()));
        enqueue(new Event.Led(true));
    }

    @Override
    public void deposed() {
        lock.lock();
        try {
            core.deposed();
            publish();
        } finally {
            lock.unlock();
        }
        enqueue(new Event.Led(false));
    }

    @Override
    public void load(long index, House saved) {
        lock.lock();
        try {
            core.load(index, saved);
            publish();
        } finally {
            lock.unlock();
        }
        enqueue(new Event.Committed(index, NOTHING, saved));
    }

    private void publish() {
        now = new Snapshot(core.index(), core.house());
        closed = core.closed();
        leadership = core.leadership();
        changed.signalAll();
    }

    // ---- those who read ----------------------------------------------------------------------

    /// The state once it is at that index or further, or as it is when the time is over.
    Snapshot await(long index, Duration timeout) throws InterruptedException {
        long nanos = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (now.index() < index && nanos > 0) nanos = changed.awaitNanos(nanos);
            return now;
        } finally {
            lock.unlock();
        }
    }

    /// Whether this server leads, at the latest when the time is over.
    boolean awaitLeadership(Duration timeout) throws InterruptedException {
        awaitLeadershipAfter(null, timeout);
        return leadership != null;
    }

    /// Waits until this server leads otherwise than in that time.
    void awaitLeadershipAfter(@Nullable Leadership that, Duration timeout)
            throws InterruptedException {
        long nanos = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (java.util.Objects.equals(leadership, that) && nanos > 0)
                nanos = changed.awaitNanos(nanos);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        teller.interrupt();
    }

    /// Fails when the listeners are told nothing any more.
    CompletableFuture<Void> told() {
        return told;
    }

    /// The log goes on until the server has ended.
    private void endTelling(Throwable fault) {
        told.completeExceptionally(fault);
        toTell.clear();
    }

    private void enqueue(Event event) {
        try {
            if (!told.isDone()) toTell.put(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        var last = new Event.Committed(0, NOTHING, now.house());
        var listeners = new ArrayList<CommitListener>();
        try {
            while (true) {
                switch (toTell.take()) {
                    case Event.Committed next -> {
                        last = next;
                        for (var listener : listeners) tell(listener, next);
                    }
                    case Event.Joined(var listener) -> {
                        listeners.add(listener);
                        tell(listener, new Event.Committed(last.index(), NOTHING, last.after()));
                    }
                    case Event.Led(var leads) -> {
                        for (var listener : listeners) listener.leads(leads);
                    }
                }
            }
        } catch (InterruptedException e) {
            toTell.clear(); // the server is closing; nobody listens any more
        }
    }

    private static void tell(CommitListener listener, Event.Committed next) {
        try {
            listener.committed(next.index(), next.batch(), next.after());
        } catch (RuntimeException e) {
            Events.say("a listener failed at index " + next.index() + ": " + e);
        }
    }
}
