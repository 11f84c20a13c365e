package dev.skerry.kernel;

import static dev.skerry.kernel.TwoRooms.ADA;
import static dev.skerry.kernel.TwoRooms.NODES;
import static dev.skerry.kernel.TwoRooms.add;
import static dev.skerry.kernel.TwoRooms.at;
import static dev.skerry.kernel.TwoRooms.there;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// One room has something against a caller, whichever room he asks.
class AgainstTest {
    private static final Room<PersistentMap<String, Long>, String, String, Machine.NoEffect> DOOR =
            new Room<>("door", new DoorMachine(), new DoorForm());

    private final Promised promised =
            new Promised(House.of(List.of(NODES, DOOR)), new Promised.BatchLimits(10_000, 10_000));

    /// A door that is shut for tokens, for each from the tick on after which it was shut. It notes
    /// who has shut it.
    private record DoorMachine()
            implements Machine<PersistentMap<String, Long>, String, String, Machine.NoEffect> {
        @Override
        public PersistentMap<String, Long> empty() {
            return PersistentMap.empty();
        }

        @Override
        public Decision<String, NoEffect> decide(
                Sight<PersistentMap<String, Long>> sight, String token, Now now) {
            return Decision.of(List.of(token + " " + now.tickMs() + " " + sight.caller()));
        }

        @Override
        public PersistentMap<String, Long> apply(PersistentMap<String, Long> state, String fact) {
            var words = List.of(fact.split(" ", -1));
            return state.with(words.getFirst(), Long.parseLong(words.get(1)));
        }

        @Override
        public @Nullable Refusal against(
                PersistentMap<String, Long> state, Caller caller, Now now) {
            var shut = state.find(caller.by());
            if (shut == null || now.tickMs() <= shut) return null;
            return new Refusal.Forbidden("The door is shut for " + caller.by() + ".");
        }
    }

    private record DoorForm() implements Form<String> {
        @Override
        public byte[] encode(String fact) {
            return fact.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private void shut(String token) {
        assertInstanceOf(
                Decided.Accepted.class, promised.decide(DOOR, token, Caller.SERVERS, at(5)));
    }

    private static Caller with(String token) {
        return ADA.came(token, "192.0.2.7");
    }

    @Test
    void whoIsShutOutIsRefusedInEveryRoom() {
        shut("t1");
        var before = promised.promised();
        var refused = new Decided.Refused<>(new Refusal.Forbidden("The door is shut for t1."));
        assertEquals(refused, promised.decide(NODES, add("a"), with("t1"), at(6)));
        assertEquals(refused, promised.decide(DOOR, "t2", with("t1"), at(6)));
        assertSame(before, promised.promised());
        assertEquals(1, promised.close().acts().size());
    }

    @Test
    void othersAreNot() {
        shut("t1");
        assertInstanceOf(
                Decided.Accepted.class, promised.decide(NODES, add("a"), with("t2"), at(6)));
        assertInstanceOf(Decided.Accepted.class, promised.decide(NODES, add("b"), ADA, at(6)));
        assertTrue(promised.promised().of(NODES).has("a"));
    }

    /// It is looked at when the message is decided, not when it came.
    @Test
    void whatWasAcceptedBeforeStays() {
        promised.decide(NODES, add("a"), with("t1"), at(5));
        shut("t1");
        assertInstanceOf(
                Decided.Accepted.class, promised.decide(NODES, add("b"), with("t1"), at(5)));
        assertInstanceOf(
                Decided.Refused.class, promised.decide(NODES, add("c"), with("t1"), at(6)));
        var nodes = promised.promised().of(NODES);
        assertTrue(nodes.has("a") && nodes.has("b"));
        assertFalse(nodes.has("c"));
    }

    @Test
    void theServersThemselvesAreNotAsked() {
        shut("t1");
        for (var kind : Caller.Kind.values()) {
            var caller = new Caller(kind, "x", "t1", "");
            boolean asked = kind != Caller.Kind.SERVER;
            var decided = promised.decide(NODES, add("of-" + kind), caller, at(6));
            assertEquals(asked, decided instanceof Decided.Refused, kind.name());
        }
    }

    @Test
    void aMachineSeesWhoAsks() {
        promised.decide(DOOR, "t1", with("t0"), at(5));
        assertEquals(List.of("t1 5 person:ada"), promised.close().facts(DOOR));
    }

    /// Most rooms have nothing against anybody.
    @Test
    void usuallyNothingIsInTheWay() {
        var house = House.of(List.of(NODES)).after(there("a"));
        assertNull(NODES.machine().against(house.of(NODES), with("t1"), at(6)));
    }
}
