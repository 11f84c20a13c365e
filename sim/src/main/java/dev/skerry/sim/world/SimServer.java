package dev.skerry.sim.world;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Check;
import dev.skerry.kernel.Decided;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.time.Ticks;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerRoom.Beside;
import dev.skerry.server.ServerRooms;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The control plane: the real machines over a log that takes its time. It decides on what it has
/// promised; when it is killed, or leads no more for a moment, what the log does not have is gone.
/// Its rooms are woken as in the product, by [Ticks].
public final class SimServer {
    private static final int SAVE_EVERY_ENTRIES = 100;

    /// Deadlines are looked up at most so often.
    private static final long LOOK_EVERY_MIN_MS = 50;

    /// So late a leader hears that it is none any more.
    private static final long OVERTAKEN_MAX_MS = 500;

    private static final int ASKED_TWICE_PERCENT = 20;

    final SimLinks links;
    private final Happenings events;
    private final SimClock clock;
    private final List<Saved<?>> saved;

    /// What the newest build has.
    private final List<SimRoom> all;

    /// What its build has now.
    private List<SimRoom> rooms = List.of();

    /// What its rooms keep beside the log.
    private List<Beside> besides = List.of();

    private final SimLog log = new SimLog();
    private final ArrayDeque<Entry> flight = new ArrayDeque<>();
    private final Ticks<SimTick> ticks;
    private final SimTicks rests;
    private Promised promised;
    private ServerClock time;
    private boolean up;

    /// Another leads, which it does not know yet: what it sends to the log is dropped there.
    private boolean overtaken;

    /// What it sent to the log was dropped: it promises nothing more in this term.
    private boolean broken;

    /// Its disk takes nothing more.
    private boolean full;

    private int life;
    private int term;
    private long syncedMs;
    private long wakeAtMs = Long.MAX_VALUE;

    /// What became of a message.
    public sealed interface Verdict {
        record Done(long index) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}

