package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.Policies.Restart;
import dev.skerry.cluster.job.Policies.Restart.Mode;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.WorkOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each row of the state table of [Run.Phase], as text.
final class TasksTest {
    @Test
    void itIsStartedAndRestartedUntilThePolicyIsUsedUp() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1);
        for (int attempt = 1; attempt <= 3; attempt++) {
            bench.after(1_000).exited("a1", "web", attempt, attempt % 2);
            if (attempt < 3) bench.wake().started("a1", "web", attempt + 1);
        }
        assertEquals(
                """
                1s a1[web#1 starting] | start a1/web#1 synced 1 send 1 a1=PENDING
                1s a1[web#1 runs:101]
                2s a1[web#1 waits>17s]
                17s a1[web#2 starting] | start a1/web#2
                17s a1[web#2 runs:102]
                18s a1[web#2 waits>33s]
                33s a1[web#3 starting] | start a1/web#3
                33s a1[web#3 runs:103]
                34s a1[web#3 failed:1, task web failed: exit code 1]
                """,
                bench.story());
    }

    /// Until something else is to be said of it.
    @Test
    void whatItsNodeCouldNotKeepItFromIsSaid() {
        var bench = Bench.connected().order(order("a1"));
        var lacks = List.of("files", "pids");
        bench.say(new NodeMessage.TaskStarted("a1", "web", 1, 101, lacks, ""));
        assertEquals("runs; not confined here: files, pids", message(bench));
        bench.after(1_000).exited("a1", "web", 1, 1);
        assertEquals("exit code 1", message(bench));
        bench.wake().say(new NodeMessage.TaskStarted("a1", "web", 2, 102));
        assertEquals("exit code 1", message(bench));
    }

    /// What runs it is said as well, unless there is something else to say.
    @Test
    void whatOfItsNodeRunsItIsSaid() {
        var bench = Bench.connected().order(order("a1"));
        var none = List.<String>of();
        bench.say(new NodeMessage.TaskStarted("a1", "web", 1, 101, none, "Java 25.0.3"));
        assertEquals("runs on Java 25.0.3", message(bench));
        bench.after(1_000).exited("a1", "web", 1, 1).wake();
        bench.say(new NodeMessage.TaskStarted("a1", "web", 2, 102, none, "Java 25.0.3"));
        assertEquals("exit code 1", message(bench), "why it ended says more");
        bench.after(1_000).exited("a1", "web", 2, 1).wake();
        var lacks = List.of("pids");
        bench.say(new NodeMessage.TaskStarted("a1", "web", 3, 103, lacks, "Java 17.0.15"));
        assertEquals("runs on Java 17.0.15; not confined here: pids", message(bench));
    }

    private static String message(Bench bench) {
        return requireNonNull(requireNonNull(bench.state.runs().find("a1")).task("web")).message();
    }

    @Test
    void restartsLongAgoDoNotCount() {
        var bench = Bench.connected().order(order("a1")).quiet();
        for (int attempt = 1; attempt <= 4; attempt++) {
            bench.started("a1", "web", attempt)
                    .after(300_000)
                    .exited("a1", "web", attempt, 1)
                    .wake();
        }
        assertEquals(
                """
                1s a1[web#1 runs:101]
                301s a1[web#1 waits>316s]
                316s a1[web#2 starting] | start a1/web#2
                316s a1[web#2 runs:102]
                616s a1[web#2 waits>631s]
                631s a1[web#3 starting] | start a1/web#3
                631s a1[web#3 runs:103]
                931s a1[web#3 waits>946s]
                946s a1[web#4 starting] | start a1/web#4
                946s a1[web#4 runs:104]
                1246s a1[web#4 waits>1261s]
                1261s a1[web#5 starting] | start a1/web#5
                """,
                bench.story());
    }

    /// As jobs were accepted when there was no least delay.
    @Test
    void aPolicyWithoutADelayWaitsASecondAllTheSame() {
        for (var mode : Mode.values()) {
            var hasty = new Restart(5, 2_000, 0, mode);
            var bench = Bench.connected().order(order("a1").restart(hasty)).quiet();
            bench.exited("a1", "web", 1, 1).wake().exited("a1", "web", 2, 1);
            assertEquals(
                    """
                    1s a1[web#1 waits>2s]
                    2s a1[web#2 starting] | start a1/web#2
                    2s a1[web#2 waits>3s]
                    """,
                    bench.story());
        }
    }

    /// And when there was no least patience.
    @Test
    void aTaskHasASecondToEnd() {
        var paper = order("a1").paper();
        var web = paper.group().tasks().getFirst();
        var impatient =
                new TaskSpec(
                        web.name(),
                        web.driver(),
                        web.run(),
                        web.resources(),
                        web.cpuMaxMhz(),
                        new TaskSpec.StopSpec("SIGTERM", 0),
                        web.logs(),
                        web.checks());
        var group = paper.group();
        var groupOfIt =
                new GroupSpec(
                        group.name(),
                        group.count(),
                        group.placement(),
                        group.policies(),
                        group.ports(),
                        group.meta(),
                        List.of(impatient));
        var bench = Bench.connected();
        for (var desired : List.of(paper.desired(), order("a1").stopped().desired())) {
            var order =
                    new WorkOrder(
                            "a1",
                            paper.slot(),
                            paper.type(),
                            groupOfIt,
                            paper.meta(),
                            paper.ports(),
                            desired);
            bench.say(
                    new NodeMessage.Ordered(
                            "e",
                            desired.generation(),
                            false,
                            true,
                            List.of(order),
                            List.of(),
                            List.of()));
        }
        assertEquals(
                """
                1s a1[web#1 starting] | start a1/web#1 synced 1 send 1 a1=PENDING
                1s a1[web#1 stops>2s:E] | SIGTERM a1/web#1 synced 2
                """,
                bench.story());
    }

    @Test
    void withModeDelayItWaitsUntilTheIntervalIsOver() {
        var bench = Bench.connected().order(order("a1").restart(1, Mode.DELAY)).quiet();
        for (int attempt = 1; attempt <= 3; attempt++) {
            bench.started("a1", "web", attempt).after(1_000).exited("a1", "web", attempt, 1).wake();
        }
        assertEquals(
                """
                1s a1[web#1 runs:101]
                2s a1[web#1 waits>17s]
                17s a1[web#2 starting] | start a1/web#2
                17s a1[web#2 runs:102]
                18s a1[web#2 waits>617s]
                617s a1[web#3 starting] | start a1/web#3
                617s a1[web#3 runs:103]
                618s a1[web#3 waits>1217s]
                1217s a1[web#4 starting] | start a1/web#4
                """,
                bench.story());
    }

    @Test
    void aBatchIsCompleteWhenAllItsTasksHaveEndedWell() {
        var bench = Bench.connected().order(order("a1").batch().tasks("one", "two"));
        bench.started("a1", "one", 1).started("a1", "two", 1);
        bench.after(1_000).exited("a1", "one", 1, 0).exited("a1", "two", 1, 7);
        bench.wake().started("a1", "two", 2).exited("a1", "two", 2, 0);
        bench.say(new NodeMessage.Acknowledged(1));
        assertEquals(
                """
                1s a1[one#1 starting two#1 starting] | start a1/one#1 start a1/two#1 synced 1 \
                send 1 a1=PENDING
                1s a1[one#1 runs:101 two#1 starting]
                1s a1[one#1 runs:101 two#1 runs:101]
                2s a1[one#1 complete:0 two#1 runs:101]
                2s a1[one#1 complete:0 two#1 waits>17s]
                17s a1[one#1 complete:0 two#2 starting] | start a1/two#2
                17s a1[one#1 complete:0 two#2 runs:102]
                17s a1[one#1 complete:0 two#2 complete:0]
                17s a1[one#1 complete:0 two#2 complete:0] | send 2 a1=COMPLETE
                """,
                bench.story());
    }

    @Test
    void aStartThatFailsFollowsThePolicyUnlessItNeverCanSucceed() {
        var bench = Bench.connected().order(order("a1"));
        bench.refused("a1", "web", 1, false).wake().refused("a1", "web", 2, true);
        assertEquals(
                """
                1s a1[web#1 starting] | start a1/web#1 synced 1 send 1 a1=PENDING
                1s a1[web#1 waits>16s]
                16s a1[web#2 starting] | start a1/web#2
                16s a1[web#2 failed:-1, task web failed: no such program]
                """,
                bench.story());
    }

    @Test
    void oneTaskThatFailsForGoodStopsTheOthers() {
        var bench = Bench.connected().order(order("a1").tasks("web", "log", "old"));
        bench.started("a1", "log", 1).refused("a1", "old", 1, false);
        bench.refused("a1", "web", 1, true).started("a1", "log", 1).after(500);
        bench.exited("a1", "log", 1, 143).say(new NodeMessage.Acknowledged(1));
        assertEquals(
                """
                1s a1[web#1 starting log#1 starting old#1 starting] | start a1/web#1 start \
                a1/log#1 start a1/old#1 synced 1 send 1 a1=PENDING
                1s a1[web#1 starting log#1 runs:101 old#1 starting]
                1s a1[web#1 starting log#1 runs:101 old#1 waits>16s]
                1s a1[web#1 failed:-1 log#1 stops>11s:E old#1 stopped:-1, task web failed: no \
                such program] | SIGTERM a1/log#1
                1s a1[web#1 failed:-1 log#1 stops>11s:E old#1 stopped:-1, task web failed: no \
                such program]
                1500ms a1[web#1 failed:-1 log#1 stopped:143 old#1 stopped:-1, task web failed: \
                no such program]
                1500ms a1[web#1 failed:-1 log#1 stopped:143 old#1 stopped:-1, task web failed: \
                no such program] | send 2 a1=FAILED(task web failed: no such program)
                """,
                bench.story());
    }

    @Test
    void aStopIsASignalThenAfterTheTimeoutAKillAgainAndAgain() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).quiet();
        bench.order(order("a1").stopped()).wake().wake().wake().exited("a1", "web", 1, 137);
        bench.say(new NodeMessage.Acknowledged(1));
        assertEquals(
                """
                1s a1[web#1 stops>11s:E] | SIGTERM a1/web#1 synced 2
                11s a1[web#1 stops>41s:E] | kill a1/web#1
                41s a1[web#1 stops>71s:E] | kill a1/web#1
                71s a1[web#1 stops>101s:E] | kill a1/web#1
                71s a1[web#1 stopped:137]
                71s a1[web#1 stopped:137] | send 2 a1=COMPLETE(job stopped)
                """,
                bench.story());
    }

    @Test
    void aStopDuringTheStartIsSaidAgainWhenItWasStarted() {
        var bench = Bench.connected().order(order("a1")).quiet();
        bench.order(order("a1").stopped()).after(200).started("a1", "web", 1);
        bench.exited("a1", "web", 1, 0);
        assertEquals(
                """
                1s a1[web#1 stops>11s:E] | SIGTERM a1/web#1 synced 2
                1200ms a1[web#1 stops>11s:E] | SIGTERM a1/web#1
                1200ms a1[web#1 stopped:0]
                """,
                bench.story());
    }

    @Test
    void aStopOfWhatCouldNotBeStartedEndsIt() {
        var bench = Bench.connected().order(order("a1")).quiet();
        bench.order(order("a1").stopped()).refused("a1", "web", 1, false);
        assertEquals(
                """
                1s a1[web#1 stops>11s:E] | SIGTERM a1/web#1 synced 2
                1s a1[web#1 stopped:-1]
                """,
                bench.story());
    }

    @Test
    void aWaitingTaskStopsAtOnce() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1);
        bench.exited("a1", "web", 1, 2).quiet().order(order("a1").stopped());
        assertEquals(
                """
                1s a1[web#1 stopped:2] | synced 2
                """,
                bench.story());
    }

    @Test
    void whatIsSaidOfAnotherAttemptComesTooLate() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1);
        bench.exited("a1", "web", 1, 1).wake().started("a1", "web", 2).quiet();
        bench.exited("a1", "web", 1, 1).started("a1", "web", 1).refused("a1", "web", 1, true);
        bench.exited("a9", "web", 2, 1).exited("a1", "log", 2, 1).started("a1", "web", 2);
        bench.exited("a1", "web", 2, 1).exited("a1", "web", 2, 1);
        assertEquals(
                """
                16s a1[web#2 runs:102]
                16s a1[web#2 runs:102]
                16s a1[web#2 runs:102]
                16s a1[web#2 runs:102]
                16s a1[web#2 runs:102]
                16s a1[web#2 runs:102]
                16s a1[web#2 waits>31s]
                16s a1[web#2 waits>31s]
                """,
                bench.story());
    }
}
