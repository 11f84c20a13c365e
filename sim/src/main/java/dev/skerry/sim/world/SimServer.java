package dev.skerry.sim.world;

import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.scheduler.Expressions;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.server.NewestTick;
import dev.skerry.server.ServerClock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The control plane: the real machine over a log that takes its time. It decides on what it has
/// promised; when it is killed, or leads no more for a moment, what the log does not have is gone.
final class SimServer {
    private static final int SAVE_EVERY_ENTRIES = 100;

    /// Deadlines are looked up at most so often.
    private static final long LOOK_EVERY_MIN_MS = 50;

    final SimScheduler scheduler;
    final SimLinks links;
    private final Events events;
    private final SimClock clock;
    private final Witness witness;
    private final ClusterMachine machine = new ClusterMachine();
    private final SimLog log = new SimLog(machine);
    private final ArrayDeque<Entry> flight = new ArrayDeque<>();
    private ServerClock ticks;
    private boolean up;
    private int life;
    private int term;
    private Cluster committed = Cluster.EMPTY;
    private Cluster promised = Cluster.EMPTY;
    private long syncedMs;
    private long wakeAtMs = Long.MAX_VALUE;

    /// What became of a message.
    sealed interface Outcome {
        record Done(long index) implements Outcome {}

        record Refused(Refusal refusal) implements Outcome {}

        /// It is not known whether the log has it.
        record Lost() implements Outcome {}
    }

    /// Who waits for an outcome.
    interface Answer {
        void came(Outcome outcome);
    }

    /// Who sees what is committed.
    interface Witness extends SimScheduler.Witness {
        void committed(List<ClusterFact> facts, Cluster before, Cluster after);

        /// The state is read from the log again.
        void restored(Cluster cluster);
    }

    /// @param refusal null: it was accepted
    private record Entry(List<ClusterFact> facts, @Nullable Refusal refusal, Answer answer) {}

    SimServer(Events events, SimClock clock, Expressions expressions, Witness witness) {
        this.events = events;
        this.clock = clock;
        this.witness = witness;
        ticks = serverClock();
        scheduler = new SimScheduler(events, this, expressions, witness);
        links = new SimLinks(events, this);
    }

    /// The real one, over the clocks of its host.
    private ServerClock serverClock() {
        return new ServerClock(clock::wallMs, () -> TimeUnit.MILLISECONDS.toNanos(clock.tickMs()));
    }

    boolean up() {
        return up;
    }

    /// Counts the processes.
    int life() {
        return life;
    }

    SimClock clock() {
        return clock;
    }

    Now now() {
        return ticks.now();
    }

    Cluster committed() {
        return committed;
    }

    Cluster promised() {
        return promised;
    }

    int index() {
        return log.index();
    }

    /// Starts with what the log holds.
    ///
    /// @param booted its host was rebooted
    void start(boolean booted) {
        if (up) return;
        if (booted) clock.boot();
        var before = committed;
        committed = log.restore(events.chance(20));
        events.say("server starts with %d entries".formatted(log.index()));
        SimLog.same("the state after a start", before, committed);
        witness.restored(committed);
        up = true;
        life++;
        ticks = serverClock();
        scheduler.forget();
        lead();
        links.start();
    }

    private void lead() {
        term++;
        promised = committed;
        wakeAtMs = Long.MAX_VALUE;
        ticks.goOnFrom(NewestTick.in(committed));
        wake();
        scheduler.look();
    }

    /// kill -9. What was on its way to the disk may be on it or not.
    void crash() {
        if (!up) return;
        events.say("server is killed");
        up = false;
        life++;
        links.die();
        voidPromises();
    }

    /// Another leads for a moment: what was promised and is not committed is void. The process, its
    /// links and its schedulers go on.
    void depose() {
        if (!up) return;
        events.say("server leads anew");
        voidPromises();
        lead();
    }

    /// Some of what is on its way reaches the log; nobody is told which.
    private void voidPromises() {
        term++;
        var waiting = List.copyOf(flight);
        flight.clear();
        int kept = events.dice.nextInt(waiting.size() + 1);
        for (var entry : waiting.subList(0, kept)) append(entry.facts());
        for (var entry : waiting) entry.answer().came(new Outcome.Lost());
    }

    /// Decides on what was promised, and promises. An answer that says nothing new comes when the
    /// promises that it follows from are kept.
    void submit(ClusterMessage message, Answer answer) {
        if (!up) {
            answer.came(new Outcome.Lost());
            return;
        }
        switch (machine.decide(promised, message, now())) {
            case Decision.Refused<ClusterFact, ?>(var refusal) ->
                    promise(new Entry(List.of(), refusal, answer));
            case Decision.Accepted<ClusterFact, ?>(var facts, _) ->
                    promise(new Entry(facts, null, answer));
        }
    }

    private void promise(Entry entry) {
        if (entry.facts().isEmpty() && flight.isEmpty()) {
            answer(entry);
            return;
        }
        for (var fact : entry.facts()) promised = machine.apply(promised, fact);
        flight.add(entry);
        syncedMs = Math.max(syncedMs, events.nowMs() + events.between(1, 25));
        int now = term;
        events.after(
                syncedMs - events.nowMs(),
                () -> {
                    if (term == now) commit();
                });
        wake();
        scheduler.look();
    }

    private void commit() {
        var entry = flight.remove();
        append(entry.facts());
        answer(entry);
    }

    private void answer(Entry entry) {
        var refusal = entry.refusal();
        entry.answer()
                .came(
                        refusal == null
                                ? new Outcome.Done(log.index())
                                : new Outcome.Refused(refusal));
    }

    private void append(List<ClusterFact> facts) {
        if (facts.isEmpty()) return;
        var before = committed;
        log.append(facts);
        for (var fact : facts) committed = machine.apply(committed, fact);
        witness.committed(facts, before, committed);
        if (log.index() % SAVE_EVERY_ENTRIES == 0) log.save(committed);
        if (up) links.committed(log.index(), facts, committed);
    }

    /// Time alone changes something.
    private void wake() {
        long wakeTickMs = machine.wakeAtTickMs(promised);
        if (wakeTickMs == Long.MAX_VALUE) return;
        long waitMs = Math.max(LOOK_EVERY_MIN_MS, clock.realMs(wakeTickMs - now().tickMs()));
        if (events.nowMs() + waitMs >= wakeAtMs) return;
        wakeAtMs = events.nowMs() + waitMs;
        int now = term;
        events.after(
                waitMs,
                () -> {
                    if (term != now) return;
                    wakeAtMs = Long.MAX_VALUE;
                    if (machine.wakeAtTickMs(promised) <= now().tickMs())
                        submit(new ClusterMessage.Tick(), _ -> {});
                    wake();
                });
    }
}
