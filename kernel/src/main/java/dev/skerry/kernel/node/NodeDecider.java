package dev.skerry.kernel.node;

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
import dev.skerry.kernel.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Decides for all rooms of one node, round by round: whatever waits is decided, remembered with
/// one sync of the disk, and carried out. It knows no disk, no thread and no clock.
///
/// One round: [#decide] and [#tick], then [#close]; then either [#certain], when the journal has
/// the batch, or [#takeBack], when the disk did not take it: nothing has happened then.
///
/// A machine that fails on a message fails before anything of it is promised: the failure comes out
/// of [#decide], and whoever knows whose message it was knows what it costs. One that fails on time
/// alone, or on a look at its new state, costs neither the other rooms nor the round.
public final class NodeDecider {
    /// A room that is due again as soon as its tick was decided, because it was refused or changed
    /// nothing, is asked again after so long: no faster than the servers ask theirs.
    static final long TICK_PAUSE_MS = 50;

    /// One that has failed on its tick is asked again after so long.
    static final long FAILED_PAUSE_MS = 1_000;

    /// One that waits for the wall clock looks at it at least so often, since that can be set.
    static final long LOOK_MS = 60_000;

    private final List<NodeRoom<?, ?, ?, ?>> rooms;
    private final Promised promised;
    private final Caller own;
    private final Consumer<Ask<?>> asked;
    private final Failed failed;
    private final Map<String, Long> notBeforeTickMs = new HashMap<>();

    /// When each room is due, as far as it was looked up in [#lookedAt].
    private final Map<String, Wake> wakes = new HashMap<>();

    /// Of those that wait for the wall clock, when they have looked at it.
    private final Map<String, Long> lookedTicksMs = new HashMap<>();

    private House lookedAt;
    private final List<Wanted<?>> wanted = new ArrayList<>();

    /// When a room is due, by either clock.
    private record Wake(long tickMs, long wallMs) {}

    /// An effect, and who carries it out.
    private record Wanted<E>(NodeRoom<?, ?, ?, E> by, E effect) {
        void carryOut() {
            by.carryOut(effect);
        }
    }

    /// Hears of failures that cost nothing but themselves.
    public interface Failed {
        /// @param on what, `its tick`
        void failed(String room, String on, Throwable bug);
    }

    /// What became of a message.
    ///
    /// @param refusal null: it was not declined
    public record Deciding(boolean decided, @Nullable Refusal refusal) {
        private static final Deciding DONE = new Deciding(true, null);

        /// The batch has no room for it: close it, and ask again.
        private static final Deciding LATER = new Deciding(false, null);
    }

    /// @param own the node
    /// @param replayed what the journal has come to
    /// @param asked takes what one room asks of another
    public NodeDecider(
            Caller own,
            List<? extends NodeRoom<?, ?, ?, ?>> rooms,
            House replayed,
            Promised.BatchLimits limits,
            Consumer<Ask<?>> asked,
            Failed failed) {
        this.own = own;
        this.rooms = List.copyOf(rooms);
        this.promised = new Promised(replayed, limits);
        this.lookedAt = replayed;
        this.asked = asked;
        this.failed = failed;
    }

    /// What is certain.
    public House certain() {
        return promised.certain();
    }

    /// All of what is promised.
    public House promised() {
        return promised.promised();
    }

    /// When time alone changes something.
    public long wakeAtTickMs(Now now) {
        long earliest = PersistentAgenda.NEVER;
        for (var part : rooms) earliest = Math.min(earliest, wakeAtTickMs(part.room(), now));
        return earliest;
    }

    /// It is asked for several times between two changes, and may be a walk over all that a room
    /// has.
    @SuppressWarnings("ReferenceEquality") // the same value as before, or another that may be equal
    private long wakeAtTickMs(Room<?, ?, ?, ?> room, Now now) {
        var house = promised.promised();
        if (lookedAt != house) wakes.clear();
        lookedAt = house;
        var wake = wakes.computeIfAbsent(room.name(), _ -> wake(house, room));
        long tickMs = wake.tickMs();
        if (wake.wallMs() != PersistentAgenda.NEVER) {
            long looked = lookedTicksMs.computeIfAbsent(room.name(), _ -> now.tickMs());
            long away = Math.max(0, wake.wallMs() - now.wallMs());
            tickMs = Math.min(tickMs, Math.min(now.tickMs() + away, looked + LOOK_MS));
        }
        return Math.max(tickMs, notBeforeTickMs.getOrDefault(room.name(), tickMs));
    }

