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
    private final List<SimRoom> rooms;
    private final List<LoggedEntry> entries = new ArrayList<>();

    /// After each entry.
    private final List<House> houses = new ArrayList<>();

    /// The states that were saved, by their index.
    private final Map<Long, byte[]> saved = new HashMap<>();

    /// When each batch was decided, by the clock of the server that did.
    private final Map<Decided, Long> decidedTickMs = new HashMap<>();

    private House house;

    /// The last entry that anybody was told is there.
    private long acknowledged;

    private record Decided(long term, long number) {}

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
    void decided(Batch batch, long tickMs) {
        decidedTickMs.put(new Decided(batch.term(), batch.number()), tickMs);
    }

    /// It may have become certain much later, when another led.
    long decidedTickMs(Batch batch) {
        return decidedTickMs.getOrDefault(new Decided(batch.term(), batch.number()), 0L);
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
