package dev.skerry.cluster.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Now;
import org.junit.jupiter.api.Test;

class LastSeenTest {
    private static final long NOON_MS = 1_700_000_000_000L;
    private static final long HOUR_MS = 3_600_000;

    @Test
    void aRestartIsNoGapAndAnHourIs() {
        var seen = LastSeen.at(NOON_MS);
        assertFalse(seen.gap(new Now(0, NOON_MS + Absences.LEAST_MS - 1)));
        assertTrue(seen.gap(new Now(0, NOON_MS + Absences.LEAST_MS)));
        assertEquals(NOON_MS, seen.beforeMs(new Now(0, NOON_MS + HOUR_MS)));
        assertTrue(LastSeen.UNKNOWN.gap(new Now(0, NOON_MS)));
    }

    /// A board without a clock battery was off for an hour, and gets the time after a minute.
    @Test
    void aBoardThatWakesIn1970KnowsLaterHowLongItWasOff() {
        var seen = LastSeen.at(NOON_MS);
        for (long ms = 0; ms <= 60_000; ms += 10_000) {
            assertFalse(seen.gap(new Now(ms, ms)));
            seen = seen.next(new Now(ms, ms));
        }
        var told = new Now(70_000, NOON_MS + HOUR_MS);
        assertTrue(seen.gap(told));
        assertEquals(NOON_MS, seen.beforeMs(told));
        assertEquals(LastSeen.at(NOON_MS + HOUR_MS), seen.next(told));
    }

    @Test
    void aRestartWithTheClockStillBehindIsFoundToo() {
        var seen = LastSeen.at(NOON_MS).next(new Now(0, NOON_MS - HOUR_MS));
        var back = new Now(0, NOON_MS - HOUR_MS + 600_000);
        assertTrue(seen.gap(back));
        assertEquals(NOON_MS - HOUR_MS, seen.beforeMs(back));
    }

    @Test
    void aClockThatStaysBehindIsBelieved() {
        var seen = LastSeen.at(NOON_MS + 1_000 * HOUR_MS);
        seen = seen.next(new Now(0, NOON_MS));
        seen = seen.next(new Now(LastSeen.BEHIND_MAX_MS - 1, NOON_MS + 1));
        assertEquals(NOON_MS + 1_000 * HOUR_MS, seen.latestWallMs());
        seen = seen.next(new Now(LastSeen.BEHIND_MAX_MS, NOON_MS + HOUR_MS));
        assertEquals(LastSeen.at(NOON_MS + HOUR_MS), seen);
    }
}
