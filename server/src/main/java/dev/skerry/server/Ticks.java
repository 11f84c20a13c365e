package dev.skerry.server;

import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
final class Ticks {
    static final long REST_MIN_MS = 1_000;
    static final long REST_MAX_MS = 60_000;

    private final Consumer<String> said;
    private final Map<String, Turn> turns = new HashMap<>();

    /// Of one room.
    private static final class Turn {
        @Nullable Letter<?> underway;
        long restMs;
        long notBeforeTickMs = Long.MIN_VALUE;
    }

    /// @param said told of rooms that fail, as a sentence; never of what has no bound
    Ticks(Consumer<String> said) {
        this.said = said;
    }

    /// Another leadership has begun: what was underway came to nothing.
    void again() {
        turns.clear();
    }

    /// When a room is due next; [PersistentAgenda#NEVER]: none waits for anything.
    long wakeAtTickMs(House house, long tickMs) {
        long earliest = PersistentAgenda.NEVER;
        for (var room : house.rooms()) earliest = Math.min(earliest, wakeAt(house, room, tickMs));
        return earliest;
    }

    /// The messages to those that are due now.
    List<Letter<?>> due(House house, long tickMs) {
        var due = new ArrayList<Letter<?>>();
        for (var room : house.rooms()) {
            if (wakeAt(house, room, tickMs) > tickMs) continue;
            var turn = turn(room, tickMs);
            if (turn.underway == null) add(room, turn, tickMs, due);
        }
        return due;
    }

    /// Whether it is of here.
    boolean has(Letter<?> letter) {
        var turn = turns.get(letter.room().name());
        return turn != null && letter.equals(turn.underway);
    }

    private <M> void add(Room<?, M, ?, ?> room, Turn turn, long tickMs, List<Letter<?>> due) {
        try {
            var letter = new Letter<>(room, room.machine().tick(), Caller.SERVERS);
            turn.underway = letter;
            due.add(letter);
        } catch (RuntimeException | StackOverflowError e) {
            failed(room, turn, tickMs, Undecided.where(e));
        }
    }

    private long wakeAt(House house, Room<?, ?, ?, ?> room, long tickMs) {
        var turn = turn(room, tickMs);
        if (turn.notBeforeTickMs > tickMs) return turn.notBeforeTickMs;
        try {
            return house.wakeAtTickMs(room);
        } catch (RuntimeException | StackOverflowError e) {
            failed(room, turn, tickMs, Undecided.where(e));
            return turn.notBeforeTickMs;
        }
    }

    /// The room's turn, after whatever has become of its last message.
    private Turn turn(Room<?, ?, ?, ?> room, long tickMs) {
        var turn = turns.computeIfAbsent(room.name(), _ -> new Turn());
        var last = turn.underway;
        if (last == null || !last.applied().isDone()) return turn;
        turn.underway = null;
        if (last.applied().isCompletedExceptionally()) {
            var fault = last.applied().exceptionNow();
            if (fault instanceof Undecided) failed(room, turn, tickMs, fault.getMessage() + "");
        } else {
            switch (last.applied().resultNow()) {
                case Applied.Done _ -> turn.restMs = 0;
                case Applied.Refused(Refusal.Unavailable _) ->
                        turn.notBeforeTickMs = tickMs + REST_MIN_MS;
                case Applied.Refused(var refusal) -> failed(room, turn, tickMs, refusal.sentence());
            }
        }
        return turn;
    }

    private void failed(Room<?, ?, ?, ?> room, Turn turn, long tickMs, String why) {
        turn.restMs = Math.clamp(2 * turn.restMs, REST_MIN_MS, REST_MAX_MS);
        turn.notBeforeTickMs = tickMs + turn.restMs;
        said.accept(
                "time stands still for \"%s\", which is woken again in %d s: %s"
                        .formatted(room.name(), turn.restMs / 1_000, why));
    }
}
