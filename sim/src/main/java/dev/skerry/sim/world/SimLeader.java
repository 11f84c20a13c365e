package dev.skerry.sim.world;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decided;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.time.Ticks;
import dev.skerry.server.leader.LeaderCore.Leadership;
import dev.skerry.server.raft.Entry;
import dev.skerry.sim.world.SimServer.Asker;
import dev.skerry.sim.world.SimServer.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a server does as long as it leads, or believes so: it decides on what it has promised,
/// hands that to the log, and answers once it is applied. Its rooms are woken as in the product, by
/// [Ticks].
final class SimLeader {
    /// Deadlines are looked up at most so often.
    private static final long LOOK_EVERY_MIN_MS = 50;

    /// Between a decision and the log.
    private static final long HANDED_MAX_MS = 3;

    private static final int ASKED_TWICE_PERCENT = 20;

    private final Happenings events;
    private final SimPeer peer;
    private final ArrayDeque<Flight> flight = new ArrayDeque<>();
    private final SimTicks rests;
    private final Ticks<SimTick> ticks;

    /// What it promised in that time may be in the log or not: it promises nothing more in it.
    private @Nullable Leadership broken;

    /// Counts the times in which it leads, and those in which it does not.
    private int time;

    private long handedMs;
    private long wakeAtMs = Long.MAX_VALUE;

    /// @param refusal null: it was accepted
    private record Answer(@Nullable Refusal refusal, Asker to) {}

    /// What was decided together, and is on its way.
    private static final class Flight {
        /// An empty one: there is nothing to be written.
        final Batch batch;

        final byte[] bytes;
        final List<Answer> answers;

        /// What the rooms ask of each other, once it is certain.
        final List<Ask<?>> asks;

        /// In the log; 0: not yet.
        long index;

        long term;

        Flight(Batch batch, List<Answer> answers, List<Ask<?>> asks) {
            this.batch = batch;
            bytes = batch.isEmpty() ? new byte[0] : Entry.encode(batch);
            this.answers = answers;
            this.asks = asks;
        }

        void came(Verdict outcome) {
            for (var answer : answers) answer.to().came(outcome);
        }
    }

    SimLeader(Happenings events, SimPeer peer) {
        this.events = events;
        this.peer = peer;
        rests = new SimTicks(peer);
        ticks = new Ticks<>(rests);
    }

    /// Whether it decides anything at the moment.
    boolean decides() {
        return leading() != null;
    }

    /// Null: it does not lead, or can promise nothing more in that time.
    private @Nullable Leadership leading() {
        var leadership = peer.core().leadership();
        return leadership == null || leadership.equals(broken) ? null : leadership;
    }

    int time() {
        return time;
    }

    void watch(int life) {
        rests.watch(events, life);
    }

    /// It leads from now on.
    void begins() {
        time++;
        lose();
        broken = null;
        wakeAtMs = Long.MAX_VALUE;
        ticks.again();
        rests.again();
        wake();
    }

    /// It leads no more, or its process has ended.
    void ends() {
        time++;
        lose();
    }

    /// There is room on its disk again, or none any more.
    void diskChanged() {
        rests.again();
    }

    private void lose() {
        var waiting = List.copyOf(flight);
        flight.clear();
        for (var each : waiting) each.came(new Verdict.Lost());
    }

    /// The batch of that entry, if it is its own.
    @Nullable Batch own(long index, long term) {
        for (var each : flight)
            if (each.index == index && each.term == term && !each.batch.isEmpty())
                return each.batch;
        return null;
    }

    /// Decides on what was promised, and promises. An answer that says nothing new comes when the
    /// promises that it follows from are kept.
    <M> void submit(Room<?, M, ?, ?> room, M message, Caller caller, Asker answer) {
        var leadership = leading();
        if (leadership == null) {
            answer.came(new Verdict.Refused(new Refusal.Unavailable("It does not lead.")));
            return;
        }
        var asks = new ArrayList<Ask<?>>();
        var refusal = decide(room, message, caller, asks);
        promise(leadership, List.of(new Answer(refusal, answer)), asks);
    }

    private <M, E> @Nullable Refusal decide(
            Room<?, M, ?, E> room, M message, Caller caller, List<Ask<?>> asks) {
        peer.now(); // what is decided is decided by then at the latest
        return switch (peer.core().decide(room, message, caller)) {
            case Decided.Accepted<E>(var effects) -> {
                for (var effect : effects) if (effect instanceof Ask<?> ask) asks.add(ask);
                yield null;
            }
            case Decided.Refused<E>(var why) -> why;
            case Decided.Later<E> _ ->
                    throw new Broken(Promise.NOTHING_FAILS, "a small batch has no room");
        };
    }

