package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.Policies.Restart.Mode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the servers want, and what is done about it.
final class OrderDecisionsTest {
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
                1s a1[web#2 stopped:0]
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
                1s a1[web#0 stopped:-1] | synced 2
                1s a1[web#0 stopped:-1] | synced 3
                """,
                bench.story());
    }

    /// It would be what the node says that it is told.
    @Test
    void anOlderGenerationIsNotRememberedEither() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1);
        bench.order(order("a1").stopped()).order(order("a1"));
        var run = bench.state.runs().find("a1");
        assertNotNull(run);
        assertFalse(run.order().desired().run());
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
                1s a1[web#1 stopped:0]
                1s a1[web#1 stopped:0]
                """,
                bench.story());
    }

    @Test
    void anOlderVersionOfTheSameEpochIsIgnored() {
        var bench = Bench.connected().order(order("a1")).order(order("a2")).quiet();
        bench.say(
                new NodeMessage.Ordered(
                        "e", 1, true, true, Sheet.papers(order("a3")), List.of(), List.of()));
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
        bench.say(new NodeMessage.Ordered("f", 1, true, true, orders, List.of(), List.of()));
        assertEquals(
                """
                1s a1[web#1 stops>11s:E] a2[web#1 stops>11s:E, forgotten] | SIGTERM a1/web#1 \
                SIGTERM a2/web#1 synced 1
                """,
                bench.story());
    }

    /// Its room may be what the new one was given: with the first part it is known who is gone.
    @Test
    void whatComesInPartsWaitsForWhatIsGone() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).quiet();
        var orders = Sheet.papers(order("a2"));
        bench.say(new NodeMessage.Ordered("e", 1, true, false, orders, List.of(), List.of("a3")));
        bench.exited("a1", "web", 1, 143);
        assertEquals(
                """
                1s a1[web#1 stops>11s:E, forgotten] a2[web#0 waits>0s] | SIGTERM a1/web#1 synced 1
                1s a1[web#1 stopped:143, forgotten] a2[web#1 starting] | clean a1 start a2/web#1
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
                forgotten] a4[web#0 waits>0s] | SIGTERM a2/web#1 SIGTERM a3/web#1 synced 2
                1s a1[web#1 runs:101] a2[web#1 stops>11s:E, forgotten] a3[web#1 stopped:-1, \
                forgotten] a4[web#0 waits>0s] | clean a3
                1s a1[web#1 runs:101] a2[web#1 stopped:143, forgotten] a3[web#1 stopped:-1, \
                forgotten] a4[web#1 starting] | clean a2 start a4/web#1
                1s a1[web#1 runs:101] a2[web#1 stopped:143, forgotten] a3[web#1 stopped:-1, \
                forgotten] a4[web#1 starting]
                1s a1[web#1 runs:101] a3[web#1 stopped:-1, forgotten] a4[web#1 starting]
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
                1s a1[web#1 stopped:0, forgotten] | clean a1
                1100ms a1[web#1 stopped:0, forgotten]
                1100ms
                """,
                bench.story());
    }

    @Test
    void aStopOfWhatIsNotHereIsReportedAsComplete() {
        var bench = Bench.connected().order(order("a1").stopped());
        assertEquals(
                """
                1s a1[web#0 stopped:-1] | synced 1 send 1 a1=COMPLETE(job stopped)
                """,
                bench.story());
    }

    @Test
    void aFullNodeSendsAwayWhatHasNoRoomAndTakesTheRest() {
        var many = new Sheet[NodeMachine.RUNS_MAX];
        for (int i = 0; i < many.length; i++) many[i] = order("a" + i).stopped();
        var bench = Bench.connected().order(many).quiet();
        bench.order(order("a0").stopped().stopped(), order("b1"));
        assertEquals(1, bench.state.version(), "so that it is offered again");
        var others = " a[1-9]\\d*\\[web#0 stopped:-1]";
        assertEquals(
                "1s a0[web#0 stopped:-1] | send 0 b1=FAILED(%s) synced 1\n"
                        .formatted(OrderDecisions.FULL),
                bench.story().replaceAll(others, ""));
        bench.whole(order("b1"));
        assertEquals(true, bench.story().contains(" b1[web#1 starting]"));
    }

    @Test
    void textsHaveABoundOverAllTheNodesAllocations() {
        var words = "x".repeat(8_000);
        long each = JobBounds.characters(Map.of(), order("a").tasks(words).paper().group(), null);
        int most = (int) (NodeMachine.CHARACTERS_MAX / each);
        var many = new Sheet[most + 2];
        for (int i = 0; i < many.length; i++) many[i] = order("a" + i).tasks(words);
        var bench = Bench.connected().order(many);
        var sent = bench.story();
        assertEquals(true, sent.contains("send 0 a" + most + "=FAILED(" + OrderDecisions.FULL));
        assertEquals(most, bench.state.runs().size());
        assertEquals(0, bench.state.version());
    }

    @Test
    void aWholeInPartsRemovesOnlyWhatIsInNoneOfThem() {
        var bench = Bench.connected().order(order("a1"), order("a2"), order("a3")).quiet();
        bench.say(part(1, false, List.of(), order("a4")));
        bench.say(part(1, false, List.of(), order("a5")));
        assertEquals(1, bench.state.version());
        bench.say(part(9, true, List.of("a4", "a5"), order("a1")));
        assertEquals(9, bench.state.version());
        var story = bench.story().lines().toList().getLast();
        for (var name : new String[] {"a1", "a4", "a5"})
            assertEquals(true, story.contains(name + "[web#1 starting]"), story);
        for (var name : new String[] {"a2", "a3"})
            assertEquals(true, story.contains(name + "[web#1 stops>11s:E, forgotten]"), story);
    }

    @Test
    void aPartOfAnotherEpochDoesNotMakeItsVersionKnown() {
        var bench = Bench.connected().order(order("a1")).quiet();
        var papers = Sheet.papers(order("a2"));
        bench.say(new NodeMessage.Ordered("f", 0, false, false, papers, List.of(), List.of()));
        assertEquals("f", bench.state.epoch());
        assertEquals(0, bench.state.version());
        assertEquals(true, bench.state.runs().has("a1"), "until the last part says it is gone");
    }

    private static NodeMessage part(
            long version, boolean whole, List<String> kept, Sheet... sheets) {
        return new NodeMessage.Ordered(
                "e", version, whole, whole, Sheet.papers(sheets), List.of(), kept);
    }

    @Test
    void whatTheServersHaveForgottenGivesItsRoomUpBeforeAnotherStarts() {
        var bench = Bench.connected().order(order("a1"), order("a2"));
        bench.started("a1", "web", 1).started("a2", "web", 1).quiet();
        bench.whole(order("a2"), order("a3"));
        bench.exited("a2", "web", 1, 1).wake().wake().exited("a1", "web", 1, 143);
        assertEquals(
                """
                1s a1[web#1 stops>11s:E, forgotten] a2[web#1 runs:101] a3[web#0 waits>0s] | \
                SIGTERM a1/web#1 synced 2
                1s a1[web#1 stops>11s:E, forgotten] a2[web#1 waits>16s] a3[web#0 waits>0s]
                11s a1[web#1 stops>41s:E, forgotten] a2[web#1 waits>16s] a3[web#0 waits>0s] | \
                kill a1/web#1
                16s a1[web#1 stops>41s:E, forgotten] a2[web#2 starting] a3[web#0 waits>0s] | \
                start a2/web#2
                16s a1[web#1 stopped:143, forgotten] a2[web#2 starting] a3[web#1 starting] | \
                clean a1 start a3/web#1
                """,
                bench.story());
    }
}
