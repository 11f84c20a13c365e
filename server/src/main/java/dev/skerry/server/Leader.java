package dev.skerry.server;

import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.kernel.Check;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Refusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The loop over the log: it takes messages one at a time, decides each on everything that it has
/// promised so far, and writes what was decided in batches, without waiting for one to be committed
/// before it decides the next.
///
/// Everyone else reads what is committed: [#now].
public final class Leader implements AutoCloseable {
    public static final int MAILBOX_MESSAGES_MAX = 100_000;
    static final int BATCHES_IN_FLIGHT_MAX = 8;

    /// How long the loop sleeps at most when nothing comes.
    private static final long IDLE_MAX_MS = 1_000;

    /// Deadlines are looked up at most so often.
    private static final long LOOK_EVERY_MIN_MS = 50;

    private static final String NOT_LEADING = "This server does not lead; try again shortly.";
    private static final String STOPPING = "This server is stopping; try again shortly.";

    private static final CompletableFuture<Long> NOTHING_ON_ITS_WAY =
            CompletableFuture.completedFuture(0L);

    private final Machine<Cluster, ClusterMessage, ClusterFact, ?> machine;
    private final ToLongFunction<Cluster> wakeAtTickMs;
    private final ServerClock clock;
    private final ServerMetrics metrics;
    private final Published published;
    private final BlockingQueue<Letter> mailbox = new ArrayBlockingQueue<>(MAILBOX_MESSAGES_MAX);
    private final Promises promises = new Promises();
    private final Thread thread = Thread.ofPlatform().name("leader").unstarted(this::run);
    private volatile @Nullable FactLog<ClusterFact> log;
    private volatile boolean closed;

    /// A term in which the log has failed: nothing can be promised in it any more.
    private volatile Published.@Nullable Leadership broken;

    /// What only the loop's thread touches: the state with all that is promised.
    private static final class Promises {
        Published.@Nullable Leadership leadership;
        CompletableFuture<Long> last = NOTHING_ON_ITS_WAY;
        Semaphore batches = new Semaphore(BATCHES_IN_FLIGHT_MAX);
        @Nullable Letter first;

        /// Letters of a batch that the log did not take: each is tried by itself.
        final Deque<Letter> alone = new ArrayDeque<>();

        boolean deadlineKnown;
        long deadlineMs;
        long lookedAtMs;
    }

    private volatile Promised promised = new Promised(null, Cluster.EMPTY);

    /// @param leadership in which it was promised
    private record Promised(Published.@Nullable Leadership leadership, Cluster cluster) {}

    /// @param wakeAtTickMs the next deadline in a state, on the servers' clock
    public Leader(
            Machine<Cluster, ClusterMessage, ClusterFact, ?> machine,
            ToLongFunction<Cluster> wakeAtTickMs,
            ServerClock clock,
            ServerMetrics metrics) {
        this.machine = machine;
        this.wakeAtTickMs = wakeAtTickMs;
        this.clock = clock;
        this.metrics = metrics;
        this.published = new Published(machine, clock);
    }

    /// Whom the log shall tell.
    public FactLog.Follower<ClusterFact> follower() {
        return published;
    }

    /// Begins to work, on a log that was opened with [#follower].
    ///
    /// @param lost told when the loop has ended by a fault: the server should end
    public void start(FactLog<ClusterFact> onLog, Consumer<Throwable> lost) {
        Check.check(log == null, "a leader starts once");
        log = onLog;
        thread.setUncaughtExceptionHandler((_, fault) -> lost.accept(fault));
        thread.start();
    }

    /// Asks for a change. The answer comes once the change is in the log and in [#now].
    ///
    /// It fails with [LeadershipLost] when it is not known what became of it. What follows on the
    /// answer runs on the log's thread unless the caller says otherwise.
    public CompletableFuture<Applied> submit(ClusterMessage message) {
        return post(message).applied();
    }

