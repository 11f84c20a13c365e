package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.job.Policies.Restart;
import dev.skerry.cluster.node.NodeMessage.FoundProcess;
import org.junit.jupiter.api.Test;

/// What the servers are told, and when again.
final class ReportingTest {
    @Test
    void oneBatchIsOnItsWayAtATime() {
        var bench = Bench.connected().order(order("a1"), order("a2")).started("a1", "web", 1);
        bench.started("a2", "web", 1).exited("a2", "web", 1, 1);
        bench.say(new NodeMessage.Acknowledged(7)).say(new NodeMessage.Acknowledged(1));
        bench.say(new NodeMessage.Acknowledged(2)).say(new NodeMessage.Acknowledged(2));
        assertEquals(
                """
                1s a1[web#1 starting] a2[web#1 starting] | start a1/web#1 start a2/web#1 synced \
                1 send 1 a1=PENDING a2=PENDING
                1s a1[web#1 runs:101] a2[web#1 starting]
                1s a1[web#1 runs:101] a2[web#1 runs:101]
                1s a1[web#1 runs:101] a2[web#1 waits>16s]
                1s a1[web#1 runs:101] a2[web#1 waits>16s]
                1s a1[web#1 runs:101] a2[web#1 waits>16s] | send 2 a1=RUNNING(up for \
                less than 5 s) a2=PENDING(restarts in 15 s: exit code 1)
                1s a1[web#1 runs:101] a2[web#1 waits>16s]
                1s a1[web#1 runs:101] a2[web#1 waits>16s]
                """,
                bench.story());
    }

