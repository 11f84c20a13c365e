package dev.skerry.cluster;

import static dev.skerry.cluster.Scene.place;
import static dev.skerry.cluster.Specs.disconnect;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.state.Node;
import org.junit.jupiter.api.Test;

/// What becomes of allocations when their node is missed: the table of [Disconnect].
class ContactTest {
    static final long HOUR_MS = 3_600_000;

    /// `a2` of `badge` runs on n1, and the clock is at 1000.
    static Scene running(Disconnect disconnect) {
        var scene = new Scene().node("n1", 100).node("n2", 100);
        scene.tickMs = 1_000;
        scene.submit(Specs.service("badge", 1, disconnect));
        scene.settle("badge", place(0, "n1"));
        scene.report("n1", "a2 RUNNING");
        return scene;
    }

    @Test
    void lostAtOnceAndReplaced() {
        var scene = running(disconnect(0, 0, true));
        assertEquals(
                """
                missed n1
                observed a2 LOST
                desired a2 stop (node missed)
                due badge: node missed
                """,
                scene.contact("n1", false));
        assertEquals("", scene.contact("n1", false));
        assertEquals(
                """
                placed a5 badge.web[0] on n2 after a2
                evaluated badge e6 of 4
                """,
                scene.settle("badge", place(0, "n2", "a2")));
        assertEquals(
                """
                heard n1
                due badge: node back
                """,
                scene.contact("n1", true));
        assertEquals("", scene.report("n1", "a2 RUNNING"));
        assertEquals(1, scene.node("n1").used().allocations(), "it may run there for a while");
        assertEquals(
                "observed a2 COMPLETE\ndue badge: allocation ended\n",
                scene.report("n1", "a2 FAILED"));
        assertEquals(Node.Reserved.NONE, scene.node("n1").used());
        assertEquals("at 3601000:\nforgotten a2\n", scene.sleep(HOUR_MS));
    }

    @Test
    void unknownUntilTheNodeIsBack() {
        var scene = running(disconnect(0, 0, false));
        assertEquals(
                """
                missed n1
                observed a2 UNKNOWN
                due badge: node missed
                """,
                scene.contact("n1", false));
        assertEquals("", scene.sleep(1_000 * HOUR_MS));
        assertEquals(
                """
                evaluated badge e5 of 4
                due badge: plan overtaken at 3600001100
                """,
                scene.settle("badge", place(0, "n2", "a2")));
        scene.contact("n1", true);
        assertEquals(
                """
                observed a2 RUNNING
                due badge: allocation back
                """,
                scene.report("n1", "a2 RUNNING"));
    }

    @Test
    void unknownAndReplacedThenLost() {
        var scene = running(disconnect(60_000, 0, true));
        assertEquals(
                """
                missed n1
                observed a2 UNKNOWN
                due badge: node missed
                """,
                scene.contact("n1", false));
        assertEquals(
                """
                placed a5 badge.web[0] on n2 after a2
                evaluated badge e6 of 4
                """,
                scene.settle("badge", place(0, "n2", "a2")));
        assertEquals(
                """
                at 61000:
                observed a2 LOST
                desired a2 stop (node missed for too long)
                due badge: allocation lost
                """,
                scene.sleep(HOUR_MS));
    }

    @Test
    void whatReplacedTheUnknownIsReplacedWhenItIsUnknownToo() {
        var scene = running(disconnect(60_000, 0, true)).node("n3", 100);
        scene.contact("n1", false);
        scene.settle("badge", place(0, "n2", "a2"));
        scene.contact("n2", false);
        assertEquals(
                """
                placed a8 badge.web[0] on n3 after a5
                evaluated badge e9 of 7
                """,
                scene.settle("badge", place(0, "n3", "a5")));
    }

