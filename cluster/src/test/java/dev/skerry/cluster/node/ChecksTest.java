package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.Policies.Restart.Mode;
import org.junit.jupiter.api.Test;

/// What answers to checks do to a task.
final class ChecksTest {
    @Test
    void failuresAfterTheGraceTimeStopItAndThePolicyRules() {
        var bench = Bench.connected().order(order("a1").checked(2)).started("a1", "web", 1);
        bench.checked("a1", 1, false).after(30_000).checked("a1", 1, false).checked("a1", 1, true);
        bench.checked("a1", 1, false).checked("a1", 1, false).exited("a1", "web", 1, 0).wake();
        bench.say(new NodeMessage.Acknowledged(1));
        assertEquals(
                """
                1s a1[web#1 starting] | start a1/web#1 synced 1 send 1 a1=PENDING
                1s a1[web#1 runs:101]
                1s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                31s a1[web#1 stops>41s:P] | SIGTERM a1/web#1
                31s a1[web#1 waits>46s]
                46s a1[web#2 starting] | start a1/web#2
                46s a1[web#2 starting]
                """,
                bench.story());
    }

    @Test
    void whenThePolicyIsUsedUpItFailsForGoodOnceItHasEnded() {
        var sheet = order("a1").checked(1).restart(0, Mode.FAIL);
        var bench = Bench.connected().order(sheet).started("a1", "web", 1).after(30_000).quiet();
        bench.checked("a1", 1, false).exited("a1", "web", 1, 0);
        bench.say(new NodeMessage.Acknowledged(1));
        assertEquals(
                """
                31s a1[web#1 stops>41s:P] | SIGTERM a1/web#1
                31s a1[web#1 failed:0, task web failed: check up failed 1 times: refused]
                31s a1[web#1 failed:0, task web failed: check up failed 1 times: refused] | send \
                2 a1=FAILED(task web failed: check up failed 1 times: refused)
                """,
                bench.story());
    }

    @Test
    void aStopEndsWhatFailingChecksHaveBegun() {
        var bench = Bench.connected().order(order("a1").checked(1)).started("a1", "web", 1);
        bench.after(30_000).quiet().checked("a1", 1, false).order(order("a1").checked(1).stopped());
        bench.exited("a1", "web", 1, 0);
        assertEquals(
                """
                31s a1[web#1 stops>41s:P] | SIGTERM a1/web#1
                31s a1[web#1 stops>41s:E] | synced 2
                31s a1[web#1 stopped:0]
                """,
                bench.story());
    }

    @Test
    void onlyAFlipOfHealthIsWrittenAndReported() {
        var bench = Bench.connected().order(order("a1").checked(0)).started("a1", "web", 1);
        bench.say(new NodeMessage.Acknowledged(1)).say(new NodeMessage.Acknowledged(2)).quiet();
        bench.after(30_000).checked("a1", 1, true).say(new NodeMessage.Acknowledged(3));
        int written = bench.journal.size();
        bench.checked("a1", 1, true).checked("a1", 1, true);
        assertEquals(written, bench.journal.size());
        bench.checked("a1", 1, false).say(new NodeMessage.Acknowledged(4));
        written = bench.journal.size();
        bench.checked("a1", 1, false).checked("a1", 1, false).checked("a1", 2, true);
        bench.say(new NodeMessage.Checked("a1", "web", 1, "other", true, ""));
        assertEquals(written, bench.journal.size());
        assertEquals(
                """
                31s a1[web#1 runs:101] | send 3 a1=RUNNING+
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101] | send 4 a1=RUNNING(check up is not well)
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                """,
                bench.story());
    }

    @Test
    void checksAreAskedWhileTheirTaskRuns() {
        var bench = Bench.connected().order(order("a1").checked(1), order("a2"));
        assertEquals(0, NodeMachine.checks(bench.state).size());
        bench.started("a1", "web", 1).started("a2", "web", 1);
        var check = NodeMachine.checks(bench.state).getFirst();
        assertEquals(
                "a1/web#1 up",
                check.order().allocation()
                        + "/"
                        + check.task()
                        + "#"
                        + check.attempt()
                        + " "
                        + check.check().name());
        bench.order(order("a1").checked(1).stopped());
        assertEquals(0, NodeMachine.checks(bench.state).size());
    }
}
