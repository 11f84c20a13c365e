package dev.skerry.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    final List<String> news = new ArrayList<>();
    final Heartbeats heartbeats =
            new Heartbeats(
                    Duration.ofSeconds(25), (node, here) -> news.add((here ? "+" : "-") + node));

    List<String> at(long tickMs) {
        news.clear();
        heartbeats.look(tickMs);
        return List.copyOf(news);
    }

    @Test
    void aSilentNodeIsMissedOnceAndIsBackWithItsNextSound() {
        heartbeats.heard("a", 0);
        assertEquals(List.of("+a"), news);
        heartbeats.heard("a", 10_000);
        assertEquals(List.of(), at(25_000));
        assertEquals(List.of(), at(34_999));
        assertEquals(List.of("-a"), at(35_000));
        assertEquals(List.of(), at(90_000));
        heartbeats.heard("a", 95_000);
        assertEquals(List.of("+a"), news);
        assertEquals(List.of("-a"), at(120_000));
    }

    @Test
    void newsThatWereNotTakenAreToldAgain() {
        heartbeats.heard("a", 0);
        heartbeats.untold("a", true, 0);
        news.clear();
        heartbeats.heard("a", 1_000);
        assertEquals(List.of("+a"), news);
        assertEquals(List.of("-a"), at(26_000));
        heartbeats.untold("a", false, 26_000);
        assertEquals(List.of("-a"), at(30_000));
    }

    /// Its link has ended for good: nobody waits for it.
    @Test
    void aNodeWhoseLinkIsOverIsMissedWithTheNextLook() {
        heartbeats.over("a");
        heartbeats.heard("a", 1_000);
        heartbeats.heard("b", 1_000);
        heartbeats.over("a");
        assertEquals(List.of("-a"), at(1_001));
        heartbeats.untold("a", false, 1_001);
        heartbeats.over("a");
        assertEquals(List.of(), at(1_002), "it is told again later, not at once");
        assertEquals(List.of("-a"), at(3_501));
        news.clear();
        heartbeats.heard("a", 4_000);
        assertEquals(List.of("+a"), news);
        assertEquals(List.of("-b"), at(26_000));
    }

    /// A sign of life that comes while the silence before it is being told is told first.
    @Test
    void newsThatWereOvertakenAreMadeUpFor() {
        var told = new ArrayList<String>();
        var all = new Heartbeats[1];
        all[0] =
                new Heartbeats(
                        Duration.ofSeconds(25),
                        (node, here) -> {
                            if (!here) all[0].heard(node, 25_000);
                            told.add((here ? "+" : "-") + node);
                        });
        all[0].heard("a", 0);
        all[0].look(25_000);
        assertEquals(List.of("+a", "+a", "-a"), told);
        all[0].told("a", true);
        all[0].told("a", false);
        assertEquals(List.of("+a", "+a", "-a", "+a"), told);
    }

    @Test
    void aHundredThousandNodesAreLookedAtInTurn() {
        for (int i = 0; i < 100_000; i++) heartbeats.heard("n" + i, i % 10_000);
        for (long tickMs = 10_000; tickMs < 60_000; tickMs += 10_000) {
            for (int i = 0; i < 100_000; i += 2) heartbeats.heard("n" + i, tickMs);
            at(tickMs);
        }
        news.clear();
        for (int i = 0; i < 100_000; i++) heartbeats.heard("n" + i, 60_000);
        assertEquals(50_000, news.size());
    }
}
