package dev.skerry.cluster;

import static dev.skerry.cluster.Scene.place;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.decide.PlanDecisions;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A plan against what has changed since the scheduler looked.
class SettleTest {
    static final String OVERTAKEN = "due badge: plan overtaken at 100\n";

    static Scene badge(int count, long memoryBytes) {
        var scene = new Scene().node("n1", memoryBytes).node("n2", memoryBytes);
        scene.submit(Specs.service("badge", count));
        return scene;
    }

    @Test
    void eachPlaceIsCheckedAfterTheOnesBeforeIt() {
        var scene = badge(5, 20);
        assertEquals(
                "placed a2 badge.web[0] on n1, a3 badge.web[1] on n1, a4 badge.web[3] on n2\n"
                        + "evaluated badge e5 of 1\n"
                        + OVERTAKEN,
                scene.settle(
                        "badge",
                        place(0, "n1"),
                        place(1, "n1"),
                        place(2, "n1"), // full by now
                        place(3, "n2"),
                        place(3, "n2"), // twice
                        place(4, "n9"), // no such node
                        place(5, "n2"))); // no such slot
    }

    @Test
    void aNodeThatTakesNoWorkGetsNone() {
        var scene = badge(1, 20);
        scene.contact("n1", false);
        scene.tell(new ClusterMessage.SetEligible("n2", false));
        assertEquals(
                "evaluated badge e2 of 1\n" + OVERTAKEN, scene.settle("badge", place(0, "n1")));
        assertEquals(
                "evaluated badge e4 of 3\n" + OVERTAKEN, scene.settle("badge", place(0, "n2")));
    }

    @Test
    void aFilledSlotStaysAsItIs() {
        var scene = badge(2, 100);
        scene.settle("badge", place(0, "n1"), place(1, "n1"));
        scene.report("n1", "a2 RUNNING", "a3 FAILED");
        assertEquals(
                """
                placed a6 badge.web[1] on n2 after a3
                evaluated badge e7 of 5
                due badge: plan overtaken at 100
                """,
                scene.settle(
                        "badge",
                        place(0, "n2"),
                        place(0, "n2", "a2"),
                        place(0, "n2", "a3"),
                        place(1, "n2", "a3"),
                        place(1, "n1", "a3")));
        assertEquals("a6", scene.allocation("a3").lineage().next());
        assertEquals("a3", scene.allocation("a6").lineage().previous());
    }

    @Test
    void whatWasReplacedIsNotReplacedAgainWhileItsFollowerRuns() {
        var scene = badge(1, 100);
        scene.settle("badge", place(0, "n1"));
        scene.report("n1", "a2 FAILED");
        scene.settle("badge", place(0, "n2", "a2"));
        assertEquals(
                "evaluated badge e7 of 6\n" + OVERTAKEN,
                scene.settle("badge", place(0, "n1", "a2")));
        scene.report("n2", "a5 FAILED");
        assertEquals(
                "placed a10 badge.web[0] on n1 after a2\nevaluated badge e11 of 9\n",
                scene.settle("badge", place(0, "n1", "a2")));
    }

    /// The scheduler looked before the second was placed, and a person stopped that one meanwhile.
    @Test
    void whatMustNotRunTwiceWaitsForTheEndOfTheLast() {
        var scene = new Scene().node("n1", 100).node("n2", 100);
        scene.submit(Specs.service("badge", 1, Specs.STAYS));
        scene.settle("badge", place(0, "n1"));
        scene.report("n1", "a2 RUNNING");
        scene.tell(new ClusterMessage.StopAllocation("a2"));
        var refused = scene.settle("badge", place(0, "n2"));
        assertFalse(refused.contains("placed"), refused);
        assertTrue(refused.endsWith(OVERTAKEN), refused);
        scene.report("n1", "a2 COMPLETE");
        var accepted = scene.settle("badge", place(0, "n2", "a2"));
        assertTrue(accepted.contains(" badge.web[0] on n2 after a2"), accepted);
    }

