package dev.skerry.kernel.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Ask;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Sight;
import dev.skerry.kernel.link.NodePart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class NodeDeciderTest {
    private static final Promised.BatchLimits LIMITS = new Promised.BatchLimits(300, 300);

    /// What `dawn` waits for.
    private static final long DAWN_WALL_MS = 100_000;

    /// Nothing waits for the wall clock here, but in one test.
    private static final Now NOW = new Now(0, 0);

    private final Words bells = new Words("bells");
    private final Words horns = new Words("horns");
    private final List<Ask<?>> asked = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final NodeDecider decider =
            new NodeDecider(
                    new Caller(Caller.Kind.NODE, "n-1"),
                    List.of(bells, horns),
                    House.of(List.of(bells.room, horns.room)),
                    LIMITS,
                    asked::add,
                    (room, on, bug) -> failed.add(room + " on " + on + ": " + bug.getMessage()));

    /// A room that remembers words. Each is an effect too; `later`, `never` and `mute` wait for
    /// tick 10, when the second fails and the third does nothing; `dawn` and `gloom` wait for the
    /// wall clock, and the second fails on each look at it; `soon` waits for both clocks. `ask`
    /// asks the horns, nothing is refused but `no`, and `poison` is what its machine fails on.
    private static final class Words implements NodeRoom<List<String>, String, String, Object> {
        private final AtomicInteger looks = new AtomicInteger();
        private final Room<List<String>, String, String, Object> room;
        private final List<Object> carriedOut = new ArrayList<>();
        private List<String> told = List.of();

        Words(String name) {
            room = new Room<>(name, new WordsMachine(looks), new WordForm());
        }

        @Override
        public Room<List<String>, String, String, Object> room() {
            return room;
        }

        @Override
        public NodePart part() {
            throw new IllegalStateException("there is no link");
        }

        @Override
        public List<String> compacted(List<String> state) {
            return state.stream().distinct().toList();
        }

        @Override
        public void carryOut(Object effect) {
            carriedOut.add(effect);
        }

        @Override
        public void changed(List<String> state) {
            if (state.contains("blind")) throw new IllegalStateException("it cannot look");
            told = state;
        }
    }

    /// @param looks how often it was asked when it is to be woken
    private record WordsMachine(AtomicInteger looks)
            implements Machine<List<String>, String, String, Object> {
        @Override
        public List<String> empty() {
            return List.of();
        }

        @Override
        public Decision<String, Object> decide(Sight<List<String>> sight, String message, Now now) {
            return switch (message) {
                case "no" -> Decision.refuse(new Refusal.NotFound("word", "no"));
                case "ask" -> Decision.of(List.of("ask"), List.of(new Ask<>(HORNS, "hoot")));
                case "poison" -> throw new IllegalStateException("poison");
                case "woken" -> woken(sight.own(), now);
                case "known" -> Decision.of(List.of(), List.of("again"));
                default -> Decision.of(List.of(message), List.of(message + "!"));
            };
        }

        private static Decision<String, Object> woken(List<String> state, Now now) {
            var last = state.getLast();
            if (last.equals("dawn") && now.wallMs() < DAWN_WALL_MS) return Decision.nothing();
            return switch (last) {
                case "never", "gloom" -> throw new IllegalStateException("it cannot wake");
                case "mute" -> Decision.refuse(new Refusal.NotFound("word", "woken"));
                default -> Decision.of(List.of("woken"), List.of("woken!"));
            };
        }

        @Override
        public List<String> apply(List<String> state, String fact) {
            return Stream.concat(state.stream(), Stream.of(fact)).toList();
        }

        @Override
        public long wakeAtTickMs(List<String> state) {
            looks.incrementAndGet();
            var waits = List.of("later", "never", "mute", "soon");
            return !state.isEmpty() && waits.contains(state.getLast()) ? 10 : Long.MAX_VALUE;
        }

        @Override
        public long wakeAtWallMs(List<String> state) {
            var waits = List.of("dawn", "gloom", "soon");
            return !state.isEmpty() && waits.contains(state.getLast())
                    ? DAWN_WALL_MS
                    : Long.MAX_VALUE;
        }

        @Override
        public String tick() {
            return "woken";
        }
    }

    private static final Room<List<String>, String, String, Object> HORNS =
            new Room<>("horns", new WordsMachine(new AtomicInteger()), new WordForm());

    private record WordForm() implements Form<String> {
        @Override
        public byte[] encode(String word) {
            return word.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static Now at(long tickMs) {
        return new Now(tickMs, 0);
    }

    private NodeDecider.Deciding ask(Words room, String word) {
        return decider.decide(new Ask<>(room.room, word), at(0));
    }

    @Test
    void nothingIsCarriedOutBeforeTheJournalHasIt() {
        assertTrue(ask(bells, "ding").decided());
        assertTrue(ask(horns, "hoot").decided());
        var batch = decider.close();
        assertEquals(List.of(), bells.carriedOut);
        assertEquals(List.of(), bells.told);
        decider.certain(batch);
        assertEquals(List.of("ding!"), bells.carriedOut);
        assertEquals(List.of("hoot!"), horns.carriedOut);
        assertEquals(List.of("ding"), bells.told);
        assertEquals(List.of("hoot"), horns.told);
        assertEquals(List.of("ding"), decider.certain().of(bells.room));
    }

    @Test
    void whatTheDiskDidNotTakeHasNotHappened() {
        ask(bells, "ding");
        decider.takeBack(decider.close());
        assertEquals(List.of(), decider.promised().of(bells.room));
        ask(bells, "dong");
        decider.certain(decider.close());
        assertEquals(List.of("dong!"), bells.carriedOut);
        assertEquals(List.of("dong"), bells.told);
    }

    @Test
    void anEffectWithoutAFactNeedsNoDisk() {
        ask(bells, "known");
        var batch = decider.close();
        assertTrue(batch.isEmpty());
        decider.certain(batch);
        assertEquals(List.of("again"), bells.carriedOut);
    }

    @Test
    void aRefusalIsSaid() {
        var outcome = ask(bells, "no");
        assertTrue(outcome.decided());
        assertNotNull(outcome.refusal());
        assertNull(ask(bells, "ding").refusal());
    }

    @Test
    void whatHasNoRoomInABatchIsForTheNext() {
        int decided = 0;
        while (ask(bells, "a word of some length").decided()) decided++;
        assertTrue(decided > 1);
        decider.certain(decider.close());
        assertTrue(ask(bells, "a word of some length").decided());
        assertEquals(decided + 1, decider.promised().of(bells.room).size());
    }

    @Test
    void timeAloneChangesEachRoomThatWaits() {
        ask(bells, "later");
        ask(horns, "hoot");
        decider.certain(decider.close());
        assertEquals(10, decider.wakeAtTickMs(NOW));
        decider.tick(at(9));
        assertTrue(decider.close().isEmpty());
        decider.tick(at(10));
        decider.certain(decider.close());
        assertEquals(List.of("later", "woken"), bells.told);
        assertEquals(List.of("hoot"), horns.told);
        assertEquals(List.of("later!", "woken!"), bells.carriedOut);
    }

    /// When a room is to be woken is looked up anew with everything that is promised or taken back,
    /// and not otherwise: it may be a walk over all that the room has.
    @Test
    void whenARoomIsWokenIsLookedUpOnceForEachChange() {
        assertEquals(Long.MAX_VALUE, decider.wakeAtTickMs(NOW));
        ask(bells, "later");
        assertEquals(10, decider.wakeAtTickMs(NOW));
        int looks = bells.looks.get();
        for (int i = 0; i < 100; i++) assertEquals(10, decider.wakeAtTickMs(NOW));
        decider.tick(at(9));
        assertEquals(looks, bells.looks.get());
        decider.takeBack(decider.close());
        assertEquals(Long.MAX_VALUE, decider.wakeAtTickMs(NOW));
        ask(bells, "later");
        decider.certain(decider.close());
        assertEquals(10, decider.wakeAtTickMs(NOW));
        ask(bells, "ding");
        assertEquals(Long.MAX_VALUE, decider.wakeAtTickMs(NOW));
        ask(horns, "later");
        assertEquals(10, decider.wakeAtTickMs(NOW));
        decider.tick(at(10));
        decider.certain(decider.close());
        assertEquals(List.of("later", "ding"), bells.told);
        assertEquals(List.of("later", "woken"), horns.told);
        assertEquals(Long.MAX_VALUE, decider.wakeAtTickMs(NOW));
    }

    /// That clock can be set, also back.
    @Test
    void aRoomThatWaitsForTheWallClockLooksAtItOnceAMinute() {
        ask(bells, "dawn");
        decider.certain(decider.close());
        assertEquals(10_000, decider.wakeAtTickMs(new Now(0, 90_000)));
        assertEquals(NodeDecider.LOOK_MS, decider.wakeAtTickMs(new Now(5_000, 0)));
        int looks = bells.looks.get();
        decider.tick(new Now(59_999, 60_000));
        assertEquals(looks, bells.looks.get());
        decider.tick(new Now(NodeDecider.LOOK_MS, 60_000));
        assertTrue(decider.close().isEmpty());
        assertEquals(100_000, decider.wakeAtTickMs(new Now(60_000, 60_000)));
        assertEquals(61_000, decider.wakeAtTickMs(new Now(61_000, 200_000)));
        decider.tick(new Now(61_000, 200_000));
        decider.certain(decider.close());
        assertEquals(List.of("dawn", "woken"), bells.told);
        assertEquals(Long.MAX_VALUE, decider.wakeAtTickMs(new Now(61_000, 200_000)));
    }

    @Test
    void aRoomThatWaitsForBothClocksIsWokenByTheFirst() {
        ask(bells, "soon");
        decider.certain(decider.close());
        assertEquals(10, decider.wakeAtTickMs(new Now(0, 0)));
        assertEquals(5, decider.wakeAtTickMs(new Now(0, DAWN_WALL_MS - 5)));
    }

    @Test
    void aRoomThatFailsOnALookAtTheWallClockLooksAgainSoon() {
        ask(bells, "gloom");
        decider.certain(decider.close());
        long lookTickMs = 500_000 + NodeDecider.LOOK_MS;
        assertEquals(lookTickMs, decider.wakeAtTickMs(new Now(500_000, 0)));
        var look = new Now(lookTickMs, 0);
        decider.tick(look);
        assertEquals(List.of("bells on its tick: it cannot wake"), failed);
        assertEquals(lookTickMs + NodeDecider.FAILED_PAUSE_MS, decider.wakeAtTickMs(look));
    }

    /// What it is asked to do then is not half done.
    @Test
    void aMachineThatFailsHasPromisedNothing() {
        ask(bells, "ding");
        assertThrows(IllegalStateException.class, () -> ask(bells, "poison"));
        ask(bells, "dong");
        decider.certain(decider.close());
        assertEquals(List.of("ding", "dong"), bells.told);
        assertEquals(List.of("ding!", "dong!"), bells.carriedOut);
    }

    @Test
    void aRoomThatFailsOnItsTickStopsNoOther() {
        ask(bells, "never");
        ask(horns, "later");
        decider.certain(decider.close());
        decider.tick(at(10));
        decider.certain(decider.close());
        assertEquals(List.of("later", "woken"), horns.told);
        assertEquals(List.of("bells on its tick: it cannot wake"), failed);
        assertEquals(10 + NodeDecider.FAILED_PAUSE_MS, decider.wakeAtTickMs(NOW));
        decider.tick(at(11));
        assertEquals(1, failed.size(), "it is not asked all the time");
        ask(bells, "later");
        decider.tick(at(10 + NodeDecider.FAILED_PAUSE_MS));
        decider.certain(decider.close());
        assertEquals(List.of("never", "later", "woken"), bells.told);
    }

    @Test
    void aTickThatChangesNothingIsNotAskedForWithoutPause() {
        ask(bells, "mute");
        decider.certain(decider.close());
        for (int i = 0; i < 2; i++) {
            long dueTickMs = 10 + i * NodeDecider.TICK_PAUSE_MS;
            assertEquals(dueTickMs, decider.wakeAtTickMs(NOW));
            decider.tick(at(dueTickMs));
            assertTrue(decider.close().isEmpty());
        }
    }

    @Test
    void aRoomThatFailsOnItsNewStateCostsNobodyAnEffect() {
        ask(bells, "blind");
        ask(horns, "hoot");
        decider.certain(decider.close());
        assertEquals(List.of("hoot"), horns.told);
        assertEquals(List.of("blind!"), bells.carriedOut);
        assertEquals(List.of("bells on its new state: it cannot look"), failed);
    }

    @Test
    void oneRoomAsksAnother() {
        ask(bells, "ask");
        assertEquals(List.of(), asked);
        decider.certain(decider.close());
        assertEquals(List.of(new Ask<>(HORNS, "hoot")), asked);
        assertEquals(List.of(), bells.carriedOut);
    }

    @Test
    void aNewJournalHasAllRooms() {
        for (var word : List.of("ding", "ding", "dong")) ask(bells, word);
        ask(horns, "hoot");
        assertEquals(
                List.of(bells.room.told("ding"), bells.room.told("dong"), horns.room.told("hoot")),
                decider.compacted());
    }

    @Test
    void batchesComeBackInTheirOrder() {
        ask(bells, "ding");
        var first = decider.close();
        ask(bells, "dong");
        var second = decider.close();
        assertThrows(IllegalStateException.class, () -> decider.certain(second));
        assertFalse(first.isEmpty());
    }
}
