package dev.skerry.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final InetAddress KNOWN = InetAddress.ofLiteral("10.0.0.1");
    private final Admission admission = new Admission();

    private static InetAddress stranger(int number) {
        return InetAddress.ofLiteral("172.16.%d.%d".formatted(number / 250, number % 250 + 1));
    }

    private List<Admission.WayIn> all(InetAddress address) {
        var places = new ArrayList<Admission.WayIn>();
        for (var next = admission.enter(address); next != null; next = admission.enter(address))
            places.add(next);
        return places;
    }

    @Test
    void strangersFromManyAddressesDoNotKeepOutWhoWasHereBefore() {
        admission.remember(KNOWN);
        for (int i = 0; i < 2_000; i++) all(stranger(i));
        assertNull(admission.enter(stranger(2_000)), "they have taken all there are for them");
        assertNotNull(admission.enter(KNOWN));
    }

    @Test
    void aSiteBehindOneKnownAddressHasMoreThanAStranger() {
        assertEquals(Admission.STRANGERS_OF_ADDRESS_MAX, all(stranger(1)).size());
        admission.remember(KNOWN);
        assertEquals(
                Admission.FAMILIAR_OF_ADDRESS_MAX + Admission.STRANGERS_OF_ADDRESS_MAX,
                all(KNOWN).size());
    }

    @Test
    void aPlaceIsLeftOnce() {
        var places = all(stranger(1));
        places.getFirst().leave();
        places.getFirst().leave();
        assertEquals(1, all(stranger(1)).size());
    }

    @Test
    void whoWasHeardOfLastIsRemembered() {
        admission.remember(KNOWN);
        for (int i = 0; i < Admission.REMEMBERED_MAX; i++) {
            admission.remember(stranger(i));
            if (i == 10_000) admission.remember(KNOWN);
        }
        for (int i = 20_000; i < 22_000; i++) all(stranger(i));
        assertNotNull(admission.enter(KNOWN), "it was heard of again");
        assertNull(admission.enter(stranger(0)), "the eldest is a stranger again");
    }
}
