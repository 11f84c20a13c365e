package dev.skerry.sim.world;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.scheduler.Expressions;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decided;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerRooms;
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
    private final Happenings events;
    private final SimClock clock;
    private final CommitWitness witness;
    private final SimLog log = new SimLog();
    private final SimPresence presence;
    private final ArrayDeque<Entry> flight = new ArrayDeque<>();
    private Promised promised = new Promised(ServerRooms.empty(), ServerRooms.LIMITS);
    private ServerClock ticks;
    private boolean up;
    private int life;
    private int term;
    private long syncedMs;
    private long wakeAtMs = Long.MAX_VALUE;

    /// What became of a message.
    sealed interface Verdict {
        record Done(long index) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}

        /// It is not known whether the log has it.
        record Lost() implements Verdict {}
    }

    /// Who waits for an outcome.
    interface Asker {
        void came(Verdict outcome);
    }

    /// Who sees what is committed.
    interface CommitWitness extends SimScheduler.PlanWitness {
        void committed(List<ClusterFact> facts, Cluster before, Cluster after);

        /// The state is read from the log again.
        void restored(Cluster cluster);
    }

    /// @param batch an empty one: there is nothing to be written
    /// @param refusal null: it was accepted
    private record Entry(Batch batch, @Nullable Refusal refusal, Asker answer) {}

    SimServer(Happenings events, SimClock clock, Expressions expressions, CommitWitness witness) {
        this.events = events;
        this.clock = clock;
        this.witness = witness;
        ticks = serverClock();
        scheduler = new SimScheduler(events, this, expressions, witness);
        links = new SimLinks(events, this);
        presence = new SimPresence(events, this);
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
        return promised.certain().of(CLUSTER);
    }

    House house() {
        return promised.certain();
    }

    Cluster promised() {
        return promised.promised().of(CLUSTER);
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
        var before = promised.certain();
        promised = new Promised(log.restore(events.chance(20)), ServerRooms.LIMITS);
        events.say("server starts with %d entries".formatted(log.index()));
        SimLog.same("the state after a start", before, promised.certain());
        witness.restored(committed());
        up = true;
        life++;
        ticks = serverClock();
        scheduler.forget();
        lead();
        presence.back();
        links.start();
    }

    private void lead() {
        term++;
        promised.lead(term);
        wakeAtMs = Long.MAX_VALUE;
        ticks.goOnFrom(promised.certain().newestTickMs());
        wake();
        scheduler.look();
    }

    /// kill -9. What was on its way to the disk may be on it or not.
    void crash() {
        if (!up) return;
        events.say("server is killed");
        presence.gone();
        up = false;
        life++;
        links.die();
        voidPromises();
    }

    /// Another leads for a moment: what was promised and is not committed is void. The process, its
    /// links and its schedulers go on. It may hear of it in time, by another's entry, or not at
    /// all.
    void depose() {
        if (!up) return;
        events.say("server leads anew");
        term++;
        var waiting = underway();
        switch (events.dice.nextInt(3)) {
            case 0 -> {
                promised.deposed();
                keepSome(waiting);
                lead();
            }
            case 1 -> {
                keepSome(waiting);
                append(ofAnother());
                lead();
            }
            default -> {
                lead();
                keepSome(waiting);
            }
        }
        for (var entry : waiting) entry.answer().came(new Verdict.Lost());
    }

    /// What another server has decided on what is committed.
    private Batch ofAnother() {
        var other = new Promised(promised.certain(), ServerRooms.LIMITS);
        other.lead(++term);
        var hash = "%016x".formatted(events.dice.nextLong()).repeat(4);
        var issue = new ClusterMessage.IssueToken(hash, "default", 60_000);
        var _ = other.decide(CLUSTER, issue, Caller.SERVERS, now());
        return other.close();
    }

    private void voidPromises() {
        term++;
        promised.deposed();
        var waiting = underway();
        keepSome(waiting);
        for (var entry : waiting) entry.answer().came(new Verdict.Lost());
    }

    private List<Entry> underway() {
        var waiting = List.copyOf(flight);
        flight.clear();
        return waiting;
    }

    /// Some of what is on its way reaches the log; nobody is told which.
    private void keepSome(List<Entry> waiting) {
        int kept = events.dice.nextInt(waiting.size() + 1);
        for (var entry : waiting.subList(0, kept)) append(entry.batch());
    }

    /// On behalf of the servers themselves, or of people.
    void submit(ClusterMessage message, Asker answer) {
        submit(CLUSTER, message, Caller.SERVERS, answer);
    }

    /// Decides on what was promised, and promises. An answer that says nothing new comes when the
    /// promises that it follows from are kept.
    <M> void submit(Room<?, M, ?, ?> room, M message, Caller caller, Asker answer) {
        if (!up) {
            answer.came(new Verdict.Lost());
            return;
        }
        var refusal =
                switch (promised.decide(room, message, caller, now())) {
                    case Decided.Accepted<?> _ -> null;
                    case Decided.Refused<?>(var why) -> why;
                    case Decided.Later<?> _ ->
                            throw new Broken(Promise.NOTHING_FAILS, "an empty batch has no room");
                };
        promise(new Entry(promised.close(), refusal, answer));
    }

    private void promise(Entry entry) {
        if (entry.batch().isEmpty() && flight.isEmpty()) {
            answer(entry);
            return;
        }
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
        append(entry.batch());
        answer(entry);
    }

    private void answer(Entry entry) {
        var refusal = entry.refusal();
        entry.answer()
                .came(
                        refusal == null
                                ? new Verdict.Done(log.index())
                                : new Verdict.Refused(refusal));
    }

    private void append(Batch batch) {
        if (batch.isEmpty()) return;
        var before = committed();
        log.append(batch);
        promised.certain(batch);
        var facts = batch.facts(CLUSTER);
        witness.committed(facts, before, committed());
        if (log.index() % SAVE_EVERY_ENTRIES == 0) log.save(promised.certain());
        if (up) links.committed(log.index(), batch, promised.certain());
    }

    /// Time alone changes something.
    private void wake() {
        long wakeTickMs = promised.wakeAtTickMs();
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
                    if (promised.wakeAtTickMs() <= now().tickMs())
                        submit(new ClusterMessage.Tick(), _ -> {});
                    wake();
                });
    }
}