    /// The servers have believed nothing of it since they missed the node.
    @Test
    void whoWasAloneSaysHowItsWorkStandsWhenHeardAgain() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).after(10_000);
        bench.wake().acknowledged().acknowledged().lost().tick(120_000).quiet();
        bench.say(new NodeMessage.Heard(bench.tickMs));
        assertEquals(
                """
                131s a1[web#1 runs:101] | send 3 a1=RUNNING+
                """,
                bench.story());
    }

    @Test
    void whatFollowsARestartAtOnceIsToldAsOneTheNewest() {
        var hasty = new Restart(100, 600_000, 1_000, Restart.Mode.FAIL);
        var bench = Bench.connected().order(order("a1").restart(hasty)).acknowledged();
        bench.started("a1", "web", 1).acknowledged().exited("a1", "web", 1, 1).acknowledged();
        bench.quiet();
        for (int attempt = 2; attempt <= 3; attempt++) {
            bench.wake().started("a1", "web", attempt).after(50).exited("a1", "web", attempt, 1);
            bench.wake().acknowledged();
        }
        assertEquals(
                """
                2s a1[web#2 starting] | start a1/web#2
                2s a1[web#2 runs:102]
                2050ms a1[web#2 waits>3050ms]
                3s a1[web#2 waits>3050ms] | send 4 a1=PENDING(restarts in 1 s: exit code 1)
                3s a1[web#2 waits>3050ms]
                3050ms a1[web#3 starting] | start a1/web#3
                3050ms a1[web#3 runs:103]
                3100ms a1[web#3 waits>4100ms]
                4050ms a1[web#3 waits>4100ms] | send 5 a1=PENDING(restarts in 1 s: exit code 1)
                4050ms a1[web#3 waits>4100ms]
                """,
                bench.story());
    }

    /// Whatever it does, and however fast it is acknowledged.
    @Test
    void aTaskThatFailsForAMinuteIsToldOfOnceASecond() {
        var hasty = new Restart(1_000, 600_000, 0, Restart.Mode.DELAY);
        var bench = Bench.connected().order(order("a1").restart(hasty)).acknowledged();
        for (int attempt = 1; bench.tickMs < 61_000; attempt++) {
            bench.started("a1", "web", attempt).acknowledged();
            bench.exited("a1", "web", attempt, 1).acknowledged();
            while (bench.state.runs().values().iterator().next().tasks().getFirst().attempt()
                    == attempt) bench.wake().acknowledged();
        }
        long reports = bench.state.reports().number();
        assertTrue(reports < 70, reports + " reports in a minute");
    }

    @Test
    void aFailureForGoodIsToldAtOnceAndARestartThatWorksASecondLater() {
        var bench = Bench.connected().order(order("a1"), order("a2")).acknowledged();
        bench.started("a1", "web", 1).acknowledged().started("a2", "web", 1).acknowledged();
        bench.exited("a1", "web", 1, 1).acknowledged().exited("a2", "web", 1, 1).acknowledged();
        bench.quiet().wake().started("a1", "web", 2).refused("a2", "web", 2, true);
        bench.acknowledged().wake().acknowledged();
        assertEquals(
                """
                16s a1[web#2 starting] a2[web#2 starting] | start a1/web#2 start a2/web#2
                16s a1[web#2 runs:102] a2[web#2 starting]
                16s a1[web#2 runs:102] a2[web#2 failed:-1, task web failed: no such program] | \
                send 6 a2=FAILED(task web failed: no such program)
                16s a1[web#2 runs:102] a2[web#2 failed:-1, task web failed: no such program]
                17s a1[web#2 runs:102] a2[web#2 failed:-1, task web failed: no such program] | \
                send 7 a1=RUNNING(up for less than 5 s; before: exit code 1)
                17s a1[web#2 runs:102] a2[web#2 failed:-1, task web failed: no such program]
                """,
                bench.story());
    }

    @Test
    void aRestartThatAPersonMovedForwardIsToldASecondAfterIt() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).acknowledged();
        bench.acknowledged().exited("a1", "web", 1, 1).acknowledged().quiet();
        bench.order(order("a1").restarted()).started("a1", "web", 2).wake();
        assertEquals(
                """
                1s a1[web#2 starting] | start a1/web#2 synced 2
                1s a1[web#2 runs:102]
                2s a1[web#2 runs:102] | send 4 a1=RUNNING(up for less than 5 s; before: exit code 1)
                """,
                bench.story());
    }

    @Test
    void afterSilenceTheSameBatchIsSentAsItStandsByThen() {
        var bench = Bench.connected().order(order("a1")).quiet();
        bench.lost().started("a1", "web", 1).exited("a1", "web", 1, 1).wake();
        bench.started("a1", "web", 2).say(new NodeMessage.Heard(bench.tickMs));
        bench.say(new NodeMessage.Acknowledged(1)).wake().say(new NodeMessage.Acknowledged(2));
        assertEquals(
                """
                1s a1[web#1 starting]
                1s a1[web#1 runs:101]
                1s a1[web#1 waits>16s]
                16s a1[web#2 starting] | start a1/web#2
                16s a1[web#2 runs:102]
                16s a1[web#2 runs:102] | send 1 a1=RUNNING(up for less than 5 s; before: \
                exit code 1)
                16s a1[web#2 runs:102]
                17s a1[web#2 runs:102] | send 2 a1=RUNNING(up for less than 5 s; before: \
                exit code 1)
                17s a1[web#2 runs:102]
                """,
                bench.story());
    }

    @Test
    void aFreshAgentSendsWhatItsJournalSaysIsOnItsWay() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).quiet();
        bench.agent(new FoundProcess("a1", "web", 1, 101, -1))
                .say(new NodeMessage.Heard(bench.tickMs));
        assertEquals(
                """
                1s a1[web#1 runs:101]
                1s a1[web#1 runs:101] | send 1 a1=RUNNING(up for less than 5 s)
                """,
                bench.story());
    }

    @Test
    void aForgottenRunIsNotReported() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).quiet();
        bench.remove("a1").say(new NodeMessage.Acknowledged(1)).exited("a1", "web", 1, 0);
        bench.say(new NodeMessage.Cleaned("a1"));
        assertEquals(
                """
                1s a1[web#1 stops>11s:E, forgotten] | SIGTERM a1/web#1 synced 2
                1s a1[web#1 stops>11s:E, forgotten]
                1s a1[web#1 stopped:0, forgotten] | clean a1
                1s
                """,
                bench.story());
    }

    @Test
    void aBatchIsBoundedInItsTasksToo() {
        var many = new Sheet[30];
        var tasks = new String[20];
        for (int i = 0; i < tasks.length; i++) tasks[i] = "t" + i;
        for (int i = 0; i < many.length; i++) many[i] = order("a" + i).tasks(tasks).stopped();
        var bench = Bench.connected().order(many);
        assertEquals(25, bench.state.reports().sent().size());
        assertEquals(5, bench.state.reports().changed().size());
    }

    @Test
    void aBatchIsBounded() {
        var many = new Sheet[Reporting.BATCH_MAX + 3];
        for (int i = 0; i < many.length; i++) many[i] = order("a" + i).stopped();
        var bench = Bench.connected().order(many);
        assertEquals(3, bench.state.reports().changed().size());
        bench.say(new NodeMessage.Acknowledged(1));
        assertEquals(3, bench.state.reports().sent().size());
    }
}
