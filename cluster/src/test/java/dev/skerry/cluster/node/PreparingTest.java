package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// A driver has to wait for something before it can start a task.
final class PreparingTest {
    @Test
    void whatItWaitsForIsSaidUntilItRuns() {
        var bench = Bench.connected().order(order("a1")).acknowledged().quiet();
        bench.after(1_000).preparing("a1", "web", 1, "fetches image web:3").acknowledged();
        bench.after(60_000).preparing("a1", "web", 1, "unpacks image web:3").acknowledged();
        bench.after(60_000).started("a1", "web", 1);
        assertEquals(
                """
                2s a1[web#1 preparing (fetches image web:3)] | send 2 \
                a1=PENDING(fetches image web:3)
                2s a1[web#1 preparing (fetches image web:3)]
                62s a1[web#1 preparing (unpacks image web:3)] | send 3 \
                a1=PENDING(unpacks image web:3)
                62s a1[web#1 preparing (unpacks image web:3)]
                122s a1[web#1 runs:101] | send 4 a1=RUNNING(up for less than 5 s)
                """,
                bench.story());
    }

    /// Nothing is there yet that could be signalled, which its driver knows.
    @Test
    void aStopEndsIt() {
        var bench = Bench.connected().order(order("a1")).quiet();
        bench.preparing("a1", "web", 1, "fetches").order(order("a1").stopped());
        bench.preparing("a1", "web", 1, "unpacks").refused("a1", "web", 1, false);
        assertEquals(
                """
                1s a1[web#1 preparing (fetches)]
                1s a1[web#1 stops>11s:E] | SIGTERM a1/web#1 synced 2
                1s a1[web#1 stops>11s:E]
                1s a1[web#1 stopped:-1]
                """,
                bench.story());
    }

    @Test
    void whatCannotBePreparedIsTriedAgainOrNot() {
        var bench = Bench.connected().order(order("a1"), order("a2")).quiet();
        bench.preparing("a1", "web", 1, "fetches").refused("a1", "web", 1, false);
        bench.preparing("a2", "web", 1, "fetches").refused("a2", "web", 1, true);
        assertEquals(
                """
                1s a1[web#1 preparing (fetches)] a2[web#1 starting]
                1s a1[web#1 waits>16s] a2[web#1 starting]
                1s a1[web#1 waits>16s] a2[web#1 preparing (fetches)]
                1s a1[web#1 waits>16s] a2[web#1 failed:-1, task web failed: no such program]
                """,
                bench.story());
    }

    @Test
    void anAgentThatComesBackBeginsAnew() {
        var bench = Bench.connected().order(order("a1")).quiet();
        bench.preparing("a1", "web", 1, "fetches").agent();
        assertEquals(
                """
                1s a1[web#1 preparing (fetches)]
                1s a1[web#1 preparing (fetches)] | start a1/web#1
                """,
                bench.story());
    }

    /// Words of an attempt that is over, or that runs by now, come too late.
    @Test
    void wordsThatComeTooLateChangeNothing() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).quiet();
        bench.preparing("a1", "web", 1, "fetches").preparing("a1", "web", 2, "fetches");
        assertEquals(
                """
                1s a1[web#1 runs:101]
                1s a1[web#1 runs:101]
                """,
                bench.story());
    }
}