    private static Wake wake(House house, Room<?, ?, ?, ?> room) {
        return new Wake(house.wakeAtTickMs(room), house.wakeAtWallMs(room));
    }

    /// Decides a message.
    public <M> Deciding decide(Ask<M> ask, Now now) {
        return decide(ask.room(), ask.message(), now);
    }

    private <S, M, F, E> Deciding decide(Room<S, M, F, E> room, M message, Now now) {
        var by = of(room); // found before anything is promised
        return switch (promised.decide(room, message, own, now)) {
            case Decided.Accepted<E>(var effects) -> {
                for (var effect : effects) wanted.add(new Wanted<>(by, effect));
                yield Deciding.DONE;
            }
            case Decided.Refused<E>(var refusal) -> new Deciding(true, refusal);
            case Decided.Later<E> _ -> Deciding.LATER;
        };
    }

    /// Every room that waited for this moment decides what it means. What has no room in the batch
    /// is due still.
    public void tick(Now now) {
        for (var part : rooms) if (!tick(part, now)) return;
    }

    private <S, M, F, E> boolean tick(NodeRoom<S, M, F, E> part, Now now) {
        var room = part.room();
        if (wakeAtTickMs(room, now) > now.tickMs()) return true;
        try {
            switch (promised.decide(room, room.machine().tick(), Caller.SERVERS, now)) {
                case Decided.Accepted<E>(var effects) -> {
                    for (var effect : effects) wanted.add(new Wanted<>(part, effect));
                }
                case Decided.Refused<E> _ -> {}
                case Decided.Later<E> _ -> {
                    return false;
                }
            }
        } catch (RuntimeException | StackOverflowError e) {
            failed.failed(room.name(), "its tick", e);
            notBeforeTickMs.put(room.name(), now.tickMs() + FAILED_PAUSE_MS);
            return true;
        }
        lookedTicksMs.computeIfPresent(room.name(), (_, _) -> now.tickMs());
        if (wakeAtTickMs(room, now) <= now.tickMs())
            notBeforeTickMs.put(room.name(), now.tickMs() + TICK_PAUSE_MS);
        return true;
    }

    @SuppressWarnings("unchecked") // a room's part stands under its name only
    private <E> NodeRoom<?, ?, ?, E> of(Room<?, ?, ?, E> room) {
        for (var part : rooms) if (part.room().equals(room)) return (NodeRoom<?, ?, ?, E>) part;
        throw new IllegalStateException("this node has no room " + room.name());
    }

    /// What was decided in this round, for the journal; an empty one is not to be written.
    public Batch close() {
        return promised.close();
    }

    /// The facts of a new journal that lead to all that is promised.
    public List<Told> compacted() {
        var all = new ArrayList<Told>();
        for (var room : rooms) compact(room, all);
        return all;
    }

    private <S, F> void compact(NodeRoom<S, ?, F, ?> part, List<Told> all) {
        var room = part.room();
        for (var fact : part.compacted(promised.promised().of(room))) all.add(room.told(fact));
    }

    /// The journal has the batch: the rooms hear of it, and what follows is carried out. An effect
    /// that fails is not caught: the journal says by now that it was done, and only a start of the
    /// node asks for it anew.
    public void certain(Batch batch) {
        if (!batch.isEmpty()) {
            Check.check(promised.certain(batch), "a node's batches come back in their order");
            for (var room : rooms) changed(room);
        }
        var all = List.copyOf(wanted);
        wanted.clear();
        for (var one : all) {
            if (one.effect() instanceof Ask<?> ask) asked.accept(ask);
            else one.carryOut();
        }
    }

    private <S> void changed(NodeRoom<S, ?, ?, ?> part) {
        try {
            part.changed(promised.certain().of(part.room()));
        } catch (RuntimeException | StackOverflowError e) {
            failed.failed(part.room().name(), "its new state", e);
        }
    }

    /// The disk did not take the batch: whatever led to it is to be decided again.
    public void takeBack(Batch batch) {
        promised.takeBack(batch);
        wanted.clear();
    }
}
