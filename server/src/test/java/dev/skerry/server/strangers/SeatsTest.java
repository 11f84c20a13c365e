package dev.skerry.server.strangers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.strangers.Seats.Doing;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeatsTest {
    private final Seats<String> seats = new Seats<>(6, 3);

    /// A guest `a1` comes from the address that its first letter stands for.
    private @Nullable String lostBy(String guest) {
        var outcome = take(guest);
        assertTrue(outcome.given(), guest);
        return outcome.lost();
    }

    private Seats.Seating<String> take(String guest) {
        return seats.take(InetAddress.ofLiteral("10.0.0." + (int) guest.charAt(0)), guest);
    }

    @Test
    void whoeverHasBeenComingForLongestMakesRoomAtHome() {
        for (var guest : new String[] {"a1", "a2", "a3", "b1"}) assertNull(lostBy(guest));
        assertEquals("a1", lostBy("a4"));
        assertTrue(seats.begin("a2", Doing.COMING), "begins anew");
        assertEquals("a3", lostBy("a5"));
        assertEquals(4, seats.taken());
    }

    @Test
    void whoIsServedStays() {
        for (var guest : new String[] {"a1", "a2", "a3"}) lostBy(guest);
        assertTrue(seats.begin("a1", Doing.SERVED));
        assertTrue(seats.begin("a2", Doing.LEAVING));
        assertEquals("a3", lostBy("a4"), "who is coming goes first");
        assertTrue(seats.begin("a4", Doing.SERVED));
        assertEquals("a2", lostBy("a5"), "then who is leaving");
        assertTrue(seats.begin("a5", Doing.SERVED));
        assertFalse(take("a6").given(), "nobody else makes room");
        assertNull(lostBy("b1"));
        seats.giveBack("a1");
        assertNull(lostBy("a6"), "what is given back is free");
    }

    @Test
    void whenAllAreTakenTheMostCrowdedMakeRoom() {
        for (var guest : new String[] {"a1", "b1", "b2", "c1", "c2", "c3"})
            assertNull(lostBy(guest));
        assertEquals("c1", lostBy("d1"));
        assertTrue(seats.begin("c2", Doing.SERVED));
        assertEquals("b1", lostBy("e1"), "those who are served don't count");
        assertEquals("a1", lostBy("f1"), "of equals who was here first");
    }

    @Test
    void whenNobodyIsComingThoseWhoLeaveMakeRoom() {
        for (var guest : new String[] {"a1", "a2", "b1", "b2", "b3", "c1"}) {
            lostBy(guest);
            seats.begin(guest, guest.startsWith("b") ? Doing.LEAVING : Doing.SERVED);
        }
        assertEquals("b1", lostBy("d1"));
        seats.begin("d1", Doing.SERVED);
        seats.begin("b2", Doing.SERVED);
        seats.begin("b3", Doing.SERVED);
        assertFalse(take("e1").given());
    }

    @Test
    void whoLostHisSeatHasNoPartInThem() {
        for (var guest : new String[] {"a1", "a2", "a3"}) lostBy(guest);
        assertEquals("a1", lostBy("a4"));
        assertFalse(seats.begin("a1", Doing.SERVED));
        seats.giveBack("a1");
        seats.giveBack("a1");
        assertEquals(3, seats.taken());
        assertEquals("a2", lostBy("a5"));
    }

    @Test
    void nothingIsLeftOfThoseWhoWent() {
        for (int i = 0; i < 1_000; i++) {
            var guest = (char) ('a' + i % 20) + "" + i;
            lostBy(guest);
            for (var doing : Doing.values()) if (i % 2 == 0) seats.begin(guest, doing);
            seats.giveBack(guest);
        }
        assertEquals(0, seats.taken());
    }
}
