package dev.skerry.server;

import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.codec.SavedCluster;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What is committed, for everyone to read: it follows the log, and everyone may wait for it.
final class Published implements FactLog.Follower<ClusterFact>, AutoCloseable {
    /// Entries that a slow listener may be behind before the log waits for it.
    private static final int BEHIND_MAX = 4_096;

    private final BiFunction<Cluster, ClusterFact, Cluster> apply;
    private final ServerClock clock;
    private final Queue<Proposed> proposed = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Event> toTell = new ArrayBlockingQueue<>(BEHIND_MAX);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread teller;
    private volatile Snapshot now = Snapshot.EMPTY;
    private volatile @Nullable Leadership leadership;

    /// A term that this server leads in, and the state that it began with.
    static final class Leadership {
        final long term;
        final Cluster from;

        Leadership(long term, Cluster from) {
            this.term = term;
            this.from = from;
        }
    }

    /// A batch on its way through the log: the state after it is known already.
    ///
    /// @param in the leadership that it was decided in
    private record Proposed(Leadership in, List<ClusterFact> facts, Cluster after) {
        /// The log gives the very list back, or reads it again when it has let go of it.
        @SuppressWarnings("ReferenceEquality") // most often it need not be compared
        boolean is(List<ClusterFact> others) {
            return facts == others || facts.equals(others);
        }
    }

    /// What the listeners' thread works through.
    private sealed interface Event {
        record Committed(long index, List<ClusterFact> facts, Cluster after) implements Event {}

        record Joined(CommitListener listener) implements Event {}
    }

    /// @param clock goes on from the state's time before anyone can see that this server leads
    Published(Machine<Cluster, ?, ClusterFact, ?> machine, ServerClock clock) {
        this.apply = machine::apply;
        this.clock = clock;
        this.teller = Thread.ofPlatform().name("listeners").daemon().start(this::tell);
    }

    Snapshot now() {
        return now;
    }

    @Nullable Leadership leadership() {
        return leadership;
    }

    void listen(CommitListener listener) {
        enqueue(new Event.Joined(listener));
    }

    /// The leader is about to append these; when they come back, this is the state.
    void expect(Leadership in, List<ClusterFact> facts, Cluster after) {
        proposed.add(new Proposed(in, facts, after));
    }

    @SuppressWarnings("ReferenceEquality") // of two batches that say the same, this one
    void expectNot(List<ClusterFact> facts) {
        proposed.removeIf(batch -> batch.facts() == facts);
    }

    @Override
    public void committed(long index, List<ClusterFact> facts) {
        var own = expected(facts);
        var after = own == null ? applied(facts) : own.after();
        var leads = leadership;
        if (own == null && leads != null) leadership = new Leadership(leads.term, after);
        publish(new Snapshot(index, after));
        enqueue(new Event.Committed(index, facts, after));
    }

    /// The batch as it was promised. Null when it was decided elsewhere, or on what came to nothing
    /// before it: it counts all the same, but whatever was promised since was promised on another
    /// state than this one, so the leader has to begin anew.
    private @Nullable Proposed expected(List<ClusterFact> facts) {
        var leads = leadership;
        var head = proposed.peek();
        while (head != null && head.in() != leads) { // of a time that is over
            proposed.remove(head);
            head = proposed.peek();
        }
        if (head == null || !head.is(facts)) return null;
        proposed.remove(head);
        return head;
    }

    private Cluster applied(List<ClusterFact> facts) {
        var after = now.cluster();
        for (var fact : facts) after = apply.apply(after, fact);
        return after;
    }

    private void enqueue(Event event) {
        try {
            toTell.put(event);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void leads(long term) {
        proposed.clear();
        clock.goOnFrom(NewestTick.in(now.cluster()));
        leadership = new Leadership(term, now.cluster());
        publish(now);
        // What was promised before and is void now has to be looked at again.
        enqueue(new Event.Committed(now.index(), List.of(), now.cluster()));
    }

    @Override
    public void deposed() {
        leadership = null;
        proposed.clear();
        publish(now);
    }

    @Override
    public void save(OutputStream to) throws IOException {
        SavedCluster.write(now.cluster(), to);
    }

    @Override
    public void load(long index, InputStream from) throws IOException {
        var loaded = new Snapshot(index, SavedCluster.read(from));
        publish(loaded);
        enqueue(new Event.Committed(index, List.of(), loaded.cluster()));
    }

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
        long nanos = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (leadership == null && nanos > 0) nanos = changed.awaitNanos(nanos);
            return leadership != null;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until this server leads in another term than that one.
    void awaitLeadershipAfter(@Nullable Leadership that, Duration timeout)
            throws InterruptedException {
        long nanos = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (leadership == that && nanos > 0) nanos = changed.awaitNanos(nanos);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        teller.interrupt();
    }

    private void publish(Snapshot next) {
        lock.lock();
        try {
            now = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void tell() {
        var last = new Event.Committed(0, List.of(), Cluster.EMPTY);
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
                        tell(listener, new Event.Committed(last.index(), List.of(), last.after()));
                    }
                }
            }
        } catch (InterruptedException e) {
            toTell.clear(); // the server is closing; nobody listens any more
        }
    }

    private static void tell(CommitListener listener, Event.Committed next) {
        try {
            listener.committed(next.index(), next.facts(), next.after());
        } catch (RuntimeException e) {
            Events.say("a listener failed at index " + next.index() + ": " + e);
        }
    }
}
