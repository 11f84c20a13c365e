package dev.skerry.kernel;

import dev.skerry.kernel.Batch.Act;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The states of all rooms: an immutable value, true at one index of the log.
public final class House {
    /// No room at all.
    public static final House EMPTY = House.of(List.of());

    private final Map<String, Room<?, ?, ?, ?>> rooms;
    private final PersistentMap<String, Object> states;

    private House(Map<String, Room<?, ?, ?, ?>> rooms, PersistentMap<String, Object> states) {
        this.rooms = rooms;
        this.states = states;
    }

    /// Rooms in which nothing has happened yet.
    ///
    /// @param rooms each name once; the order is that of saved states and of deadlines
    public static House of(List<? extends Room<?, ?, ?, ?>> rooms) {
        var byName = new LinkedHashMap<String, Room<?, ?, ?, ?>>();
        var states = PersistentMap.<String, Object>empty();
        for (var room : rooms) {
            var other = byName.put(room.name(), room);
            Check.check(other == null, "two rooms are called " + room.name());
            states = states.with(room.name(), Check.present(room.machine().empty(), "a state"));
        }
        return new House(byName, states);
    }

    /// The same rooms, before anything has happened.
    public House emptied() {
        return of(rooms());
    }

    public List<Room<?, ?, ?, ?>> rooms() {
        return new ArrayList<>(rooms.values());
    }

    /// The room of that name; null: this build has none.
    public @Nullable Room<?, ?, ?, ?> room(String name) {
        return rooms.get(name);
    }

    /// The state of a room.
    @SuppressWarnings("unchecked") // the one cast: a room's state stands under its name only
    public <S> S of(Room<S, ?, ?, ?> room) {
        return (S) Check.present(states.find(room.name()), "there is no room " + room.name());
    }

    /// The same with another state of a room.
    public <S> House with(Room<S, ?, ?, ?> room, S state) {
        Check.check(room.equals(rooms.get(room.name())), "there is no such room " + room.name());
        return new House(rooms, states.with(room.name(), Check.present(state, "a state")));
    }

    /// The house after a fact.
    public House after(Told told) {
        var room = Check.present(rooms.get(told.room()), "there is no room " + told.room());
        return after(room, told);
    }

    private <S, F> House after(Room<S, ?, F, ?> room, Told told) {
        return with(room, room.machine().apply(of(room), room.fact(told)));
    }

    /// The house after everything that was decided together.
    public House after(Batch batch) {
        var next = this;
        for (var act : batch.acts()) next = next.after(act);
        return next;
    }

    /// The house after what one message has led to: its facts, then what each room makes of having
    /// seen it.
    public House after(Act act) {
        var next = this;
        for (var told : act.facts()) next = next.after(told);
        for (var room : rooms.values()) next = next.witnessed(room, act);
        return next;
    }

    @SuppressWarnings("ReferenceEquality") // most acts change nothing, which costs nothing then
    private <S> House witnessed(Room<S, ?, ?, ?> room, Act act) {
        var before = of(room);
        var after = room.machine().witness(before, act);
        return after == before ? this : with(room, after);
    }

    /// The newest format of the log that this build reads.
    public int newestFormat() {
        int newest = Machine.FIRST_FORMAT;
        for (var room : rooms.values()) newest = Math.max(newest, room.machine().newestFormat());
        return newest;
    }

    /// When time alone changes something in a room; [PersistentAgenda#NEVER]: it waits for nothing.
    public <S> long wakeAtTickMs(Room<S, ?, ?, ?> room) {
        return room.machine().wakeAtTickMs(of(room));
    }

    /// The same, by whichever clock: what the wall clock has not come to yet is as far away as that
    /// says now.
    public <S> long wakeAtTickMs(Room<S, ?, ?, ?> room, Now now) {
        long tickMs = wakeAtTickMs(room);
        long wallMs = wakeAtWallMs(room);
        if (wallMs == PersistentAgenda.NEVER) return tickMs;
        return Math.min(tickMs, now.tickMs() + Math.max(0, wallMs - now.wallMs()));
    }

    /// When the wall clock alone changes something in a room; [PersistentAgenda#NEVER]: it waits
    /// for no time of that.
    public <S> long wakeAtWallMs(Room<S, ?, ?, ?> room) {
        return room.machine().wakeAtWallMs(of(room));
    }

    /// The latest moment that any room remembers, on the clock that they are decided by.
    public long newestTickMs() {
        long newest = 0;
        for (var room : rooms.values()) newest = Math.max(newest, newestTickMs(room));
        return newest;
    }

    private <S> long newestTickMs(Room<S, ?, ?, ?> room) {
        return room.machine().newestTickMs(of(room));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof House that && states.equals(that.states);
    }

    @Override
    public int hashCode() {
        return states.hashCode();
    }

    @Override
    public String toString() {
        return states.toString();
    }
}
