package dev.skerry.server.strangers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class GuestPlacesTest {
    private static Guest guest(int host, String caller) {
        return new Guest(InetAddress.ofLiteral("10.0.0." + host), caller);
    }

    private static int all(GuestPlaces places, Guest guest) {
        int count = 0;
        while (places.take(guest)) count++;
        return count;
    }

    @Test
    void oneCallerLeavesPlacesToOthersBehindHisAddress() {
        var places = new GuestPlaces(512, 256, 128);
        assertEquals(128, all(places, guest(1, "a")));
        assertTrue(places.take(guest(1, "b")));
        assertTrue(places.take(guest(1, "")));
        places.giveBack(guest(1, "a"));
        assertEquals(1, all(places, guest(1, "a")), "what is given back is free");
    }

    @Test
    void oneCallerLeavesPlacesFromHoweverManyAddresses() {
        var places = new GuestPlaces(512, 256, 128);
        int taken = 0;
        for (int i = 1; i < 200; i++) taken += all(places, guest(i, "a"));
        assertEquals(128, taken);
        assertEquals(128, all(places, guest(200, "b")));
    }

    @Test
    void anAddressHasItsShareWhoeverCallsFromIt() {
        var places = new GuestPlaces(512, 256, 128);
        int taken = all(places, guest(1, ""));
        assertEquals(256, taken);
        assertFalse(places.take(guest(1, "a")));
        assertEquals(128, all(places, guest(2, "a")), "what was refused is not counted");
    }

    /// Each comes from so many addresses that none of these has too much.
    @Test
    void callersWhoAskForAllLeaveHalfOfTheRestToOthers() {
        var places = new GuestPlaces(512, 256, 128);
        int taken = 0;
        for (int caller = 1; caller <= 6; caller++)
            for (int host = 1; host <= 200; host++)
                if (places.take(new Guest(address(caller, host), "c" + caller))) taken++;
        assertEquals(512 - 16, taken);
        assertTrue(places.take(guest(201, "d")), "so the seventh gets in");
    }

    private static InetAddress address(int network, int host) {
        return InetAddress.ofLiteral("10.1." + network + "." + host);
    }
}