    @Test
    void whatThePlanStopsMakesRoomForItsSlotOnly() {
        var scene = badge(1, 100);
        scene.settle("badge", place(0, "n1"));
        var stop = List.of(new Plan.Stop("a2", "new version", null));
        assertEquals(
                """
                desired a2 stop (new version)
                placed a4 badge.web[0] on n1 after a2
                evaluated badge e5 of 3
                """,
                scene.settle("badge", List.of(place(0, "n1", "a2")), stop));
        assertEquals(20, scene.node("n1").used().resources().memoryBytes());
    }

    @Test
    void whatCannotBeAskedIsGivenUp() {
        var scene = new Scene().node("n1", 100).node("n2", 100);
        scene.submit(Specs.service("badge", 2, Specs.STAYS));
        scene.settle("badge", place(0, "n1"), place(1, "n2"));
        scene.contact("n1", false);
        var stops =
                List.of(
                        new Plan.Stop("a2", "too many", Status.LOST),
                        new Plan.Stop("a3", "too many", Status.LOST));
        assertEquals(
                """
                observed a2 LOST
                desired a2 stop (too many), a3 stop (too many)
                evaluated badge e6 of 5
                """,
                scene.settle("badge", List.of(), stops));
    }

    @Test
    void portsAreTakenOnceOnANode() {
        var scene = new Scene().node("n1", 100).node("n2", 100);
        var group = Specs.group("web", 5, Specs.STAYS, Map.of("http", 0, "fixed", 80));
        scene.submit(Specs.job("badge", JobSpec.Type.SERVICE, group));
        assertEquals(
                """
                placed a2 badge.web[0] on n1, a3 badge.web[1] on n2
                evaluated badge e4 of 1
                due badge: plan overtaken at 100
                """,
                scene.settle(
                        "badge",
                        ports(0, "n1", Map.of("http", 2_000, "fixed", 80)),
                        ports(1, "n2", Map.of("http", 2_000, "fixed", 80)),
                        ports(2, "n1", Map.of("http", 2_001, "fixed", 80)),
                        ports(3, "n1", Map.of("http", 2_002, "fixed", 81)),
                        ports(4, "n1", Map.of("http", 2_003))));
    }

    static Plan.Put ports(int index, String node, Map<String, Integer> ports) {
        return new Plan.Put("web", index, node, ports, null, List.of(), 0);
    }

    @Test
    void anotherVersionIsAnotherPlan() {
        var scene = badge(1, 100);
        var plan = scene.plan("badge", List.of(place(0, "n1")), List.of());
        scene.submit(Specs.service("badge", 2));
        assertEquals(
                "refused: job badge is at 2 by now, not at 1; read it again and repeat the"
                        + " change.\n",
                scene.tell(new ClusterMessage.Settle(plan)));
        assertEquals("job submitted", trigger(scene));
    }

    static String trigger(Scene scene) {
        var due = scene.job("badge").due();
        return due == null ? "" : due.trigger();
    }

