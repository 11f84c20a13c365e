package dev.skerry.kernel.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Sight;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The clock is the test's.
class TicksTest {
    private static final TickEnd FULL =
            new TickEnd.Refused(new Refusal.Full("A change", 7, "bytes"));
    private static final TickEnd NOT_NOW =
            new TickEnd.Refused(new Refusal.Unavailable("The disk is full."));

    private final TestHands hands = new TestHands();
    private final Ticks<Given> ticks = new Ticks<>(hands);

    /// A message, and what becomes of it.
    private record Given(String room, Object message) {}

    private static final class TestHands implements TickHands<Given> {
        final Map<Given, TickEnd> ends = new HashMap<>();
        final List<String> said = new ArrayList<>();

        @Override
        public <M> Given message(Room<?, M, ?, ?> room, M tick) {
            return new Given(room.name(), tick);
        }

        @Override
        public @Nullable TickEnd end(Given message) {
            return ends.remove(message);
        }

        @Override
        public String words(Throwable fault) {
            return fault.getMessage() + "";
        }

        @Override
        public void rests(Room<?, ?, ?, ?> room, String sentence) {
            said.add(sentence);
        }
    }

    /// When it is due is its state; nothing changes it.
    private static Room<Long, String, String, Object> room(String name, long dueTickMs) {
        return new Room<>(name, new DueAt(dueTickMs, PersistentAgenda.NEVER), new Words());
    }

    private static Room<Long, String, String, Object> onWall(String name, long dueWallMs) {
        return new Room<>(name, new DueAt(PersistentAgenda.NEVER, dueWallMs), new Words());
    }

    /// @param dueTickMs -1: it fails to say; -2: it fails to say what it is told
    private record DueAt(long dueTickMs, long dueWallMs)
            implements Machine<Long, String, String, Object> {
        @Override
        public Long empty() {
            return dueTickMs;
        }

        @Override
        public Decision<String, Object> decide(Sight<Long> sight, String message, Now now) {
            return Decision.nothing();
        }

        @Override
        public Long apply(Long state, String fact) {
            return state;
        }

        @Override
        public long wakeAtTickMs(Long state) {
            if (state == -1) throw new IllegalStateException("it does not know when");
            return state;
        }

        @Override
        public long wakeAtWallMs(Long state) {
            return dueWallMs;
        }

        @Override
        public String tick() {
            if (dueTickMs == -2) throw new IllegalStateException("it does not know what");
            return "time";
        }
    }

    private record Words() implements Form<String> {
        @Override
        public byte[] encode(String word) {
            return word.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static House house(Room<?, ?, ?, ?>... rooms) {
        return House.of(List.of(rooms));
    }

    private static Now at(long tickMs) {
        return new Now(tickMs, 0);
    }

    private List<String> due(House house, long tickMs) {
        return ticks.due(house, at(tickMs)).stream().map(Given::room).toList();
    }

    @Test
    void everyRoomThatIsDueIsWokenAndTheOthersAreNot() {
        var house = house(room("a", 5), room("b", 9), room("c", 5));
        assertEquals(5, ticks.wakeAtTickMs(house, at(1)));
        assertEquals(List.of(), due(house, 4));
        assertEquals(List.of("a", "c"), due(house, 5));
        assertEquals(List.of("b"), due(house, 9));
        assertEquals(PersistentAgenda.NEVER, ticks.wakeAtTickMs(House.EMPTY, at(1)));
    }

    /// How far away that is depends on what the wall clock says just now.
    @Test
    void aRoomThatWaitsForTheWallClockIsDueWhenThatSaysSo() {
        var house = house(onWall("a", 1_000), room("b", 700));
        assertEquals(510, ticks.wakeAtTickMs(house, new Now(10, 500)));
        assertEquals(700, ticks.wakeAtTickMs(house, new Now(10, 100)));
        assertEquals(List.of(), ticks.due(house, new Now(10, 999)));
        assertEquals("a", ticks.due(house, new Now(10, 1_000)).getFirst().room());
        assertEquals(List.of(), ticks.due(house, new Now(11, 1_001)), "it is underway");
    }

    @Test
    void oneMessageIsUnderwayAtATime() {
        var house = house(room("a", 5));
        var first = ticks.due(house, at(5)).getFirst();
        assertTrue(ticks.has(first));
        assertEquals(List.of(), due(house, 6));
        hands.ends.put(first, new TickEnd.Taken());
        assertEquals(List.of("a"), due(house, 7));
        assertFalse(ticks.has(new Given("b", "time")));
    }

    @Test
    void whatWasLostIsAskedAgainAtOnce() {
        var house = house(room("a", 5));
        hands.ends.put(ticks.due(house, at(5)).getFirst(), new TickEnd.Lost());
        assertEquals(List.of("a"), due(house, 6));
        assertEquals(List.of(), hands.said);
    }

    @Test
    void anotherLeadershipBeginsAnew() {
        var house = house(room("a", 5));
        hands.ends.put(ticks.due(house, at(5)).getFirst(), FULL);
        assertEquals(List.of(), due(house, 6));
        ticks.again();
        assertEquals(List.of("a"), due(house, 7));
        ticks.again();
        assertEquals(List.of("a"), due(house, 8), "nobody says what became of the one before");
    }

    @Test
    void whatTheLogDoesNotTakeNowIsTriedEachSecondAndNotSaid() {
        var house = house(room("a", 5));
        for (long tickMs = 10; tickMs < 5_000; tickMs += 1_000) {
            hands.ends.put(ticks.due(house, at(tickMs)).getFirst(), NOT_NOW);
            assertEquals(tickMs + 1 + Ticks.REST_MIN_MS, ticks.wakeAtTickMs(house, at(tickMs + 1)));
            assertEquals(List.of(), due(house, tickMs + 999));
            tickMs++;
        }
        assertEquals(List.of(), hands.said);
    }

    @Test
    void aRoomThatFailsRestsLongerAndLongerAndIsSaidEachTime() {
        var house = house(room("odd", 1));
        var times = new ArrayList<Long>();
        for (long tickMs = 1_000; tickMs < 600_000; tickMs += 50) {
            for (var message : ticks.due(house, at(tickMs))) {
                times.add(tickMs);
                hands.ends.put(message, FULL);
            }
        }
        assertTrue(times.size() < 18, times + "");
        assertEquals(times.size(), hands.said.size());
        assertEquals(
                "time stands still for \"odd\", which is woken again in 1 s:"
                        + " A change: the limit of 7 bytes is reached.",
                hands.said.getFirst());
        assertTrue(hands.said.getLast().contains("again in 60 s"), hands.said.getLast());
        hands.ends.put(ticks.due(house, at(700_000)).getFirst(), new TickEnd.Taken());
        hands.ends.put(ticks.due(house, at(700_001)).getFirst(), new TickEnd.Failed("it is odd"));
        assertEquals(List.of(), due(house, 700_002));
        assertTrue(hands.said.getLast().endsWith("in 1 s: it is odd"), hands.said.getLast());
    }

    @Test
    void whoCannotSayWhenOrWhatRestsAndStopsNoOther() {
        for (long wrong : List.of(-1L, -2L)) {
            var house = house(room("odd", wrong), room("a", 5));
            assertEquals(List.of("a"), due(house, 5));
            assertTrue(hands.said.getLast().contains("it does not know"), hands.said + "");
            int said = hands.said.size();
            assertEquals(List.of(), due(house, 900));
            assertEquals(said, hands.said.size());
            assertEquals(List.of(), due(house, 1_005));
            assertEquals(said + 1, hands.said.size());
            ticks.again();
        }
    }
}
