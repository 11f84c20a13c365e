package dev.skerry.kernel;

import static dev.skerry.kernel.TwoRooms.ADA;
import static dev.skerry.kernel.TwoRooms.EMPTY;
import static dev.skerry.kernel.TwoRooms.LAMPS;
import static dev.skerry.kernel.TwoRooms.NODES;
import static dev.skerry.kernel.TwoRooms.act;
import static dev.skerry.kernel.TwoRooms.add;
import static dev.skerry.kernel.TwoRooms.at;
import static dev.skerry.kernel.TwoRooms.light;
import static dev.skerry.kernel.TwoRooms.lit;
import static dev.skerry.kernel.TwoRooms.remove;
import static dev.skerry.kernel.TwoRooms.there;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Batch.Act;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromisedTest {
    /// Two facts of 49 bytes each, with their acts.
    private static final int BYTES_MAX = 236;

    private final Promised promised =
            new Promised(EMPTY, new Promised.BatchLimits(BYTES_MAX, BYTES_MAX));

    private <M, E> Decided<E> ask(Room<?, M, ?, E> room, M message) {
        return promised.decide(room, message, ADA, at(0));
    }

    @Test
    void itSeesWhatIsOnlyPromised() {
        assertEquals(new Decided.Accepted<>(List.of()), ask(NODES, add("a")));
        assertEquals(new Decided.Accepted<>(List.of("light l")), ask(LAMPS, light("l", "a", 9)));
        assertEquals(EMPTY, promised.certain());
        assertEquals(EMPTY, promised.closed());
        assertEquals(EMPTY.after(there("a")).after(lit("l", "a", 9)), promised.promised());
    }

    @Test
    void aRefusalAndWhatIsSoAlreadyChangeNothing() {
        ask(NODES, add("a"));
        var before = promised.promised();
        assertInstanceOf(Decided.Refused.class, ask(LAMPS, light("l", "b", 9)));
        assertInstanceOf(Decided.Refused.class, ask(NODES, add("b", "")));
        assertEquals(new Decided.Accepted<>(List.of()), ask(NODES, add("a")));
        assertSame(before, promised.promised());
        assertEquals(List.of(act(there("a"))), promised.close().acts());
    }

    @Test
    void eachActSaysOnWhoseBehalf() {
        ask(NODES, add("a", "b"));
        promised.decide(NODES, add("c"), Caller.SERVERS, at(0));
        assertEquals(
                List.of(
                        new Act(ADA, 0, List.of(there("a"), there("b"))),
                        new Act(Caller.SERVERS, 0, List.of(there("c")))),
                promised.close().acts());
    }

    @Test
    void eachActSaysWhenItWasDecided() {
        promised.decide(NODES, add("a"), ADA, new Now(5, 1_790_000_000_123L));
        promised.decide(NODES, add("b"), ADA, new Now(6, 1_780_000_000_456L));
        assertEquals(
                List.of(1_790_000_000_123L, 1_780_000_000_456L),
                promised.close().acts().stream().map(Act::wallMs).toList());
    }

    @Test
    void aBatchIsBounded() {
        var wide = "w".repeat(49);
        assertInstanceOf(Decided.Accepted.class, ask(NODES, add(wide + 1)));
        assertEquals(new Decided.Later<>(), ask(NODES, add(wide + 2)));
        assertEquals(new Decided.Later<>(), ask(NODES, add("a".repeat(49))));
        assertInstanceOf(Decided.Accepted.class, ask(NODES, add("b".repeat(48))));
        assertFalse(promised.promised().of(NODES).has(wide + 2));
        promised.close();
        assertInstanceOf(Decided.Accepted.class, ask(NODES, add(wide + 2)));
    }

    @Test
    void whatNoBatchCanHoldIsRefused() {
        var wide = "w".repeat(49);
        var full = new Decided.Refused<>(new Refusal.Full("A change", BYTES_MAX, "bytes"));
        assertEquals(full, ask(NODES, add(wide + 1, wide + 2, wide + 3, wide + 4)));
        var fact = new Refusal.Full("A change", TwoRooms.FACT_BYTES_MAX, "bytes");
        assertEquals(new Decided.Refused<>(fact), ask(NODES, add("a", "w".repeat(60))));
        assertSame(EMPTY, promised.promised());
        assertTrue(promised.close().isEmpty());
    }

    /// Decides on two facts, and cannot apply the second: a fault of ours.
    private record Odd() implements Machine<Integer, String, String, Object>, Form<String> {
        @Override
        public Integer empty() {
            return 0;
        }

        @Override
        public Decision<String, Object> decide(Sight<Integer> sight, String message, Now now) {
            return Decision.of(List.of("good", message));
        }

        @Override
        public Integer apply(Integer state, String fact) {
            Check.check(!fact.equals("bad"), "a fact can be applied");
            return state + 1;
        }

        @Override
        public byte[] encode(String fact) {
            return fact.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Test
    void aMessageThatFailsLeavesNothingOfItself() {
        var odd = new Room<>("odd", new Odd(), new Odd());
        var own =
                new Promised(
                        House.of(List.of(odd)), new Promised.BatchLimits(BYTES_MAX, BYTES_MAX));
        assertThrows(IllegalStateException.class, () -> own.decide(odd, "bad", ADA, at(0)));
        assertEquals(0, own.promised().of(odd));
        assertTrue(own.close().isEmpty());
        own.decide(odd, "good too", ADA, at(0));
        assertTrue(own.certain(own.close()));
        assertEquals(2, own.certain().of(odd));
    }

    @Test
    void whatIsDroppedCanBeAskedForAgain() {
        var first = closed("a");
        ask(NODES, add("b"));
        promised.drop();
        assertEquals(promised.closed(), promised.promised());
        assertEquals(new Decided.Accepted<>(List.of()), ask(NODES, add("b")));
        assertEquals(List.of(act(there("b"))), promised.close().acts());
        assertTrue(promised.certain(first), "what was closed before is as it was");
    }

    @Test
    void batchesAreNumberedInTheirTermAndEmptyOnesAreNot() {
        promised.lead(7);
        assertTrue(promised.close().isEmpty());
        assertEquals(new Batch(7, 1, List.of(act(there("a")))), closed("a"));
        assertTrue(promised.close().isEmpty());
        assertEquals(new Batch(7, 2, List.of(act(there("b")))), closed("b"));
        promised.lead(9);
        assertEquals(EMPTY, promised.promised(), "what was promised in another term is void");
        assertEquals(new Batch(9, 1, List.of(act(there("c")))), closed("c"));
    }

    private Batch closed(String node) {
        ask(NODES, add(node));
        return promised.close();
    }

    @Test
    void itsOwnComeBackInTheirOrder() {
        promised.lead(7);
        var first = closed("a");
        var second = closed("b");
        ask(NODES, add("c"));
        long voided = promised.voided();
        assertTrue(promised.certain(first));
        assertEquals(EMPTY.after(first), promised.certain());
        assertEquals(EMPTY.after(first).after(second), promised.closed());
        assertTrue(promised.promised().of(NODES).has("c"));
        assertTrue(promised.certain(second));
        assertEquals(promised.certain(), promised.closed());
        assertEquals(List.of(act(there("c"))), promised.close().acts());
        assertEquals(voided, promised.voided());
    }

    @Test
    void anEntryOfAnotherTermVoidsWhatWasPromisedOnAnotherState() {
        promised.lead(7);
        var own = closed("a");
        ask(NODES, add("b"));
        long voided = promised.voided();
        var foreign = new Batch(6, own.number(), List.of(act(there("x"))));
        assertFalse(promised.certain(foreign));
        assertEquals(EMPTY.after(foreign), promised.certain());
        assertEquals(promised.certain(), promised.promised());
        assertEquals(promised.certain(), promised.closed());
        assertTrue(promised.close().isEmpty());
        assertEquals(voided + 1, promised.voided());
        assertFalse(promised.certain(own), "what was void comes back as an entry of others");
        assertEquals(EMPTY.after(foreign).after(own), promised.promised());
        assertEquals(2, closed("c").number(), "a number stands once in a term");
    }

    @Test
    void aFollowerAppliesAndNothingIsVoid() {
        var batch = new Batch(3, 1, List.of(act(there("a"))));
        assertFalse(promised.certain(batch));
        assertEquals(EMPTY.after(batch), promised.certain());
        assertSame(promised.certain(), promised.promised());
        assertEquals(0, promised.voided());
    }

    @Test
    void whatIsOpenIsVoidToo() {
        ask(NODES, add("b"));
        promised.certain(new Batch(3, 1, List.of(act(there("a")))));
        assertFalse(promised.promised().of(NODES).has("b"));
        assertEquals(1, promised.voided());
    }

    @Test
    void lateOnesAfterTheEndOfLeadershipAreEntriesOfOthers() {
        promised.lead(7);
        var first = closed("a");
        var second = closed("b");
        promised.deposed();
        assertEquals(EMPTY, promised.promised());
        assertFalse(promised.certain(first));
        promised.lead(9);
        var third = closed("c");
        assertEquals(first.number(), third.number());
        assertFalse(promised.certain(second));
        assertEquals(EMPTY.after(first).after(second), promised.promised());
        assertFalse(promised.certain(third), "it was decided on another state");
        assertEquals(EMPTY.after(first).after(second).after(third), promised.certain());
    }

    @Test
    void whatTheLogDidNotTakeWasNeverPromised() {
        promised.lead(7);
        var first = closed("a");
        var second = closed("b");
        promised.takeBack(second);
        assertEquals(EMPTY.after(first), promised.promised());
        closed("c");
        assertThrows(IllegalStateException.class, () -> promised.takeBack(first));
        ask(NODES, add("d"));
        var open = new Batch(7, 2, List.of());
        assertThrows(IllegalStateException.class, () -> promised.takeBack(open));
        assertTrue(promised.certain(first));
    }

    /// A log that says that it did not take it may have done so.
    @Test
    void whatWasTakenBackAndComesBackIsAnEntryOfOthers() {
        promised.lead(7);
        var first = closed("a");
        promised.takeBack(first);
        closed("b");
        assertFalse(promised.certain(first));
        assertEquals(EMPTY.after(first), promised.certain());
        assertEquals(promised.certain(), promised.promised());
    }

    @Test
    void anEmptyBatchIsNeverOneThatIsUnderway() {
        promised.lead(7);
        var first = closed("a");
        var empty = promised.close();
        assertThrows(IllegalStateException.class, () -> promised.takeBack(empty));
        assertTrue(promised.certain(first));
    }

    @Test
    void aSavedStateReplacesAll() {
        closed("a");
        ask(NODES, add("b"));
        var saved = EMPTY.after(there("x"));
        promised.load(saved);
        assertSame(saved, promised.certain());
        assertSame(saved, promised.promised());
        assertSame(saved, promised.closed());
        assertEquals(1, promised.voided());
        assertTrue(promised.close().isEmpty());
    }

    @Test
    void whatNobodyCanCarryOutIsNotPromised() {
        ask(NODES, add("a"));
        var before = promised.promised();
        for (var message : List.of(light("l", "a", 5), light("l", "a", 6)))
            assertThrows(
                    IllegalStateException.class,
                    () -> promised.decide(LAMPS, message, ADA, at(0), PromisedTest::dark));
        assertSame(before, promised.promised());
        assertEquals(1, promised.close().acts().size());
    }

    private static void dark(String effect) {
        Check.check(effect.startsWith("dark"), "nobody can " + effect);
    }

    @Test
    void aLampStaysWhenItsNodeGoes() {
        ask(NODES, add("a"));
        ask(LAMPS, light("l", "a", 5));
        ask(NODES, remove("a"));
        assertInstanceOf(Decided.Refused.class, ask(LAMPS, light("m", "a", 5)));
        assertEquals(1, promised.promised().of(LAMPS).nodes().size());
    }
}