    private void promise(Leadership in, List<Answer> answers, List<Ask<?>> asks) {
        var batch = peer.core().close(in);
        if (batch == null) throw new Broken(Promise.NOTHING_FAILS, "it leads otherwise meanwhile");
        var entry = new Flight(batch, answers, asks);
        if (batch.isEmpty()) {
            if (flight.isEmpty()) answer(entry, peer.core().index());
            else flight.add(entry);
            return;
        }
        if (peer.full()) {
            peer.core().takeBack(in, batch);
            entry.came(new Verdict.Refused(new Refusal.Unavailable("The disk is full.")));
            wake();
            return;
        }
        peer.decided(batch);
        flight.add(entry);
        handedMs = Math.max(handedMs, events.nowMs() + events.between(0, HANDED_MAX_MS));
        int now = time;
        events.after(
                handedMs - events.nowMs(),
                () -> {
                    if (time == now) append(in, entry);
                });
        wake();
        peer.look();
    }

    private void append(Leadership in, Flight entry) {
        if (!flight.contains(entry)) return;
        entry.index = peer.append(entry.bytes);
        entry.term = peer.term();
        if (entry.index < 0) {
            flight.remove(entry);
            lost(in.term(), entry);
        }
        peer.settle();
    }

    /// Nothing can be promised on what may be in the log or not.
    private void lost(long term, Flight entry) {
        var leadership = peer.core().leadership();
        if (leadership != null && leadership.term() == term) broken = leadership;
        entry.came(new Verdict.Lost());
        peer.renounce(term);
    }

    /// An entry was applied here.
    ///
    /// @param counts false: it was dropped, on all servers alike
    void applied(long index, long term, boolean counts) {
        var next = flight.peek();
        while (next != null && (next.batch.isEmpty() || next.index == index)) {
            flight.remove();
            if (next.batch.isEmpty()) answer(next, peer.core().index());
            else if (next.term == term && counts) answer(next, index);
            else lost(next.batch.term(), next);
            next = flight.peek();
        }
    }

    private void answer(Flight entry, long index) {
        peer.acknowledges(index, entry.bytes);
        for (var answer : entry.answers) {
            var refusal = answer.refusal();
            answer.to()
                    .came(refusal == null ? new Verdict.Done(index) : new Verdict.Refused(refusal));
        }
        for (var ask : entry.asks) {
            submit(ask);
            if (events.chance(ASKED_TWICE_PERCENT)) submit(ask);
        }
    }

    /// What the rooms ask of each other is a message like any other, may come to nothing, and may
    /// be asked by one leader after the other.
    private <M> void submit(Ask<M> ask) {
        submit(ask.room(), ask.message(), Caller.SERVERS, _ -> {});
    }

    /// Time alone changes something.
    void wake() {
        if (peer.core().leadership() == null) return;
        var here = peer.now();
        long tickMs = here.tickMs();
        long wakeTickMs = ticks.wakeAtTickMs(peer.core().promised(), here);
        if (wakeTickMs == PersistentAgenda.NEVER) return;
        long waitMs = Math.max(LOOK_EVERY_MIN_MS, peer.clock().realMs(wakeTickMs - tickMs));
        if (events.nowMs() + waitMs >= wakeAtMs) return;
        wakeAtMs = events.nowMs() + waitMs;
        int now = time;
        events.after(
                waitMs,
                () -> {
                    if (time != now) return;
                    wakeAtMs = Long.MAX_VALUE;
                    tick();
                    wake();
                });
    }

    /// All rooms that are due are told so together.
    private void tick() {
        var leadership = leading();
        if (leadership == null) return;
        var due = ticks.due(peer.core().promised(), peer.now());
        var answers = new ArrayList<Answer>();
        var asks = new ArrayList<Ask<?>>();
        for (var tick : due) decide(tick, answers, asks);
        if (!answers.isEmpty()) promise(leadership, answers, asks);
    }

    /// One that fails changes nothing, and fails alone.
    private void decide(SimTick tick, List<Answer> answers, List<Ask<?>> asks) {
        var room = tick.ask().room();
        try {
            answers.add(new Answer(decide(tick.ask(), asks), tick::came));
        } catch (RuntimeException | StackOverflowError e) {
            if (!peer.mayFail(room.name())) throw e;
            tick.fails(rests.words(e));
        }
    }

    private <M> @Nullable Refusal decide(Ask<M> tick, List<Ask<?>> asks) {
        return decide(tick.room(), tick.message(), Caller.SERVERS, asks);
    }
}
