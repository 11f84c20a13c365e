package dev.skerry.server.http.load;

import dev.skerry.http.Declined;
import dev.skerry.server.strangers.Portions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Turns at what costs a server much: a few at a time, so that the links of its nodes, and whatever
/// is answered at once, always find a processor. Who waits is served in rotation with the others
/// who wait, however many turns each of them asks for.
public final class HeavyWork {
    /// Requests that wait for a turn: they cost little meanwhile, and their bodies are counted.
    static final int WAITING_MAX = 1_024;

    static final int WAITING_OF_ONE_MAX = WAITING_MAX / 2;
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);

    /// Of those that had a turn, and left it to wait for news; all of them are told at once.
    private static final Duration WAIT_AGAIN_MAX = Duration.ofSeconds(30);

    private static final ThreadLocal<@Nullable HeavyTurn> OWN = new ThreadLocal<>();

    private final Portions<String> places = new Portions<>(WAITING_MAX, WAITING_OF_ONE_MAX);
    private final SequencedMap<String, Deque<Call>> waiting = new LinkedHashMap<>();
    private int free;

    /// @param atOnce turns at one time
    public HeavyWork(int atOnce) {
        free = atOnce;
    }

    /// Half of the processors, and at least one, is for what costs much.
    public static HeavyWork ofMachine() {
        return new HeavyWork(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /// One that waits to be called.
    private static final class Call {
        private final Semaphore called = new Semaphore(0);
    }

    /// A turn, if one is free. It belongs to this thread.
    ///
    /// @param owner with whom it is in rotation, should it have to wait for another turn
    public @Nullable HeavyTurn atOnce(String owner) {
        return now() ? new HeavyTurn(owner) : null;
    }

    /// A turn, once it has come; it belongs to this thread.
    ///
    /// @param owner with whom it is in rotation
    /// @throws Declined when too many wait already, or it does not come soon
    public HeavyTurn turn(String owner) throws InterruptedException, Declined {
        if (!places.take(owner, 1))
            throw busy("Too many requests that cost much wait already; ask later.");
        try {
            await(owner, WAIT_MAX);
        } finally {
            places.giveBack(owner, 1);
        }
        return new HeavyTurn(owner);
    }

    /// Whoever has a turn on this thread needs it no longer: what costs much is done.
    public static void over() {
        var turn = OWN.get();
        if (turn != null) turn.end();
    }

    /// Waits for something that costs nothing: whoever has a turn on this thread leaves it to
    /// others meanwhile.
    public static <T> T beside(Awaited<T> awaited) throws InterruptedException, Declined {
        var turn = OWN.get();
        if (turn == null) return awaited.come();
        turn.end();
        var come = awaited.come();
        turn.again();
        return come;
    }

    /// A turn of one thread.
    public final class HeavyTurn implements AutoCloseable {
        private final String owner;
        private boolean has = true;

        private HeavyTurn(String owner) {
            this.owner = owner;
            OWN.set(this);
        }

        private void again() throws InterruptedException, Declined {
            if (!now()) await(owner, WAIT_AGAIN_MAX);
            has = true;
        }

        private void end() {
            if (has) next();
            has = false;
        }

        @Override
        public void close() {
            OWN.remove();
            end();
        }
    }

    /// How many wait.
    public synchronized int waiting() {
        int all = 0;
        for (var calls : waiting.values()) all += calls.size();
        return all;
    }

    /// Whether there is a turn for who comes now. Nobody waits while one is free.
    private synchronized boolean now() {
        if (free == 0) return false;
        free--;
        return true;
    }

    private void await(String owner, Duration longest) throws InterruptedException, Declined {
        var call = enlisted(owner);
        if (call == null) return;
        boolean called = false;
        try {
            called = call.called.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            if (!called && !withdrawn(owner, call)) next(); // it was called in this moment
        }
        if (!called) throw busy("The server has too much to do; ask later.");
    }

    /// @return null: a turn has come free meanwhile, and is taken
    private synchronized @Nullable Call enlisted(String owner) {
        if (now()) return null;
        var call = new Call();
        waiting.computeIfAbsent(owner, _ -> new ArrayDeque<>()).add(call);
        return call;
    }

    private synchronized boolean withdrawn(String owner, Call call) {
        var calls = waiting.get(owner);
        if (calls == null || !calls.remove(call)) return false;
        if (calls.isEmpty()) waiting.remove(owner);
        return true;
    }

    /// A turn is over, and the next one begins.
    private synchronized void next() {
        var first = waiting.pollFirstEntry();
        if (first == null) {
            free++;
            return;
        }
        var calls = first.getValue();
        calls.remove().called.release();
        if (!calls.isEmpty()) waiting.put(first.getKey(), calls);
    }

    private static Declined busy(String why) {
        return Declined.unavailable(why, 2);
    }
}
