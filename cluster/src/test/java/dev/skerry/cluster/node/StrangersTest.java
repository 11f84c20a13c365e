package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.node.NodeMessage.FoundProcess;
import org.junit.jupiter.api.Test;

/// A part of the journal was lost, and what it told of still runs.
final class StrangersTest {
    @Test
    void whatRunsIsLeftAloneUntilTheServersHaveSaidEverything() {
        var bench = Bench.connected().forgets();
        bench.agent(
                new FoundProcess("a1", "web", 3, 101, -1),
                new FoundProcess("a2", "web", 1, 102, -1));
        bench.tick(3_600_000).say(new NodeMessage.Heard(bench.tickMs)).quiet();
        assertEquals(0, bench.state.version(), "all of it is asked for");
        assertTrue(bench.state.gap().open());
        bench.whole(order("a1"));
        assertEquals(
                """
                3601s a1[web#3 runs:101] | drop a2/web#1 synced 1 send 1 a1=RUNNING(up \
                for less than 5 s)
                """,
                bench.story());
        assertFalse(bench.state.gap().open());
    }

    @Test
    void aPartOfWhatTheServersSayEndsNothing() {
        var bench = Bench.connected().forgets().agent(new FoundProcess("a1", "web", 1, 101, -1));
        bench.quiet().order(order("a2"));
        assertFalse(bench.story().contains("drop"));
        assertTrue(bench.state.gap().open());
    }

    @Test
    void aNewerAttemptOfAKnownTaskIsTakenOverAtOnce() {
        var bench = Bench.connected().order(order("a1"), order("a2")).started("a1", "web", 1);
        bench.started("a2", "web", 1).exited("a2", "web", 1, 1).forgets().quiet();
        bench.agent(
                new FoundProcess("a1", "web", 2, 101, -1),
                new FoundProcess("a2", "web", 1, 102, -1));
        assertEquals(
                """
                1s a1[web#2 runs:101] a2[web#1 runs:102]
                """,
                bench.story());
    }

    @Test
    void anOlderAttemptThanTheKnownOneIsStillEnded() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).forgets().quiet();
        bench.agent(
                new FoundProcess("a1", "web", 0, 99, -1),
                new FoundProcess("a1", "web", 1, 101, -1));
        assertEquals(
                """
                1s a1[web#1 runs:101] | drop a1/web#0
                """,
                bench.story());
    }

    @Test
    void howItEndedMeanwhileCounts() {
        var bench = Bench.connected().forgets();
        bench.agent(
                new FoundProcess("a1", "web", 1, 101, -1), new FoundProcess("a2", "web", 1, 0, 0));
        bench.exited("a1", "web", 1, 0).say(new NodeMessage.Heard(bench.tickMs)).quiet();
        bench.whole(order("a1").batch(), order("a2").batch());
        assertTrue(bench.story().startsWith("1s a1[web#1 complete:0] a2[web#1 complete:0] |"));
    }

    @Test
    void anOrderToStopEndsItInItsOwnWay() {
        var bench = Bench.connected().forgets().agent(new FoundProcess("a1", "web", 1, 101, -1));
        bench.quiet().whole(order("a1").stopped());
        assertTrue(bench.story().startsWith("1s a1[web#1 stops>11s:E] | SIGTERM a1/web#1"));
    }

    @Test
    void theBootThatWasForgottenIsNoReboot() {
        var bench = new Bench().forgets();
        bench.agent(new FoundProcess("a1", "web", 1, 101, -1))
                .agent(new FoundProcess("a1", "web", 1, 101, -1));
        assertFalse(bench.story().contains("drop"));
    }

    @Test
    void aRealRebootLeavesNobodyToWaitFor() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).forgets();
        bench.agent(new FoundProcess("a9", "web", 1, 101, -1)).quiet().reboot("boot-2");
        assertEquals(
                """
                1s a1[web#2 starting] | start a1/web#2
                """,
                bench.story());
        assertTrue(bench.state.gap().unknown().isEmpty());
    }
}
