package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.Policies.Restart.Mode;
import dev.skerry.kernel.Now;
import java.util.HashSet;
import java.util.Objects;
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
                31s a1[web#1 failed:0, task web failed: check up failed: refused]
                31s a1[web#1 failed:0, task web failed: check up failed: refused] | send \
                2 a1=FAILED(task web failed: check up failed: refused)
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
                31s a1[web#1 runs:101] | send 4 a1=RUNNING(check up is not well: refused)
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                31s a1[web#1 runs:101]
                """,
                bench.story());
    }

    /// From the first answer on, also where a failure does not count yet.
    @Test
    void whatItSaysIsSaid() {
        var bench = Bench.connected().order(order("a1").checked(3)).started("a1", "web", 1);
        assertEquals("check up has no answer yet", said(bench));
        says(bench, "nobody listens on 127.0.0.1:8080");
        assertEquals("check up was not well yet: nobody listens on 127.0.0.1:8080", said(bench));
        bench.after(30_000);
        says(bench, "HTTP/1.1 503 Service Unavailable");
        assertEquals("check up is not well: HTTP/1.1 503 Service Unavailable", said(bench));
        says(bench, "exit code 1: no\tsuch\ntable");
        assertEquals("check up is not well: exit code 1: no such table", said(bench));
        bench.checked("a1", 1, true);
        assertEquals("", said(bench));
    }

    /// How it ended before is what a task that does not come up is about.
    @Test
    void untilItWasWellItSaysHowItEndedBefore() {
        var bench = Bench.connected().order(order("a1").checked(3)).started("a1", "web", 1);
        bench.exited("a1", "web", 1, 7).wake().started("a1", "web", 2);
        assertEquals("check up has no answer yet; before: exit code 7", said(bench));
        bench.checked("a1", 2, true).after(60_000).checked("a1", 2, false);
        assertEquals("check up is not well: refused", said(bench));
    }

    /// Such as one that prints the time: each would be an entry of the servers' log.
    @Test
    void wordsThatDifferWithEachAnswerAreNotedOnceInAWhile() {
        var bench = Bench.connected().order(order("a1").checked(0)).started("a1", "web", 1);
        bench.after(40_000);
        var told = new HashSet<String>();
        for (int second = 0; second < 300; second++) {
            says(bench.after(1_000), "it is " + second + " s past");
            told.add(said(bench));
        }
        assertEquals(10, told.size());
        assertEquals("check up is not well: it is 270 s past", said(bench));
    }

    private static void says(Bench bench, String words) {
        bench.say(new NodeMessage.Checked("a1", "web", 1, "up", false, words));
    }

    private static String said(Bench bench) {
        var run = Objects.requireNonNull(bench.state.runs().find("a1"));
        return NodeMachine.observed(run, new Now(bench.tickMs, 0)).description();
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