        /// It is not known whether the log has it.
        record Lost() implements Verdict {}
    }

    /// Who waits for an outcome.
    public interface Asker {
        void came(Verdict outcome);
    }

    /// @param refusal null: it was accepted
    private record Answer(@Nullable Refusal refusal, Asker to) {}

    /// What was decided together.
    ///
    /// @param batch an empty one: there is nothing to be written
    /// @param asks what the rooms ask of each other, once it is certain
    private record Entry(Batch batch, List<Answer> answers, List<Ask<?>> asks) {
        void came(Verdict outcome) {
            for (var answer : answers) answer.to().came(outcome);
        }
    }

    /// @param saved how the rooms' states are saved
    /// @param rooms in the same order; all of them before the first start
    SimServer(Happenings events, SimClock clock, List<Saved<?>> saved, List<SimRoom> rooms) {
        this.events = events;
        this.clock = clock;
        this.saved = saved;
        all = rooms;
        promised = new Promised(log.empty(), ServerRooms.LIMITS);
        time = serverClock();
        rests = new SimTicks(this);
        ticks = new Ticks<>(rests);
        links = new SimLinks(events, this);
    }

    /// Those of its build.
    List<SimRoom> rooms() {
        return rooms;
    }

    /// Whether its build has that room.
    public boolean has(Room<?, ?, ?, ?> room) {
        return certain().room(room.name()) != null;
    }

    /// The real one, over the clocks of its host.
    private ServerClock serverClock() {
        return new ServerClock(clock::wallMs, () -> TimeUnit.MILLISECONDS.toNanos(clock.tickMs()));
    }

    public boolean up() {
        return up;
    }

    /// Counts the processes.
    public int life() {
        return life;
    }

    public SimClock clock() {
        return clock;
    }

    public Now now() {
        return time.now();
    }

    /// The states of all rooms, as the log has them.
    public House certain() {
        return promised.certain();
    }

    /// The same with all that is on its way to the log.
    public House promised() {
        return promised.promised();
    }

    /// Of the last entry of the log.
    public int index() {
        return log.index();
    }

    boolean full() {
        return full;
    }

    boolean broken() {
        return broken;
    }

    /// The room of that name may fail, as one that somebody has written wrong.
    boolean mayFail(String room) {
        for (int i = 0; i < rooms.size(); i++)
            if (saved.get(i).room().name().equals(room)) return rooms.get(i).mayFail();
        return false;
    }

    /// Its disk takes nothing more, or has room again. What is on its way to the log gets there.
    void fillDisk(boolean to) {
        if (full == to) return;
        events.say(to ? "the server's disk is full" : "the server's disk has room");
        full = to;
        rests.again();
    }

    /// Starts with what the log holds.
    ///
    /// @param booted its host was rebooted
    void start(boolean booted) {
        if (up) return;
        if (booted) clock.boot();
        build(
                rooms.isEmpty()
                        ? Build.first(events, all.size())
                        : Build.next(events, rooms.size(), all.size()));
        var before = promised.certain();
        besides = besides();
        promised = new Promised(log.restore(events.chance(20), besides), ServerRooms.LIMITS);
        events.say("server starts with %d entries".formatted(log.index()));
        same("the state after a start", before, promised.certain());
        for (var room : rooms) room.restored(promised.certain());
        up = true;
        life++;
        time = serverClock();
        lead();
        for (var room : rooms) room.up();
        links.start();
        rests.watch(events, life);
    }

    private List<Beside> besides() {
        var kept = new ArrayList<Beside>();
        for (var room : rooms) {
            var beside = room.beside();
            if (beside != null) kept.add(beside);
        }
        return List.copyOf(kept);
    }

    private void build(int size) {
        boolean first = rooms.isEmpty();
        if (size > rooms.size() && !first) events.say("server is of a newer build");
        rooms = all.subList(0, size);
        log.rooms(saved.subList(0, size));
        if (first) promised = new Promised(log.empty(), ServerRooms.LIMITS);
    }

    /// It is replaced by the newest build.
    void renew() {
        if (rooms.size() == all.size()) return;
        crash();
        build(all.size());
        start(false);
    }

    /// Throws when what came back is another state.
    private void same(String what, House was, House is) {
        for (var room : rooms.subList(0, was.rooms().size())) {
            var difference = room.difference(was, is);
            if (difference != null)
                throw new Broken(Promise.SAVED, what + " differs in " + difference);
        }
    }

    private void lead() {
        term++;
        overtaken = false;
        broken = false;
        promised.lead(term);
        wakeAtMs = Long.MAX_VALUE;
        time.goOnFrom(promised.certain().newestTickMs());
        ticks.again();
        rests.again();
        wake();
        look();
    }

    private void look() {
        if (up) for (var room : rooms) room.look();
    }

    /// kill -9. What was on its way to the disk may be on it or not.
    void crash() {
        if (!up) return;
        events.say("server is killed");
        for (var room : rooms) room.down();
        besides = List.of();
        up = false;
        life++;
        links.die();
        voidPromises();
    }

    /// Another leads for a moment: what was promised and is not committed is void. The process, its
    /// links and its schedulers go on. It may hear of it in time, by another's entry, late, or not
    /// at all.
    public void depose() {
        if (!up) return;
        events.say("server leads anew");
        term++;
        var waiting = underway();
        switch (events.dice.nextInt(4)) {
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
            case 2 -> {
                keepSome(waiting);
                append(ofAnother());
                overtaken = true;
                leadLater();
            }
            default -> {
                lead();
                keepSome(waiting);
            }
        }
        for (var entry : waiting) entry.came(new Verdict.Lost());
    }

    /// Whatever it decides until then comes to nothing, and another goes on to write.
    private void leadLater() {
        int now = term;
        events.soon(
                10,
                OVERTAKEN_MAX_MS,
                () -> {
                    if (term != now) return;
                    append(ofAnother());
                    var waiting = underway();
                    lead();
                    for (var entry : waiting) entry.came(new Verdict.Lost());
                });
    }

    /// What another server has decided on what is committed.
    private Batch ofAnother() {
        var other = new Promised(promised.certain(), ServerRooms.LIMITS);
        other.lead(++term);
        for (var room : rooms) {
            var ask = room.askedOfAnother();
            if (ask != null) decide(other, ask);
        }
        return other.close();
    }

    private <M> void decide(Promised other, Ask<M> ask) {
        var _ = other.decide(ask.room(), ask.message(), Caller.SERVERS, now());
    }

    private void voidPromises() {
        term++;
        promised.deposed();
        var waiting = underway();
        keepSome(waiting);
        overtaken = false;
        broken = false;
        for (var entry : waiting) entry.came(new Verdict.Lost());
    }

    private List<Entry> underway() {
        var waiting = List.copyOf(flight);
        flight.clear();
        return waiting;
    }

    /// Some of what is on its way reaches the log; nobody is told which.
    private void keepSome(List<Entry> waiting) {
        int kept = overtaken ? 0 : events.dice.nextInt(waiting.size() + 1);
        for (var entry : waiting.subList(0, kept)) append(entry.batch());
    }

    /// Decides on what was promised, and promises. An answer that says nothing new comes when the
    /// promises that it follows from are kept.
    public <M> void submit(Room<?, M, ?, ?> room, M message, Caller caller, Asker answer) {
        if (!up || !has(room)) {
            answer.came(new Verdict.Lost());
            return;
        }
        if (broken) {
            answer.came(new Verdict.Refused(new Refusal.Unavailable("It does not lead.")));
            return;
        }
        var asks = new ArrayList<Ask<?>>();
        var refusal = decide(room, message, caller, asks);
        promise(new Entry(promised.close(), List.of(new Answer(refusal, answer)), asks));
    }

    private <M, E> @Nullable Refusal decide(
            Room<?, M, ?, E> room, M message, Caller caller, List<Ask<?>> asks) {
        return switch (promised.decide(room, message, caller, now(), it -> askable(room, it))) {
            case Decided.Accepted<E>(var effects) -> {
                for (var effect : effects) if (effect instanceof Ask<?> ask) asks.add(ask);
                yield null;
            }
            case Decided.Refused<E>(var why) -> why;
            case Decided.Later<E> _ ->
                    throw new Broken(Promise.NOTHING_FAILS, "a small batch has no room");
        };
    }

    /// On a server the rooms ask each other: nobody would carry out anything else.
    private static void askable(Room<?, ?, ?, ?> room, Object effect) {
        Check.check(effect instanceof Ask<?>, room.name() + " wants what no room of a server does");
    }

    private void promise(Entry entry) {
        if (full && !entry.batch().isEmpty()) {
            promised.takeBack(entry.batch());
            entry.came(new Verdict.Refused(new Refusal.Unavailable("The disk is full.")));
            wake();
            return;
        }
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
        look();
    }

    private void commit() {
        var entry = flight.remove();
        if (overtaken) {
            broken = true;
            entry.came(new Verdict.Lost());
            return;
        }
        append(entry.batch());
        answer(entry);
    }

    private void answer(Entry entry) {
        for (var answer : entry.answers()) {
            var refusal = answer.refusal();
            answer.to()
                    .came(
                            refusal == null
                                    ? new Verdict.Done(log.index())
                                    : new Verdict.Refused(refusal));
        }
        for (var ask : entry.asks()) {
            submit(ask);
            if (events.chance(ASKED_TWICE_PERCENT)) submit(ask);
        }
    }

    /// What the rooms ask of each other is a message like any other, may come to nothing, and may
    /// be asked by one leader after the other.
    private <M> void submit(Ask<M> ask) {
        submit(ask.room(), ask.message(), Caller.SERVERS, _ -> {});
    }

    private void append(Batch batch) {
        if (batch.isEmpty()) return;
        var before = certain();
        log.append(batch);
        for (var beside : besides) beside.committed(before, batch);
        promised.certain(batch);
        for (var room : rooms) room.committed(batch, before, certain());
        if (up && log.index() % SAVE_EVERY_ENTRIES == 0) save(); // the dead save nothing
        if (up) links.committed(log.index(), batch, promised.certain());
    }

    private void save() {
        try {
            for (var beside : besides) beside.force();
        } catch (IOException e) {
            return; // not yet, then
        }
        same("the saved state", certain(), log.save(certain()));
    }

    /// Time alone changes something.
    private void wake() {
        var here = now();
        long tickMs = here.tickMs();
        long wakeTickMs = ticks.wakeAtTickMs(promised.promised(), here);
        if (wakeTickMs == PersistentAgenda.NEVER) return;
        long waitMs = Math.max(LOOK_EVERY_MIN_MS, clock.realMs(wakeTickMs - tickMs));
        if (events.nowMs() + waitMs >= wakeAtMs) return;
        wakeAtMs = events.nowMs() + waitMs;
        int now = term;
        events.after(
                waitMs,
                () -> {
                    if (term != now) return;
                    wakeAtMs = Long.MAX_VALUE;
                    tick();
                    wake();
                });
    }

    /// All rooms that are due are told so together.
    private void tick() {
        if (broken) return;
        var due = ticks.due(promised.promised(), now());
        var answers = new ArrayList<Answer>();
        var asks = new ArrayList<Ask<?>>();
        for (var tick : due) decide(tick, answers, asks);
        if (!answers.isEmpty()) promise(new Entry(promised.close(), answers, asks));
    }

    /// One that fails changes nothing, and fails alone.
    private void decide(SimTick tick, List<Answer> answers, List<Ask<?>> asks) {
        var room = tick.ask().room();
        try {
            answers.add(new Answer(decide(tick.ask(), asks), tick::came));
        } catch (RuntimeException | StackOverflowError e) {
            if (!mayFail(room.name())) throw e;
            tick.fails(rests.words(e));
        }
    }

    private <M> @Nullable Refusal decide(Ask<M> tick, List<Ask<?>> asks) {
        return decide(tick.room(), tick.message(), Caller.SERVERS, asks);
    }
}
