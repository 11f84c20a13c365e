package dev.skerry.kernel;

import static dev.skerry.kernel.TwoRooms.ADA;
import static dev.skerry.kernel.TwoRooms.LAMPS;
import static dev.skerry.kernel.TwoRooms.NODES;
import static dev.skerry.kernel.TwoRooms.act;
import static dev.skerry.kernel.TwoRooms.add;
import static dev.skerry.kernel.TwoRooms.at;
import static dev.skerry.kernel.TwoRooms.light;
import static dev.skerry.kernel.TwoRooms.lit;
import static dev.skerry.kernel.TwoRooms.there;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A room that sees what becomes of all others.
class WitnessTest {
    private static final Room<List<String>, String, String, Machine.NoEffect> DIARY =
            new Room<>("diary", new Diary(), new Words());
    private static final House EMPTY = House.of(List.of(DIARY, NODES, LAMPS));
    private static final Promised.BatchLimits LIMITS = new Promised.BatchLimits(9_999, 9_999);

    private final Promised promised = new Promised(EMPTY, LIMITS);

    /// It has a line for each act of a person, and for each word that it is told.
    private static final class Diary
            implements Machine<List<String>, String, String, Machine.NoEffect> {
        @Override
        public List<String> empty() {
            return List.of();
        }

        @Override
        public Decision<String, NoEffect> decide(
                Sight<List<String>> sight, String message, Now now) {
            return Decision.of(List.of(message));
        }

        @Override
        public List<String> apply(List<String> lines, String word) {
            return with(lines, word);
        }

        @Override
        public List<String> witness(List<String> lines, Batch.Act act) {
            if (act.caller().kind() != Caller.Kind.PERSON) return lines;
            if (act.facts().getFirst().bytes().length > 40) throw new IllegalStateException("ink");
            var kinds = act.facts().stream().map(Told::kind).collect(Collectors.joining(" "));
            return with(lines, act.caller() + " " + kinds + " after " + lines.size());
        }

        private static List<String> with(List<String> lines, String line) {
            var more = new ArrayList<>(lines);
            more.add(line);
            return List.copyOf(more);
        }
    }

    private static final class Words implements Form<String> {
        @Override
        public byte[] encode(String word) {
            return word.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private <M, E> Decided<E> ask(Room<?, M, ?, E> room, M message) {
        return promised.decide(room, message, ADA, at(0));
    }

    @Test
    void itSeesEachActOfEachRoomAfterItsFacts() {
        ask(NODES, add("a", "b"));
        ask(LAMPS, light("l", "a", 9));
        ask(DIARY, "dear");
        var lines =
                List.of(
                        "person:ada NodeIs NodeIs after 0",
                        "person:ada Lit after 1",
                        "dear",
                        "person:ada String after 3");
        assertEquals(lines, promised.promised().of(DIARY));
        assertEquals(List.of(), promised.certain().of(DIARY));
        var batch = promised.close();
        promised.certain(batch);
        assertEquals(lines, promised.certain().of(DIARY));
        assertEquals(promised.certain(), EMPTY.after(batch));
    }

    @Test
    void whatComesToNothingWasNotSeen() {
        ask(NODES, add("a"));
        ask(NODES, add(""));
        ask(NODES, add("a"));
        assertEquals(1, promised.promised().of(DIARY).size());
        promised.drop();
        assertEquals(List.of(), promised.promised().of(DIARY));
        promised.lead(2);
        ask(NODES, add("a"));
        promised.deposed();
        assertEquals(List.of(), promised.promised().of(DIARY));
    }

    @Test
    void itSeesWhatAnotherHasDecided() {
        ask(NODES, add("a"));
        promised.certain(new Batch(7, 1, List.of(act(there("x")), act(lit("l", "x", 9)))));
        assertEquals(
                List.of("person:ada NodeIs after 0", "person:ada Lit after 1"),
                promised.promised().of(DIARY));
    }

    @Test
    void whatConcernsNobodyChangesNothing() {
        var before = EMPTY.of(DIARY);
        promised.decide(NODES, add("a"), Caller.SERVERS, at(0));
        assertSame(before, promised.promised().of(DIARY));
        assertEquals(
                House.of(List.of(NODES)).after(there("a")),
                House.of(List.of(NODES)).after(act(there("a"))));
    }

    @Test
    void oneThatFailsLeavesNothingBehind() {
        var before = promised.promised();
        assertThrows(IllegalStateException.class, () -> ask(NODES, add("n".repeat(50))));
        assertSame(before, promised.promised());
        assertEquals(List.of(), promised.close().acts());
    }

    private record Named(String about) implements Told.About {}

    @Test
    void aFactIsKnownByItsTypeAndByWhatItIsAbout() {
        var word = DIARY.told("dear");
        assertEquals("String", word.kind());
        assertEquals("", word.about());
        assertEquals("dear", word.fact(String.class));
        assertNull(word.fact(Named.class));
        assertEquals("Lit", lit("l", "a", 9).kind());
        assertEquals("default/badge", told("default/badge").about());
        assertEquals("a\uFFFDb" + "c".repeat(196) + "…", told("a\0b" + "c".repeat(900)).about());
    }

    private static Told told(String about) {
        return new Told("named", new Named(about), Machine.FIRST_FORMAT, new byte[0]);
    }
}
