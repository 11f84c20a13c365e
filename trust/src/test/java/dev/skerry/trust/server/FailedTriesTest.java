package dev.skerry.trust.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedTriesTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.7");

    private final FailedTries tries = new FailedTries();

    private List<Long> pauses(int count, long tickMs) {
        var pauses = new ArrayList<Long>();
        for (int i = 0; i < count; i++) pauses.add(tries.wrong(HERE, tickMs));
        return pauses;
    }

    @Test
    void fiveAreFreeThenThePausesGrowUpToAMinute() {
        assertEquals(
                List.of(0L, 0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L),
                pauses(14, 1_000));
        for (int i = 0; i < 200; i++) assertEquals(60, tries.wrong(HERE, 2_000));
    }

    @Test
    void aMinuteWithoutAnythingWrongAndAllIsForgotten() {
        pauses(8, 1_000);
        assertEquals(8, tries.wrong(HERE, 60_999));
        assertEquals(0, tries.wrong(HERE, 120_999));
    }

    @Test
    void fiveInAMinuteAreFreeEachMinute() {
        pauses(4, 1_000);
        assertEquals(0, tries.wrong(HERE, 60_000 + 999)); // the fifth
        assertEquals(1, tries.wrong(HERE, 60_000 + 999));
        var slow = InetAddress.ofLiteral("192.0.2.8");
        for (int i = 0; i < 100; i++) assertEquals(0, tries.wrong(slow, i * 20_000L));
    }

    /// As that of a server does that leads for the first time.
    @Test
    void aClockThatGoesBackForgetsWhatWasLater() {
        pauses(14, 3_600_000);
        assertEquals(0, tries.wrong(HERE, 1_000));
        var slow = InetAddress.ofLiteral("192.0.2.8");
        tries.wrong(slow, 3_600_000);
        for (int i = 0; i < 100; i++) assertEquals(0, tries.wrong(slow, i * 20_000L));
    }

    /// Who asks twice at once may be heard in the other order.
    @Test
    void aMomentBackForgetsNothing() {
        pauses(8, 1_000);
        assertEquals(8, tries.wrong(HERE, 999));
    }

    @Test
    void addressesCountEachForItselfAndNetworksAsOne() {
        pauses(6, 1_000);
        assertEquals(0, tries.wrong(InetAddress.ofLiteral("192.0.2.8"), 1_000));
        for (int i = 0; i < 5; i++) tries.wrong(InetAddress.ofLiteral("2001:db8:1:2::" + i), 1_000);
        assertEquals(1, tries.wrong(InetAddress.ofLiteral("2001:db8:1:2:ffff::"), 1_000));
        assertEquals(0, tries.wrong(InetAddress.ofLiteral("2001:db8:1:3::1"), 1_000));
    }

    @Test
    void noMoreThanTenThousandAreRemembered() {
        pauses(6, 1_000);
        for (int i = 0; i < FailedTries.OWNERS_MAX - 1; i++)
            tries.wrong(InetAddress.ofLiteral("10.0." + i / 256 + "." + i % 256), 1_000);
        tries.wrong(InetAddress.ofLiteral("198.51.100.1"), 1_000);
        assertEquals(0, tries.wrong(HERE, 1_000), "it was wrong longest ago");
    }
}
