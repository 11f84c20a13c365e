package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.kernel.Now;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WrongClockTest {
    private static final long SERVER_MS = Instant.parse("2026-11-28T15:04:31Z").toEpochMilli();
    private static final String REST =
            " (UTC): set the one that is wrong; until then the times that this node tells are not"
                    + " the fleet's";
    private final WrongClock clock = new WrongClock();

    private String at(long tickMs, String wall) {
        return clock.sentence(new Now(tickMs, Instant.parse(wall).toEpochMilli()));
    }

    @Test
    void namesBothClocksInTheSameWordsUntilItIsSet() {
        assertEquals("", at(7_000, "1970-01-01T00:00:07Z"), "nobody has said what is right");
        clock.heard(SERVER_MS, 300_000);
        var wrong =
                "this machine's clock says 1970-01-01 00:05:12, the server's 2026-11-28 15:04:31"
                        + REST;
        assertEquals(wrong, at(300_000, "1970-01-01T00:05:12Z"));
        assertEquals(wrong, at(3_900_000, "1970-01-01T01:05:12Z"));
        assertEquals("", at(3_901_000, "2026-11-28T16:04:32Z"), "it was set");
        assertEquals("", at(3_901_000, "2026-11-28T16:05:32Z"));
    }

    @Test
    void saysItAnewWhenTheClockWasSetToAnotherWrongTime() {
        clock.heard(SERVER_MS, 0);
        var first = at(0, "2026-11-28T13:04:31Z");
        assertEquals(
                "this machine's clock says 2026-11-28 13:04:31, the server's 2026-11-28 15:04:31"
                        + REST,
                first);
        assertEquals(
                "this machine's clock says 2029-02-05 15:04:32, the server's 2026-11-28 15:04:32"
                        + REST,
                at(1_000, "2029-02-05T15:04:32Z"));
    }

    /// A server of before it told the time says nothing about any clock.
    @Test
    void judgesNothingWithoutTheServersTime() {
        clock.heard(0, 5_000);
        assertEquals("", at(5_000, "1970-01-01T00:00:05Z"));
    }

    /// What is signed for servers has their time.
    @Test
    void knowsTheServersTimeOnceItWasTold() {
        assertEquals(7_000, clock.fleetWallMs(new Now(5_000, 7_000)), "nobody has said it");
        clock.heard(SERVER_MS, 5_000);
        assertEquals(SERVER_MS + 1_000, clock.fleetWallMs(new Now(6_000, 8_000)));
        clock.heard(0, 5_000);
        assertEquals(9_000, clock.fleetWallMs(new Now(7_000, 9_000)), "nor does this one");
    }

    @Test
    void fitsIntoTheFactsOfANode() {
        clock.heard(SERVER_MS, 0);
        int characters = at(0, "1970-01-01T00:00:00Z").length();
        assertEquals(true, characters <= dev.skerry.cluster.state.NodeFacts.TEXT_CHARACTERS_MAX);
    }
}