    /// As [#submit], for those who go on as soon as the change is promised.
    ///
    /// @return true once [#promised] shows it, false when nothing came of it
    CompletableFuture<Boolean> propose(ClusterMessage message) {
        return post(message).promised();
    }

    private Letter post(ClusterMessage message) {
        var letter = new Letter(message);
        var crowded = Urgency.canWait(message) ? crowded() : "";
        if (closed || published.leadership() == null) {
            letter.refuse(new Refusal.Unavailable(NOT_LEADING));
        } else if (!crowded.isEmpty()) {
            letter.refuse(new Refusal.Unavailable(crowded));
        } else if (!mailbox.offer(letter)) {
            letter.refuse(
                    new Refusal.Unavailable(
                            "%d changes wait already; try again in a moment."
                                    .formatted(MAILBOX_MESSAGES_MAX)));
        }
        metrics.mailbox().setRelease(mailbox.size());
        if (closed) refuseWaiting(STOPPING);
        return letter;
    }

    private String crowded() {
        var to = log;
        return to == null ? "" : to.crowded();
    }

    /// What is committed.
    public Snapshot now() {
        return published.now();
    }

    /// What this server has promised so far; the rest of it is on its way into the log. Plans that
    /// are made on it do not collide with plans that are not committed yet.
    Cluster promised() {
        var leadership = published.leadership();
        var last = promised;
        if (leadership == null || last.leadership == leadership) return last.cluster;
        return leadership.from;
    }

    public boolean leads() {
        return published.leadership() != null;
    }

    public boolean awaitLeadership(Duration timeout) throws InterruptedException {
        return published.awaitLeadership(timeout);
    }

    /// The state once it is at that index or further, or as it is when the time is over.
    public Snapshot awaitIndex(long index, Duration timeout) throws InterruptedException {
        return published.await(index, timeout);
    }

    /// The state once it is past that index, or as it is when the time is over.
    public Snapshot awaitNewer(long index, Duration timeout) throws InterruptedException {
        return published.await(index + 1, timeout);
    }

    /// The listener is told the state as it is, without facts, and then every entry after it.
    public void listen(CommitListener listener) {
        published.listen(listener);
    }