    @Test
    void whatRunsOnceIsLostWhenItsNodeHasSurelyStoppedIt() {
        var scene = running(disconnect(0, 100_000, false));
        scene.contact("n1", false);
        // (100 s + 10 s to kill) and 5 % of it and 10 s after the node was missed
        assertEquals(
                """
                at 126500:
                observed a2 LOST
                desired a2 stop (node missed for too long)
                due badge: allocation lost
                """,
                scene.sleep(HOUR_MS));
        var longer = running(disconnect(200_000, 100_000, false));
        longer.contact("n1", false);
        assertEquals("at 201000:", longer.sleep(HOUR_MS).lines().findFirst().orElseThrow());
        var never = running(disconnect(200_000, 0, false));
        never.contact("n1", false);
        assertEquals("", never.sleep(HOUR_MS));
    }

    @Test
    void whatEndedMeanwhileIsToldWhenTheNodeIsBack() {
        var scene = running(disconnect(0, 0, false));
        scene.contact("n1", false);
        scene.pass(5_000).contact("n1", true);
        assertEquals(
                """
                observed a2 FAILED
                due badge: allocation back
                """,
                scene.report("n1", "a2 FAILED"));
        assertEquals(6_000, scene.allocation("a2").observed().sinceTickMs());
    }

    @Test
    void aNodeIsRemovedOnlyWhenItIsMissed() {
        var scene = running(disconnect(0, 0, false));
        var remove = new ClusterMessage.RemoveNode("n1");
        assertEquals(
                "refused: Node n1 is reachable. Drain it, stop its agent, and remove it when it is"
                        + " missed.\n",
                scene.tell(remove));
        scene.contact("n1", false);
        assertEquals(
                """
                observed a2 LOST
                desired a2 stop (node removed)
                removed n1
                due badge: node removed
                """,
                scene.tell(remove));
        assertEquals("a2 LOST on n1, stop\n", scene.allocations());
        scene.sleep(HOUR_MS);
        assertEquals(0, scene.cluster.byNode().size());
    }

    @Test
    void theHistoryOfContactIsBounded() {
        var scene = new Scene().node("n1", 100);
        for (int i = 0; i < 500; i++) scene.pass(1_000).contact("n1", i % 2 == 1);
        var history = scene.node("n1").contact().history();
        assertEquals(Node.HISTORY_CHANGES_MAX, history.size());
        assertEquals(Scene.WALL_MS + 499_000, history.getLast().wallMs());
    }

    @Test
    void whatRunsOnceIsWaitedForUntilItsNodeHasNoticed() {
        var scene = running(disconnect(0, 1_000, false));
        scene.tell(new ClusterMessage.Contact("n1", false, 62_000));
        // (62 s, for it stops when it knows that it is alone, + 10 s to kill) and 5 % and 10 s
        assertEquals("at 86600:", scene.sleep(HOUR_MS).lines().findFirst().orElseThrow());
    }

    @Test
    void whileSomethingIsWaitedForTheTimeIsNoted() {
        var scene = running(disconnect(300_000, 0, true));
        scene.contact("n1", false);
        assertEquals("time 61000\n", scene.later(60_000).tell(new ClusterMessage.Tick()));
        assertEquals("", scene.later(59_999).tell(new ClusterMessage.Tick()));
        assertEquals("time 121000\n", scene.later(1).tell(new ClusterMessage.Tick()));
        assertEquals(121_000, scene.cluster.tickMs());
        scene.contact("n1", true);
        scene.report("n1", "a2 RUNNING");
        assertEquals("", scene.sleep(HOUR_MS), "nothing is waited for");
        assertEquals(121_000, scene.cluster.tickMs());
    }

    @Test
    void aNodeThatWasRemovedAndIsBackStillHoldsWhatItMayRun() {
        var scene = running(disconnect(0, 0, true));
        scene.contact("n1", false);
        scene.tell(new ClusterMessage.RemoveNode("n1"));
        scene.node("n1", 100);
        assertEquals(1, scene.node("n1").used().allocations());
        scene.report("n1", "a2 COMPLETE");
        assertEquals(Node.Reserved.NONE, scene.node("n1").used());
    }
}
