package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.Policies.Restart;
import dev.skerry.cluster.node.NodeMessage.FoundProcess;
import dev.skerry.kernel.Now;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What counts as healthy when nobody can ask, and what is said of what is not.
final class SteadinessTest {
    @Test
    void withoutChecksItIsHealthyOnceItHasRunForAWhile() {
        var bench = Bench.connected().order(order("a1")).acknowledged().quiet();
        bench.started("a1", "web", 1).acknowledged().tick(4_999).wake().acknowledged();
        assertEquals(Long.MAX_VALUE, new NodeMachine().wakeAtTickMs(bench.state));
        assertEquals(
                """
                1s a1[web#1 runs:101] | send 2 a1=RUNNING(up for less than 5 s)
                1s a1[web#1 runs:101]
                5999ms a1[web#1 runs:101]
                6s a1[web#1 runs:101] | send 3 a1=RUNNING+
                6s a1[web#1 runs:101]
                """,
                bench.story());
    }

    /// However often it is started.
    @Test
    void whatEndsSoonerIsNeverHealthyAndSaysWhy() {
        var hasty = new Restart(100, 600_000, 2_000, Restart.Mode.FAIL);
        var bench = Bench.connected().order(order("a1").restart(hasty)).acknowledged();
        bench.started("a1", "web", 1).acknowledged().quiet();
        for (int attempt = 1; attempt <= 2; attempt++) {
            bench.after(500).exited("a1", "web", attempt, 1).acknowledged();
            bench.wake().started("a1", "web", attempt + 1).wake().acknowledged();
        }
        assertEquals(
                """
                1500ms a1[web#1 waits>3500ms] | send 3 a1=PENDING(restarts in 2 s: exit code 1)
                1500ms a1[web#1 waits>3500ms]
                3500ms a1[web#2 starting]\
                 | start a1/web#2
                3500ms a1[web#2 runs:102]
                4500ms a1[web#2 runs:102]\
                 | send 4 a1=RUNNING(up for less than 5 s; before: exit code 1)
                4500ms a1[web#2 runs:102]
                5s a1[web#2 waits>7s] | send 5 a1=PENDING(restarts in 2 s: exit code 1)
                5s a1[web#2 waits>7s]
                7s a1[web#3 starting] | start a1/web#3
                7s a1[web#3 runs:103]
                8s a1[web#3 runs:103]\
                 | send 6 a1=RUNNING(up for less than 5 s; before: exit code 1)
                8s a1[web#3 runs:103]
                """,
                bench.story());
    }

    @Test
    void itIsAsHealthyAsTheLeastOfItsTasks() {
        var bench = Bench.connected().order(order("a1").tasks("web", "log"));
        bench.started("a1", "web", 1).after(3_000).started("a1", "log", 1).wake();
        assertEquals("task log: up for less than 5 s", said(bench));
        bench.wake();
        assertEquals("healthy", said(bench));
        bench.exited("a1", "log", 1, 137);
        assertEquals("task log: restarts in 15 s: exit code 137", said(bench));
    }

    @Test
    void anAgentThatComesBackGoesOnCounting() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1);
        bench.after(3_000).agent(new FoundProcess("a1", "web", 1, 101, -1)).wake();
        assertEquals(6_000, bench.tickMs);
        assertEquals("healthy", said(bench));
        bench.agent(new FoundProcess("a1", "web", 1, 101, -1));
        assertEquals("healthy", said(bench));
        bench.reboot("boot-2").started("a1", "web", 2);
        assertEquals("up for less than 5 s; before: the node was rebooted", said(bench));
    }

    /// How it runs is no reason for that.
    @Test
    void whatRunsItIsNothingOfBefore() {
        var bench = Bench.connected().order(order("a1"));
        var none = java.util.List.<String>of();
        bench.say(new NodeMessage.TaskStarted("a1", "web", 1, 101, none, "Java 25.0.3"));
        assertEquals("up for less than 5 s", said(bench));
    }

    @Test
    void checksSayItSooner() {
        var bench = Bench.connected().order(order("a1").checked(3)).started("a1", "web", 1);
        assertEquals("check up has no answer yet", said(bench));
        bench.checked("a1", 1, true);
        assertEquals("healthy", said(bench));
        bench.after(60_000).checked("a1", 1, false);
        assertEquals("check up is not well: refused", said(bench));
    }

    @Test
    void whatCannotBeStartedSaysSo() {
        var bench = Bench.connected().order(order("a1")).refused("a1", "web", 1, false);
        assertEquals("restarts in 15 s: no such program", said(bench));
        bench.wake();
        assertEquals("starts again: no such program", said(bench));
    }

    @Test
    void aTimeIsNeverTooShort() {
        assertEquals("1 s", Reasons.time(1));
        assertEquals("2 s", Reasons.time(1_001));
        assertEquals("119 s", Reasons.time(119_000));
        assertEquals("2 m", Reasons.time(119_001));
        assertEquals("15 m", Reasons.time(900_000));
        assertEquals("1 h", Reasons.time(3_600_000));
        assertEquals("2 h 1 m", Reasons.time(7_200_001));
    }

    private static String said(Bench bench) {
        var run = Objects.requireNonNull(bench.state.runs().find("a1"));
        var seen = NodeMachine.observed(run, new Now(bench.tickMs, 0));
        return seen.healthy() ? "healthy" + seen.description() : seen.description();
    }
}
