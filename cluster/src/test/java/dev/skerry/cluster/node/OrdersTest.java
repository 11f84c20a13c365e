package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.Policies.Restart.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the servers want, and what is done about it.
final class OrdersTest {
    @Test
    void aNewerVersionOfTheJobRunsOnInPlace() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).quiet();
        bench.order(order("a1").version(2)).order(order("a1").version(2).restart(0, Mode.FAIL));
        bench.exited("a1", "web", 1, 1);
        assertEquals(
                """
                1s a1[web#1 runs:101] | synced 2
                1s a1[web#1 runs:101] | synced 3
                1s a1[web#1 failed:1, task web failed: exit code 1]
                """,
                bench.story());
    }

    @Test
    void aRestartThatAPersonAskedForCostsNothingOfThePolicy() {
        var once = order("a1").restart(0, Mode.FAIL);
        var bench = Bench.connected().order(once).started("a1", "web", 1).quiet();
        bench.order(once.restarted()).exited("a1", "web", 1, 143).wake();
        bench.started("a1", "web", 2).order(once.restarted()).order(once.restarted().restarted());
        bench.order(once.restarted().restarted().stopped()).exited("a1", "web", 2, 0);
        assertEquals(
                """
                1s a1[web#1 stops>11s:A] | SIGTERM a1/web#1 synced 2
                1s a1[web#2 starting] | start a1/web#2
                1s a1[web#2 starting]
                1s a1[web#2 runs:102]
                1s a1[web#2 runs:102] | synced 3
                1s a1[web#2 stops>11s:A] | SIGTERM a1/web#2 synced 4
                1s a1[web#2 stops>11s:E] | synced 5
                1s a1[web#2 complete:0]
                """,
                bench.story());
    }

    @Test
    void aRestartEndsTheWaitForTheNextStart() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1);
        bench.exited("a1", "web", 1, 1).quiet().order(order("a1").restarted());
        assertEquals(
                """
                1s a1[web#2 starting] | start a1/web#2 synced 2
                """,
                bench.story());
    }

    @Test
    void anOlderGenerationIsIgnored() {
        var bench = Bench.connected().order(order("a1").stopped()).quiet();
        bench.order(order("a1")).order(order("a1").restarted().restarted());
        assertEquals(
                """
                1s a1[web#0 complete:-1] | synced 2
                1s a1[web#0 complete:-1] | synced 3
                """,
                bench.story());
    }

    @Test
    void whatWasToldToStopNeverRunsAgain() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).quiet();
        bench.order(order("a1").stopped()).order(order("a1").desired(true, 1, 3));
        bench.exited("a1", "web", 1, 0).wake();
        assertEquals(
                """
                1s a1[web#1 stops>11s:E] | SIGTERM a1/web#1 synced 2
                1s a1[web#1 stops>11s:E] | synced 3
                1s a1[web#1 complete:0]
                1s a1[web#1 complete:0]
                """,
                bench.story());
    }

    @Test
    void anOlderVersionOfTheSameEpochIsIgnored() {
        var bench = Bench.connected().order(order("a1")).order(order("a2")).quiet();
        bench.say(new NodeMessage.Ordered("e", 1, true, Sheet.papers(order("a3")), List.of()));
        assertEquals(
                """
                1s a1[web#1 starting] a2[web#1 starting] | synced 2
                """,
                bench.story());
    }

    @Test
    void anotherEpochIsRightWhateverItsNumbers() {
        var bench =
                Bench.connected().order(order("a1").desired(true, 0, 9)).started("a1", "web", 1);
        bench.order(order("a2")).started("a2", "web", 1).quiet();
        var orders = Sheet.papers(order("a1").stopped());
        bench.say(new NodeMessage.Ordered("f", 1, true, orders, List.of()));
        assertEquals(
                """
                1s a1[web#1 stops>11s:E] a2[web#1 stops>11s:E, forgotten] | SIGTERM a1/web#1 \
                SIGTERM a2/web#1 synced 1
                """,
                bench.story());
    }

    @Test
    void whatIsNotListedWhenAllOfItComesIsStoppedCleanedAndGone() {
        var bench = Bench.connected().order(order("a1"), order("a2"), order("a3"));
        bench.started("a1", "web", 1)
                .started("a2", "web", 1)
                .quiet()
                .whole(order("a1"), order("a4"));
        bench.refused("a3", "web", 1, false).exited("a2", "web", 1, 143);
        bench.say(new NodeMessage.Cleaned("a1")).say(new NodeMessage.Cleaned("a2"));
        bench.say(new NodeMessage.Cleaned("a3"));
        assertEquals(
                """
                1s a1[web#1 runs:101] a2[web#1 stops>11s:E, forgotten] a3[web#1 stops>11s:E, \
                forgotten] a4[web#1 starting] | start a4/web#1 SIGTERM a2/web#1 SIGTERM a3/web#1 \
                synced 2
                1s a1[web#1 runs:101] a2[web#1 stops>11s:E, forgotten] a3[web#1 complete:-1, \
                forgotten] a4[web#1 starting] | clean a3
                1s a1[web#1 runs:101] a2[web#1 complete:143, forgotten] a3[web#1 complete:-1, \
                forgotten] a4[web#1 starting] | clean a2
                1s a1[web#1 runs:101] a2[web#1 complete:143, forgotten] a3[web#1 complete:-1, \
                forgotten] a4[web#1 starting]
                1s a1[web#1 runs:101] a3[web#1 complete:-1, forgotten] a4[web#1 starting]
                1s a1[web#1 runs:101] a4[web#1 starting]
                """,
                bench.story());
    }

    @Test
    void removedIsStoppedCleanedAndGone() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).quiet();
        bench.remove("a1", "a9").say(new NodeMessage.Cleaned("a1")).order(order("a1").restarted());
        bench.exited("a1", "web", 1, 0).tick(100).say(new NodeMessage.Cleaned("a1"));
        assertEquals(
                """
                1s a1[web#1 stops>11s:E, forgotten] | SIGTERM a1/web#1 synced 2
                1s a1[web#1 stops>11s:E, forgotten]
                1s a1[web#1 stops>11s:E, forgotten] | synced 3
                1s a1[web#1 complete:0, forgotten] | clean a1
                1100ms a1[web#1 complete:0, forgotten]
                1100ms
                """,
                bench.story());
    }

    @Test
    void aStopOfWhatIsNotHereIsReportedAsComplete() {
        var bench = Bench.connected().order(order("a1").stopped());
        assertEquals(
                """
                1s a1[web#0 complete:-1] | synced 1 send 1 a1=COMPLETE(job stopped)
                """,
                bench.story());
    }

    @Test
    void aFullNodeRefusesTheWholeOrderButCanBeGivenOtherWork() {
        var many = new Sheet[NodeMachine.RUNS_MAX];
        for (int i = 0; i < many.length; i++) many[i] = order("a" + i).stopped();
        var bench = Bench.connected().order(many).quiet();
        var state = bench.state;
        bench.order(order("b1"));
        assertEquals(state, bench.state);
        var refusal = bench.story().replaceAll(" a\\d+\\[web#0 complete:-1]", "");
        assertEquals("1s | ! this node: the limit of 2000 allocations is reached.\n", refusal);
        bench.whole(order("b1"));
        assertEquals(true, bench.story().contains(" b1[web#1 starting]"));
    }
}
