package dev.skerry.kernel.time;

import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// When each room is woken: that time has passed is a message to it like any other, which is
/// decided, written and, if it must be, dropped by itself. One is underway at a time. It reads no
/// clock, and is for one thread.
///
/// | what became of the last one       | the room is woken again                                 |
/// |-----------------------------------|---------------------------------------------------------|
/// | it is in the log, or was lost     | as soon as it is due                                    |
/// | not now, said the log             | when it is due, after 1 s                               |
/// | the room failed, or declined, or  | when it is due, after 1 s, and twice as long each time, |
/// | decided what no log can hold      | but for no longer than a minute; it is said each time   |
///
/// @param <T> a message to a room that time has passed, as whoever has it decided has it
public final class Ticks<T> {
    public static final long REST_MIN_MS = 1_000;
    public static final long REST_MAX_MS = 60_000;

    private final TickHands<T> hands;
    private final Map<String, Turn<T>> turns = new HashMap<>();

    /// Of one room.
    private static final class Turn<T> {
        @Nullable T underway;
        long restMs;
        long notBeforeTickMs = Long.MIN_VALUE;
    }

    public Ticks(TickHands<T> hands) {
        this.hands = hands;
    }

    /// Another leadership has begun: what was underway came to nothing.
    public void again() {
        turns.clear();
    }

    /// When a room is due next; [PersistentAgenda#NEVER]: none waits for anything.
    public long wakeAtTickMs(House house, Now now) {
        long earliest = PersistentAgenda.NEVER;
        for (var room : house.rooms()) earliest = Math.min(earliest, wakeAt(house, room, now));
        return earliest;
    }

    /// The messages to those that are due now.
    public List<T> due(House house, Now now) {
        long tickMs = now.tickMs();
        var due = new ArrayList<T>();
        for (var room : house.rooms()) {
            if (wakeAt(house, room, now) > tickMs) continue;
            var turn = turn(room, tickMs);
            if (turn.underway == null) add(room, turn, tickMs, due);
        }
        return due;
    }

    /// Whether it is of here.
    public boolean has(T message) {
        return turns.values().stream().anyMatch(turn -> message.equals(turn.underway));
    }

    private <M> void add(Room<?, M, ?, ?> room, Turn<T> turn, long tickMs, List<T> due) {
        try {
            var message = hands.message(room, room.machine().tick());
            turn.underway = message;
            due.add(message);
        } catch (RuntimeException | StackOverflowError e) {
            failed(room, turn, tickMs, hands.words(e));
        }
    }

    private long wakeAt(House house, Room<?, ?, ?, ?> room, Now now) {
        long tickMs = now.tickMs();
        var turn = turn(room, tickMs);
        if (turn.notBeforeTickMs > tickMs) return turn.notBeforeTickMs;
        try {
            return house.wakeAtTickMs(room, now);
        } catch (RuntimeException | StackOverflowError e) {
            failed(room, turn, tickMs, hands.words(e));
            return turn.notBeforeTickMs;
        }
    }

    /// The room's turn, after whatever has become of its last message.
    private Turn<T> turn(Room<?, ?, ?, ?> room, long tickMs) {
        var turn = turns.computeIfAbsent(room.name(), _ -> new Turn<>());
        var last = turn.underway;
        var end = last == null ? null : hands.end(last);
        if (end == null) return turn;
        turn.underway = null;
        switch (end) {
            case TickEnd.Taken _ -> turn.restMs = 0;
            case TickEnd.Lost _ -> {}
            case TickEnd.Refused(Refusal.Unavailable _) ->
                    turn.notBeforeTickMs = tickMs + REST_MIN_MS;
            case TickEnd.Refused(var refusal) -> failed(room, turn, tickMs, refusal.sentence());
            case TickEnd.Failed(var why) -> failed(room, turn, tickMs, why);
        }
        return turn;
    }

    private void failed(Room<?, ?, ?, ?> room, Turn<T> turn, long tickMs, String why) {
        turn.restMs = Math.clamp(2 * turn.restMs, REST_MIN_MS, REST_MAX_MS);
        turn.notBeforeTickMs = tickMs + turn.restMs;
        hands.rests(
                room,
                "time stands still for \"%s\", which is woken again in %d s: %s"
                        .formatted(room.name(), turn.restMs / 1_000, why));
    }
}
