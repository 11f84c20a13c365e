package dev.skerry.server;

import dev.skerry.cluster.disk.FileTrouble;
import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Check;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.time.Ticks;
import dev.skerry.server.leader.LeaderCore.Leadership;
import dev.skerry.server.strangers.Murmurs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
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

    private final ServerClock clock;
    private final ServerMetrics metrics;
    private final Published published;
    private final Queue<Letter<?>> mailbox = new ArrayBlockingQueue<>(MAILBOX_MESSAGES_MAX);
    private final Murmurs murmurs = new Murmurs();
    private final Loop loop = new Loop();
    private final Thread thread = Thread.ofPlatform().name("leader").unstarted(this::run);
    private volatile @Nullable FactLog log;
    private volatile boolean closed;

    /// A time in which the log has failed: nothing can be promised in it any more.
    private volatile @Nullable Leadership broken;

    /// What only the loop's thread touches.
    private static final class Loop {
        final Ticks<Letter<?>> ticks = new Ticks<>(new TickLetters());
        @Nullable Leadership leadership;
        CompletableFuture<Long> last = NOTHING_ON_ITS_WAY;
        Semaphore batches = new Semaphore(BATCHES_IN_FLIGHT_MAX);

        /// Letters before those in the mailbox.
        final Deque<Letter<?>> first = new ArrayDeque<>();

        /// Letters of a batch that the log did not take: each is tried by itself.
        final Deque<Letter<?>> alone = new ArrayDeque<>();

        long lookedAtMs;
    }

    /// @param empty the rooms, before anything has happened
    public Leader(House empty, ServerClock clock, ServerMetrics metrics) {
        this.clock = clock;
        this.metrics = metrics;
        this.published = new Published(empty, clock);
    }

    /// Whom the log shall tell.
    public FactLog.Follower follower() {
        return published;
    }

    /// Begins to work, on a log that was opened with [#follower].
    ///
    /// @param lost told when the loop has ended by a fault, or that of the listeners: the server
    ///   should end
    public void start(FactLog onLog, Consumer<Throwable> lost) {
        Check.check(log == null, "a leader starts once");
        log = onLog;
        thread.setUncaughtExceptionHandler((_, fault) -> lost.accept(fault));
        var _ =
                published
                        .told()
                        .exceptionally(fault -> {
                            lost.accept(fault);
                            return null;
                        });
        thread.start();
    }

    /// Asks for a change. The answer comes once the change is in the log and in [#now].
    ///
    /// It fails with [LeadershipLost] when it is not known what became of it. What follows on the
    /// answer runs on the log's thread unless the caller says otherwise.
    public <M> CompletableFuture<Applied> submit(Room<?, M, ?, ?> room, M message, Caller caller) {
        return post(new Letter<>(room, message, caller)).applied();
    }

    /// As [#submit], for those who go on as soon as the change is promised.
    ///
    /// @return true once [#promised] shows it, false when nothing came of it
    public <M> CompletableFuture<Boolean> propose(Room<?, M, ?, ?> room, M message) {
        return post(new Letter<>(room, message, Caller.SERVERS)).promised();
    }

    private Letter<?> post(Letter<?> letter) {
        var crowded = letter.canWait() ? crowded() : "";
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
        LockSupport.unpark(thread);
        metrics.mailbox().setRelease(mailbox.size());
        if (closed) refuse(mailbox, STOPPING);
        return letter;
    }

    /// Nobody waits for the answer any more. What has not been decided yet never will be; what is
    /// on its way into the log gets there.
    public void withdraw(CompletableFuture<Applied> asked) {
        if (asked.cancel(false)) mailbox.removeIf(letter -> letter.applied().isDone());
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
    public House promised() {
        return published.closed();
    }

    public boolean leads() {
        return published.leadership() != null;
    }

    /// Whether a server leads: this one, or another that it has heard just now.
    public boolean heard() {
        var to = log;
        return to != null && (leads() || to.heard());
    }

    /// Whether [#now] shows all that this server knew when it ended.
    public boolean caughtUp() {
        var to = log;
        return to != null && to.caughtUp();
    }

    /// Makes sure that [#now] shows, from here on, all that anybody was told by any server is so.
    ///
    /// @return false: it is not certain after that time
    public boolean confirm(Duration longest) throws InterruptedException {
        var to = log;
        if (to == null || closed) return false;
        try {
            var _ = to.confirm().get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException _) {
            return false;
        }
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
        LockSupport.unpark(thread);
        try {
            if (log != null) thread.join(Duration.ofSeconds(10));
            refuse(loop.first, STOPPING);
            refuse(loop.alone, STOPPING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        refuse(mailbox, STOPPING);
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
        if (leadership == null || leadership.equals(broken)) {
            refuse(loop.first, NOT_LEADING);
            refuse(loop.alone, NOT_LEADING);
            refuse(mailbox, NOT_LEADING);
            published.awaitLeadershipAfter(leadership, Duration.ofMillis(IDLE_MAX_MS));
            return;
        }
        if (!leadership.equals(loop.leadership)) begin(leadership);
        var batches = loop.batches;
        if (!batches.tryAcquire(IDLE_MAX_MS, TimeUnit.MILLISECONDS)) return;
        boolean sent = false;
        try {
            var alone = loop.alone.poll();
            if (alone == null) await();
            var round = new Round(published, metrics, this::undecided);
            if (alone == null) decide(round);
            else round.decide(alone);
            metrics.mailbox().setRelease(mailbox.size());
            sent = send(leadership, round, alone != null);
        } finally {
            if (!sent) batches.release();
        }
    }

    private void begin(Leadership leadership) {
        loop.leadership = leadership;
        loop.ticks.again();
        loop.last = NOTHING_ON_ITS_WAY;
        loop.batches = new Semaphore(BATCHES_IN_FLIGHT_MAX);
        loop.lookedAtMs = clock.tickMs() - LOOK_EVERY_MIN_MS;
    }

    /// Waits for a message or for a deadline. Whoever brings one wakes the loop; so nothing that
    /// could sleep itself, and take the wake-up for its own, stands behind the look.
    private void await() {
        long wakeAtMs = loop.ticks.wakeAtTickMs(published.promised(), clock.now());
        long earliestMs = Math.max(loop.lookedAtMs + LOOK_EVERY_MIN_MS, wakeAtMs);
        long waitMs = Math.clamp(earliestMs - clock.tickMs(), 0, IDLE_MAX_MS);
        if (closed || !loop.first.isEmpty() || !mailbox.isEmpty()) return;
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(waitMs));
    }

    private void decide(Round round) {
        tick();
        while (!round.full()) {
            var letter = loop.first.poll();
            if (letter == null) letter = mailbox.poll();
            if (letter == null) return;
            if (letter.applied().isDone()) continue; // nobody waits for it any more
            if (round.decide(letter)) continue;
            loop.first.addFirst(letter); // it begins the next batch
            return;
        }
    }

    /// Rooms that are due come before everyone else.
    private void tick() {
        var now = clock.now();
        if (now.tickMs() < loop.lookedAtMs + LOOK_EVERY_MIN_MS) return;
        loop.lookedAtMs = now.tickMs();
        var due = loop.ticks.due(published.promised(), now);
        for (var letter : due.reversed()) loop.first.addFirst(letter);
    }

    /// Hands what was decided to the log.
    ///
    /// @param alone it is all of one message: if the log does not take it, that is why
    /// @return false when there is nothing in it for the log
    private boolean send(Leadership leadership, Round round, boolean alone) {
        var batch = published.close(leadership);
        if (batch == null) { // something else was committed meanwhile
            var again = alone ? loop.alone : loop.first;
            for (var letter : round.letters().reversed()) again.addFirst(letter);
            return false;
        }
        if (batch.isEmpty()) {
            // What was refused was refused because of promises: it is true when they are kept.
            var _ =
                    loop.last.whenComplete((_, lost) -> {
                        round.answer(published.now().index(), lost);
                        if (lost == null) ask(round);
                    });
            return false;
        }
        CompletableFuture<Long> done;
        try {
            done = Check.present(log, "it was started with a log").append(batch);
        } catch (RuntimeException e) {
            published.takeBack(leadership, batch);
            if (e instanceof FactLog.NoRoom full)
                round.refuse(new Refusal.Unavailable(full.sentence()));
            else if (alone) round.refuse(unwritten(e));
            else loop.alone.addAll(round.letters());
            return false;
        }
        sent(leadership, round, done);
        return true;
    }

    private void sent(Leadership leadership, Round round, CompletableFuture<Long> done) {
        loop.last = done;
        metrics.messages().entries().increment();
        round.promised();
        long begun = System.nanoTime();
        var batches = loop.batches;
        var _ =
                done.whenComplete((index, lost) -> {
                    if (lost != null) broken(leadership);
                    metrics.append().add(System.nanoTime() - begun);
                    batches.release();
                    round.answer(lost == null ? index : 0, lost);
                    if (lost == null) ask(round);
                });
    }

    /// Nothing can be promised on what may be in the log or not.
    private void broken(Leadership leadership) {
        broken = leadership;
        Check.present(log, "it was started with a log").renounce(leadership.term());
    }

    /// What the rooms ask of each other is a message like any other.
    private void ask(Round round) {
        for (var ask : round.asks()) ask(ask);
    }

    private <M> void ask(Ask<M> ask) {
        var _ = propose(ask.room(), ask.message());
    }

    /// Ticks are said by [Ticks].
    private void undecided(Letter<?> letter, Undecided why) {
        if (!loop.ticks.has(letter)) say(Undecided.about(letter), why.getMessage() + "");
    }

    /// What somebody can cause as often as he likes.
    private void say(String about, String sentence) {
        var line = murmurs.line(about, sentence, clock.tickMs());
        if (line != null) Events.say(line);
    }

    private Refusal unwritten(RuntimeException e) {
        if (e instanceof FactLog.TooLarge large)
            return new Refusal.Full("A change", large.bytesMax(), "bytes");
        say("the log", "a change cannot be written to the log: " + FileTrouble.words(e));
        return new Refusal.Invalid("A change", FileTrouble.words(e), "what the log can hold");
    }

    private static void refuse(Queue<Letter<?>> letters, String why) {
        for (var next = letters.poll(); next != null; next = letters.poll())
            next.refuse(new Refusal.Unavailable(why));
    }
}
