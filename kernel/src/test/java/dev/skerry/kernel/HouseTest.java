package dev.skerry.kernel;

import static dev.skerry.kernel.TwoRooms.ADA;
import static dev.skerry.kernel.TwoRooms.EMPTY;
import static dev.skerry.kernel.TwoRooms.LAMPS;
import static dev.skerry.kernel.TwoRooms.NODES;
import static dev.skerry.kernel.TwoRooms.act;
import static dev.skerry.kernel.TwoRooms.gone;
import static dev.skerry.kernel.TwoRooms.lit;
import static dev.skerry.kernel.TwoRooms.there;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Batch.Act;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HouseTest {
    @Test
    void itBeginsWithTheEmptyStateOfEachRoom() {
        assertTrue(EMPTY.of(NODES).isEmpty());
        assertEquals(LAMPS.machine().empty(), EMPTY.of(LAMPS));
        assertEquals(List.of(NODES, LAMPS), EMPTY.rooms());
        assertSame(NODES, EMPTY.room("nodes"));
        assertNull(EMPTY.room("cellar"));
    }

    @Test
    void factsChangeTheirOwnRoomOnly() {
        var one = EMPTY.after(there("a"));
        assertTrue(one.of(NODES).has("a"));
        assertSame(EMPTY.of(LAMPS), one.of(LAMPS));
        var two = one.after(lit("l", "a", 9));
        assertSame(one.of(NODES), two.of(NODES));
        assertEquals("a", two.of(LAMPS).nodes().find("l"));
        assertTrue(EMPTY.of(NODES).isEmpty(), "an older house stays as it was");
    }

    @Test
    void aBatchIsItsFactsInTheirOrder() {
        var acts = List.of(act(there("a"), lit("l", "a", 9)), act(gone("a"), there("b")));
        var batch = new Batch(1, 1, acts);
        var house = EMPTY.after(there("a")).after(lit("l", "a", 9));
        house = house.after(gone("a")).after(there("b"));
        assertEquals(house, EMPTY.after(batch));
        assertEquals(
                List.of("a", "a", "b"),
                batch.facts(NODES).stream().map(TwoRooms.NodeIs::name).toList());
        assertEquals(List.of(new TwoRooms.LampIs.Lit("l", "a", 9)), batch.facts(LAMPS));
        assertSame(EMPTY, EMPTY.after(new Batch(1, 0, List.of())));
    }

    @Test
    void eachRoomIsWokenByItself() {
        var house = EMPTY.after(lit("l", "a", 9)).after(lit("m", "a", 7));
        assertEquals(7, house.wakeAtTickMs(LAMPS));
        assertEquals(PersistentAgenda.NEVER, house.wakeAtTickMs(NODES));
    }

    @Test
    void equalIsWhatHoldsTheSame() {
        var one = EMPTY.after(there("a")).after(there("b"));
        var other = EMPTY.after(there("b")).after(there("a"));
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
        assertEquals(one.toString(), other.toString());
        assertNotEquals(one, one.after(gone("a")));
        assertEquals(EMPTY, one.after(gone("a")).after(gone("b")));
        assertEquals(one, EMPTY.with(NODES, one.of(NODES)));
    }

    @Test
    void whatHasNoRoomIsABrokenPromise() {
        var small = House.of(List.of(NODES));
        assertThrows(IllegalStateException.class, () -> small.of(LAMPS));
        assertThrows(IllegalStateException.class, () -> small.after(lit("l", "a", 1)));
        assertThrows(IllegalStateException.class, () -> small.with(LAMPS, LAMPS.machine().empty()));
        assertThrows(IllegalStateException.class, () -> House.of(List.of(NODES, NODES)));
        var twin = new Room<>("nodes", NODES.machine(), new TwoRooms.NodeForm());
        assertThrows(IllegalStateException.class, () -> small.with(twin, NODES.machine().empty()));
    }

    @Test
    void aSightShowsTheOtherRooms() {
        var house = EMPTY.after(there("a"));
        assertTrue(new Sight<>(house.of(LAMPS), house, ADA).of(NODES).has("a"));
        assertThrows(IllegalStateException.class, () -> Sight.alone(1).of(NODES));
        assertEquals(Caller.SERVERS, Sight.alone(1).caller());
    }

    @Test
    void actsAndBatchesKeepWhatTheyWereGiven() {
        var told = new ArrayList<>(List.of(there("a")));
        var act = new Act(ADA, 0, told);
        var acts = new ArrayList<>(List.of(act));
        var batch = new Batch(1, 1, acts);
        told.clear();
        acts.clear();
        assertEquals(1, act.facts().size());
        assertEquals(List.of(act), batch.acts());
    }
}
