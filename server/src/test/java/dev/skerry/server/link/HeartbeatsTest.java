package dev.skerry.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
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

    /// A node is not connected from when it was heard last, not from when it is missed.
    @Test
    void itIsKnownForHowLongANodeIsSilent() {
        assertEquals(0, heartbeats.silentMs("a", 5_000), "nobody knows it");
        heartbeats.heard("a", 1_000);
        heartbeats.heard("a", 10_000);
        assertEquals(0, heartbeats.silentMs("a", 10_000));
        assertEquals(0, heartbeats.silentMs("a", 9_000), "two clocks");
        assertEquals(List.of("-a"), at(35_000));
        assertEquals(25_000, heartbeats.silentMs("a", 35_000));
        heartbeats.untold("a", false, 35_000);
        assertEquals(List.of("-a"), at(40_000));
        assertEquals(30_000, heartbeats.silentMs("a", 40_000), "told again, it is longer");
        heartbeats.heard("b", 50_000);
        heartbeats.over("b");
        assertEquals(List.of("-b"), at(51_000));
        assertEquals(1_000, heartbeats.silentMs("b", 51_000), "it was heard until its link ended");
    }

    /// Whoever was here before the server began has twice the time, and was silent all of it.
    @Test
    void whoIsNotHeardFromTheStartOnIsSilentFromTheStartOn() {
        var identity = new Node.Identity("n-000000000001", "edge", "default", "here");
        var machine = new ClusterMachine();
        var cluster = machine.apply(Cluster.EMPTY, new ClusterFact.NodeJoined(identity, 0, 0, ""));
        var heard = new ClusterFact.NodeContact(identity.id(), true, 0, 0, 0, 9);
        heartbeats.begin(machine.apply(cluster, heard), 100_000);
        assertEquals(List.of(), at(149_999));
        assertEquals(List.of("-" + identity.id()), at(150_000));
        assertEquals(50_000, heartbeats.silentMs(identity.id(), 150_000));
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
