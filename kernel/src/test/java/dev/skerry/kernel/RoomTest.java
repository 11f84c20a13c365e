package dev.skerry.kernel;

import static dev.skerry.kernel.TwoRooms.LAMPS;
import static dev.skerry.kernel.TwoRooms.NODES;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RoomTest {
    @Test
    void aNameIsShortAndPlain() {
        for (var name : new String[] {"a", "cluster", "a-1", "a234567890123456"})
            assertEquals(name, named(name).name());
        for (var name :
                new String[] {"", "A", "1a", "-a", "a b", "a\n", "ä", "a_b", "a2345678901234567"})
            assertThrows(IllegalStateException.class, () -> named(name), name);
    }

    private static Room<?, ?, ?, ?> named(String name) {
        return new Room<>(name, NODES.machine(), NODES.facts());
    }

    @Test
    void aFactAndItsBytesAreOne() throws Exception {
        var told = TwoRooms.there("a");
        assertEquals("nodes", told.room());
        assertArrayEquals("+a".getBytes(StandardCharsets.UTF_8), told.bytes());
        assertEquals(new TwoRooms.NodeIs("a", true), NODES.fact(told));
        var again = NODES.told(told.bytes());
        assertEquals(told, again);
        assertEquals(told.hashCode(), again.hashCode());
        assertEquals(NODES.fact(told), NODES.fact(again));
        assertNotEquals(told, TwoRooms.gone("a"));
        assertNotEquals(told, TwoRooms.lit("a", "a", 1));
    }

    @Test
    void theFactOfAnotherRoomIsABrokenPromise() {
        assertThrows(IllegalStateException.class, () -> LAMPS.fact(TwoRooms.there("a")));
    }

    @Test
    void bytesThatMeanNothingAreMalformed() {
        assertThrows(Malformed.class, () -> NODES.told(new byte[] {'?'}));
        assertThrows(Malformed.class, () -> LAMPS.told(new byte[0]));
    }

    @Test
    void aMachineThatWaitsForNothingIsNeverWoken() {
        var machine = NODES.machine();
        assertEquals(PersistentAgenda.NEVER, machine.wakeAtTickMs(machine.empty()));
        assertThrows(IllegalStateException.class, machine::tick);
    }
}
