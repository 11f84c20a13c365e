package dev.skerry.sim.world;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.sim.raft.LoggedEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is committed, as no server knows it by itself: the entries and what the rooms became by
/// each, from the first server that applied it. All others have to come to the same.
final class SimTruth {
    /// The clock of a server goes faster than it should by less.
    private static final int FAST_PERCENT = 2;

    private final List<SimRoom> rooms;
    private final List<LoggedEntry> entries = new ArrayList<>();

    /// After each entry.
    private final List<House> houses = new ArrayList<>();

    /// The states that were saved, by their index.
    private final Map<Long, byte[]> saved = new HashMap<>();

    /// When each batch was decided.
    private final Map<Decided, Instant> decidedAt = new HashMap<>();

    /// When that was decided from which the rooms know how late it is.
    private @Nullable Instant told;

    private House house;

    /// The last entry that anybody was told is there.
    private long acknowledged;

    private record Decided(long term, long number) {}

    /// @param tickMs by the clock of the server that has decided
    private record Instant(long tickMs, long realMs) {}

    SimTruth(List<SimRoom> rooms, House empty) {
        this.rooms = rooms;
        house = empty;
    }

    House house() {
        return house;
    }

    long index() {
        return entries.size();
    }

    long acknowledged() {
        return acknowledged;
    }

    /// A server has decided that, and will put it into the log.
    void decided(Batch batch, long tickMs, long realMs) {
        decidedAt.put(new Decided(batch.term(), batch.number()), new Instant(tickMs, realMs));
    }

    /// It may have become certain much later, when another led.
    long decidedTickMs(Batch batch) {
        var at = decidedAt.get(new Decided(batch.term(), batch.number()));
        return at == null ? 0 : at.tickMs;
    }

    /// A server leads from now on, with all of the log up to there, and that is its time: not
    /// before what the log knows, nor later than by what has passed since.
    void time(String by, long at, long tickMs, long realMs) {
        if (tickMs < houses.get((int) at - 1).newestTickMs())
            throw new Broken(Promise.TIME, by + " is behind the time of the log");
        if (told == null || at < index()) return;
        long passedMs = realMs - told.realMs;
        long aheadMs = tickMs - told.tickMs - passedMs;
        if (aheadMs > passedMs * FAST_PERCENT / 100 + 1)
            throw new Broken(Promise.TIME, "%s is %d ms ahead of the log".formatted(by, aheadMs));
    }

    /// A server has applied an entry.
    ///
    /// @param batch null: nothing was decided, or it was dropped
    void applied(
            String by, long at, LoggedEntry entry, @Nullable Batch batch, House before, House now) {
        if (at > index() + 1)
            throw new Broken(Promise.ONE_LOG, "%s is at entry %d too early".formatted(by, at));
        if (at <= index()) {
            if (!same(entry, entries.get((int) at - 1)))
                throw new Broken(Promise.ONE_LOG, "%s has another entry %d".formatted(by, at));
            grows(at, now);
            return;
        }
        entries.add(entry);
        houses.add(now);
        house = now;
        if (batch == null) return;
        if (now.newestTickMs() > before.newestTickMs())
            told = decidedAt.get(new Decided(batch.term(), batch.number()));
        if (batch.term() != entry.term())
            throw new Broken(
                    Promise.ITS_TERM,
                    "entry %d of term %d was decided in term %d"
                            .formatted(at, entry.term(), batch.term()));
        for (var room : rooms.subList(0, now.rooms().size())) room.committed(batch, before, now);
    }

    private static boolean same(LoggedEntry one, LoggedEntry other) {
        return one.term() == other.term() && equal(one.bytes(), other.bytes());
    }

    private static boolean equal(byte[] one, byte[] other) {
        return Arrays.equals(one, other);
    }

    /// Servers of a newer build have rooms that were not there before.
    private void grows(long at, House now) {
        if (at == index() && now.rooms().size() > house.rooms().size()) house = now;
    }

    /// A server has that state at that entry.
    ///
    /// @param promise what is broken if it is another than that of the first
    void same(Promise promise, String by, long at, House is) {
        if (at == 0) return;
        if (at > index())
            throw new Broken(Promise.ONE_LOG, "%s is at entry %d too early".formatted(by, at));
        var was = houses.get((int) at - 1);
        int shared = Math.min(was.rooms().size(), is.rooms().size());
        for (var room : rooms.subList(0, shared)) {
            var difference = room.difference(was, is);
            if (difference != null)
                throw new Broken(
                        promise,
                        "the state of %s at entry %d differs in %s".formatted(by, at, difference));
        }
        grows(at, is);
    }

    /// Whether others have saved the same.
    enum HowSaved {
        FIRST,
        EQUAL,

        /// What is equal may be written in another order, where two keys have one hash.
        OTHER
    }

    /// A server has saved its state at that entry.
    HowSaved saved(long at, byte[] bytes) {
        var before = saved.putIfAbsent(at, bytes);
        if (before == null) return HowSaved.FIRST;
        return equal(before, bytes) ? HowSaved.EQUAL : HowSaved.OTHER;
    }

    /// Somebody is told that this is in the log.
    ///
    /// @param bytes of the entry; none: nothing had to be written
    void acknowledged(String by, long at, byte[] bytes) {
        boolean there =
                at <= index()
                        && (bytes.length == 0 || equal(entries.get((int) at - 1).bytes(), bytes));
        if (!there)
            throw new Broken(
                    Promise.WRITES, "%s acknowledges entry %d, which is none".formatted(by, at));
        acknowledged = Math.max(acknowledged, at);
    }
}
