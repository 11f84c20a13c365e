package dev.skerry.server.strangers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    /// As many as it gets.
    private static int all(Places places, String from) {
        int count = 0;
        while (places.take(address(from))) count++;
        return count;
    }

    @Test
    void nobodyGetsMoreThanHisShare() {
        var places = new Places(4_096, 1_024);
        assertEquals(1_024, all(places, "10.0.0.1"));
        places.giveBack(address("10.0.0.1"));
        assertEquals(1, all(places, "10.0.0.1"), "what is given back is free");
    }

    @Test
    void whoAsksForAllLeavesHalfOfTheRest() {
        var places = new Places(4_096, 1_024);
        int taken = 0;
        for (int i = 1; i <= 8; i++) taken += all(places, "10.0.0." + i);
        assertEquals(4_096 - 32, taken);
        assertTrue(places.take(address("10.0.1.1")), "so the ninth gets in");
    }

    @Test
    void whatIsGivenBackIsForAll() {
        var places = new Places(8, 8);
        assertEquals(4, all(places, "10.0.0.1"));
        for (int i = 0; i < 4; i++) places.giveBack(address("10.0.0.1"));
        assertEquals(4, all(places, "10.0.0.2"));
        assertEquals(2, all(places, "10.0.0.1"));
    }

    @Test
    void aNetworkOfTheNewAddressesIsOneOwner() {
        var places = new Places(8, 2);
        assertTrue(places.take(address("2001:db8::1")));
        assertTrue(places.take(address("2001:db8::2")));
        assertFalse(places.take(address("2001:db8::3")));
        assertTrue(places.take(address("2001:db8:0:1::1")), "another network");
    }
}