    /// Finishes what is on its way; what waits is declined. The log is closed by its owner.
    @Override
    public void close() {
        closed = true;
        var wake = mailbox.offer(new Letter(new ClusterMessage.Tick()));
        Check.check(wake || !mailbox.isEmpty(), "what waits wakes the loop");
        try {
            if (log != null) thread.join(Duration.ofSeconds(10));
            if (promises.first != null) promises.first.refuse(new Refusal.Unavailable(STOPPING));
            for (var letter : promises.alone) letter.refuse(new Refusal.Unavailable(STOPPING));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        refuseWaiting(STOPPING);
        published.close();
    }

    private void run() {
        try {
            while (!closed) step();
        } catch (InterruptedException e) {
            if (!closed) throw new IllegalStateException("only close interrupts the leader", e);
        }
    }

    private void step() throws InterruptedException {
        var leadership = published.leadership();
        if (leadership == null || leadership == broken) {
            for (var next = promises.alone.poll(); next != null; next = promises.alone.poll())
                next.refuse(new Refusal.Unavailable(NOT_LEADING));
            for (var next = next(); next != null; next = next())
                next.refuse(new Refusal.Unavailable(NOT_LEADING));
            published.awaitLeadershipAfter(leadership, Duration.ofMillis(IDLE_MAX_MS));
            return;
        }
        if (leadership != promises.leadership) begin(leadership);
        var batches = promises.batches;
        if (!batches.tryAcquire(IDLE_MAX_MS, TimeUnit.MILLISECONDS)) return;
        boolean sent = false;
        try {
            var batch = new Batch(machine, promised.cluster, clock, metrics);
            var alone = promises.alone.poll();
            if (alone != null) {
                batch.decide(alone);
            } else {
                await();
                if (leadership != published.leadership()) return; // while it waited
                tick(batch);
                for (var next = next(); next != null; next = batch.full() ? null : next())
                    batch.decide(next);
            }
            metrics.mailbox().setRelease(mailbox.size());
            sent = send(leadership, batch, alone != null);
        } finally {
            if (!sent) batches.release();
        }
    }

    private void begin(Published.Leadership leadership) {
        promises.leadership = leadership;
        promises.last = NOTHING_ON_ITS_WAY;
        promises.batches = new Semaphore(BATCHES_IN_FLIGHT_MAX);
        promises.deadlineKnown = false;
        promised = new Promised(leadership, leadership.from);
        promises.lookedAtMs = clock.tickMs() - LOOK_EVERY_MIN_MS;
    }

    /// Waits for a message or for a deadline.
    private void await() throws InterruptedException {
        if (promises.first == null)
            promises.first = mailbox.poll(Math.max(0, idleMs()), TimeUnit.MILLISECONDS);
    }

    private @Nullable Letter next() {
        var first = promises.first;
        promises.first = null;
        return first == null ? mailbox.poll() : first;
    }

    /// How long to wait for a message.
    private long idleMs() {
        long earliest = promises.lookedAtMs + LOOK_EVERY_MIN_MS;
        if (promises.deadlineKnown) earliest = Math.max(earliest, promises.deadlineMs);
        return Math.min(IDLE_MAX_MS, earliest - clock.tickMs());
    }

    private void tick(Batch batch) {
        long tickMs = clock.tickMs();
        if (tickMs < promises.lookedAtMs + LOOK_EVERY_MIN_MS) return;
        promises.lookedAtMs = tickMs;
        if (!promises.deadlineKnown)
            promises.deadlineMs = wakeAtTickMs.applyAsLong(promised.cluster);
        promises.deadlineKnown = true;
        if (promises.deadlineMs > tickMs) return;
        batch.tick();
        promises.deadlineKnown = false;
    }

    /// Hands a batch to the log.
    ///
    /// @param alone it is all of one message: if the log does not take it, that is why
    /// @return false when there is nothing in it for the log
    private boolean send(Published.Leadership leadership, Batch batch, boolean alone) {
        var facts = batch.facts();
        if (facts.isEmpty()) {
            // What was refused was refused because of promises: it is true when they are kept.
            var _ =
                    promises.last.whenComplete(
                            (_, lost) -> batch.answer(published.now().index(), lost));
            return false;
        }
        // First the promise: whoever hears of the commit finds at least as much promised.
        var before = promised;
        promised = new Promised(leadership, batch.state());
        published.expect(leadership, facts, batch.state());
        CompletableFuture<Long> done;
        try {
            done = Check.present(log, "it was started with a log").append(leadership.term, facts);
        } catch (RuntimeException e) {
            promised = before;
            published.expectNot(facts);
            if (e instanceof FactLog.NoRoom full)
                batch.refuse(new Refusal.Unavailable(full.sentence()));
            else if (alone) batch.refuse(unwritten(e));
            else promises.alone.addAll(batch.letters());
            return false;
        }
        promises.last = done;
        promises.deadlineKnown = false;
        metrics.messages().entries().increment();
        batch.promised();
        long begun = System.nanoTime();
        var batches = promises.batches;
        var _ =
                done.whenComplete((index, lost) -> {
                    if (lost != null) broken = leadership;
                    metrics.append().add(System.nanoTime() - begun);
                    batches.release();
                    batch.answer(lost == null ? index : 0, lost);
                });
        return true;
    }

    private static Refusal unwritten(RuntimeException e) {
        if (e instanceof FactLog.TooLarge large)
            return new Refusal.Full("A change", large.bytesMax(), "bytes");
        Events.say("a change cannot be written to the log: " + e);
        return new Refusal.Invalid("A change", "" + e.getMessage(), "what the log can hold");
    }

    private void refuseWaiting(String why) {
        for (var next = mailbox.poll(); next != null; next = mailbox.poll())
            next.refuse(new Refusal.Unavailable(why));
    }
}