    @Test
    void aStoppedJobGetsNothing() {
        var scene = badge(1, 100);
        var plan = scene.plan("badge", List.of(place(0, "n1")), List.of());
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), false));
        assertEquals(
                "evaluated badge e3 of 1\n" + OVERTAKEN,
                scene.tell(new ClusterMessage.Settle(plan)));
    }

    @Test
    void aTriggerThatCameWhileTheSchedulerLookedStays() {
        var scene = badge(1, 100);
        var plan = scene.plan("badge", List.of(place(0, "n1")), List.of());
        scene.tell(new ClusterMessage.Evaluate(Scene.key("badge")));
        scene.tell(new ClusterMessage.Settle(plan));
        assertEquals("asked by a person", trigger(scene));
        scene.settle("badge");
        assertEquals("", trigger(scene));
    }

    @Test
    void aBlockedPlanThatMissedNewRoomIsMadeAgain() {
        var scene = badge(1, 5);
        var plan = scene.plan("badge", List.of(), List.of(), true, 0);
        scene.tell(new ClusterMessage.Describe("n1", Scene.facts(100)));
        assertEquals(
                """
                evaluated badge e2 of 1
                due badge: capacity changed
                """,
                scene.tell(new ClusterMessage.Settle(plan)));
        var seen = scene.plan("badge", List.of(), List.of(), true, 0);
        assertEquals("evaluated badge e4 of 3\n", scene.tell(new ClusterMessage.Settle(seen)));
    }

    /// The plan was made while the node was missed, and is settled when it is heard again.
    @Test
    void aPlanDoesNotPlaceBesideWhatIsBack() {
        var scene = new Scene().node("n1", 100).node("n2", 100);
        scene.submit(Specs.service("badge", 1, Specs.disconnect(60_000, 0, true)));
        scene.settle("badge", Scene.place(0, "n1"));
        scene.contact("n1", false);
        var id = scene.cluster.onNode("n1").iterator().next();
        assertEquals(Allocation.Status.UNKNOWN, scene.allocation(id).observed().status());
        var plan = scene.plan("badge", List.of(Scene.place(0, "n2", id)), List.of());
        scene.contact("n1", true);
        scene.tell(new ClusterMessage.Settle(plan));
        assertFalse(scene.cluster.onNode("n2").iterator().hasNext(), scene.allocations());
        scene.contact("n1", false);
        scene.settle("badge", Scene.place(0, "n2", id));
        assertTrue(scene.cluster.onNode("n2").iterator().hasNext(), "it is missed again");
    }

    /// Two looked; the one that saw less is settled last.
    @Test
    void anEarlierLookThatIsSettledLastDoesNotHideThatWorkWaits() {
        var scene = badge(1, 5);
        var early = scene.plan("badge", List.of(), List.of(), false, 0);
        scene.tell(new ClusterMessage.Evaluate(Scene.key("badge")));
        var late = scene.plan("badge", List.of(), List.of(), true, 0);
        scene.tell(new ClusterMessage.Settle(late));
        scene.tell(new ClusterMessage.Settle(early));
        assertTrue(scene.job("badge").blocked());
        scene.tell(new ClusterMessage.Describe("n1", Scene.facts(100)));
        assertEquals("node facts changed", trigger(scene));
    }

    @Test
    void aFollowUpComesAtItsTimeUnlessSomethingComesBefore() {
        var scene = badge(1, 100);
        var plan = scene.plan("badge", List.of(), List.of(), false, 30_000);
        assertEquals(
                """
                evaluated badge e2 of 1
                due badge: follow-up at 30000
                """,
                scene.tell(new ClusterMessage.Settle(plan)));
        assertEquals(30_000, scene.cluster.watch().due().firstTickMs());
        scene.tell(new ClusterMessage.Evaluate(Scene.key("badge")));
        assertEquals(0, scene.cluster.watch().due().firstTickMs());
    }

    @Test
    void aSystemJobHasOneOnEachNode() {
        var scene = new Scene().node("n1", 100).node("n2", 100);
        var group = Specs.group("web", 1, Specs.STAYS, Map.of());
        scene.submit(Specs.job("guard", JobSpec.Type.SYSTEM, group));
        assertEquals(
                """
                placed a2 guard.web[0] on n1, a3 guard.web[0] on n2
                evaluated guard e4 of 1
                due guard: plan overtaken at 100
                """,
                scene.settle("guard", place(0, "n1"), place(0, "n2"), place(0, "n1")));
    }

    @Test
    void theChainOfASlotIsBounded() {
        var scene = badge(1, 100);
        scene.settle("badge", place(0, "n1"));
        for (int i = 0; i < 40; i++) {
            var last = scene.cluster.ofJob(Scene.key("badge")).stream();
            var newest = last.map(scene::allocation).filter(Allocation::live).findFirst();
            var id = newest.orElseThrow().id();
            scene.report("n1", id + " FAILED");
            scene.settle("badge", place(0, "n1", id));
        }
        assertEquals(PlanDecisions.ENDED_KEPT + 1, scene.cluster.allocations().size());
    }

    @Test
    void aPlanMadeBeforeABatchEndedDoesNotStartItAgain() {
        var group = Specs.group("web", 1, Disconnect.DEFAULT, Map.of());
        var scene = new Scene().node("n1", 100).node("n2", 100);
        scene.submit(Specs.job("badge", JobSpec.Type.BATCH, group));
        scene.settle("badge", place(0, "n1"));
        scene.contact("n1", false);
        scene.contact("n1", true);
        scene.report("n1", "a2 COMPLETE");
        assertFalse(scene.settle("badge", place(0, "n2", "a2")).contains("placed"));
    }
}
