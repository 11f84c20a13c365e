package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage.DrainNode;
import dev.skerry.cluster.ClusterMessage.Settle;
import dev.skerry.cluster.ClusterMessage.StopAllocation;
import dev.skerry.cluster.state.Allocation.Status;
import org.junit.jupiter.api.Test;

/// How fast the work of a group leaves nodes that drain.
class DrainPaceTest {
    private static final String HELD = "again in 3600000\n";

    /// All of the job is on the first of some nodes, and proven.
    private static Fleet onA(String line, String... more) {
        var fleet = Fleet.of("a");
        fleet.submit(line, more).settle();
        fleet.add("b");
        fleet.add("c");
        fleet.obey().settle();
        fleet.later(10_000).settle();
        return fleet;
    }

    private static void unhealthy(Fleet fleet, String place) {
        fleet.says(place, Status.PENDING);
    }

    @Test
    void aDrainTakesNoMoreThanItsGroupCanSpare() {
        var fleet = onA("service count=3").drain("a", false);
        assertEquals(
                "web[0]->b after web[0]@a | stop web[0]@a (node drained) | " + HELD,
                fleet.settle());
        assertEquals(HELD, fleet.settle());
        assertEquals("again in 10000\n", fleet.obey().settle());
        assertEquals("again in 1\n", fleet.later(9_999).settle());
        assertEquals(
                "web[1]->c after web[1]@a | stop web[1]@a (node drained) | again in 3590000\n",
                fleet.later(1).settle());
        fleet.obey().later(10_000);
        assertEquals(
                "web[2]->b after web[2]@a | stop web[2]@a (node drained)\n",
                fleet.settle().replace(" | again in 3580000", ""));
    }

    @Test
    void twoNodesThatDrainShareWhatCanBeSpared() {
        var fleet = Fleet.of("a\nb").submit("service count=4", "migrate 2 10000");
        fleet.settle();
        fleet.obey().later(10_000).settle();
        fleet.add("c");
        fleet.drain("a", false).drain("b", false);
        assertEquals(
                "web[0]->c after web[0]@a web[1]->c after web[1]@b"
                        + " | stop web[0]@a (node drained) | stop web[1]@b (node drained) | "
                        + HELD,
                fleet.settle());
        assertEquals(HELD, fleet.settle());
        fleet.says("web[0]@c", Status.RUNNING).later(10_000);
        assertEquals(
                "web[2]->c after web[2]@a | stop web[2]@a (node drained) | again in 3590000\n",
                fleet.settle());
    }

    @Test
    void aReplacementThatIsNotHealthyHoldsUpTheNext() {
        var fleet = onA("service count=2").drain("a", false);
        fleet.settle();
        fleet.says("web[0]@b", Status.FAILED);
        assertEquals("unplaced 1 | again in 30000\n", fleet.settle());
        assertEquals("web[0]->c after web[0]@b | again in 3570000\n", fleet.later(30_000).settle());
        assertEquals("again in 2570000\n", fleet.later(1_000_000).settle());
    }

    @Test
    void theDeadlineEndsWhatIsLeft() {
        var fleet = onA("service count=3").drain("a", false);
        fleet.settle();
        fleet.later(3_600_000);
        assertFalse(fleet.allocation(fleet.id("web[1]@a")).desired().run());
        assertFalse(fleet.allocation(fleet.id("web[2]@a")).desired().run());
        assertEquals("drain deadline", fleet.allocation(fleet.id("web[2]@a")).desired().reason());
    }

    @Test
    void aPlanThatIsMadeAfterTheDeadlineLeavesNothing() {
        var fleet = onA("service count=2");
        fleet.send(new DrainNode("a", 0, false));
        assertEquals(
                "web[0]->b after web[0]@a web[1]->c after web[1]@a"
                        + " | stop web[0]@a (drain deadline) | stop web[1]@a (drain deadline)\n",
                fleet.settle());
    }

    @Test
    void whoMissesNobodyMovesAtOnce() {
        var fleet = onA("service count=3");
        unhealthy(fleet, "web[1]@a");
        unhealthy(fleet, "web[2]@a");
        fleet.drain("a", false);
        assertEquals(
                "web[1]->b after web[1]@a web[2]->c after web[2]@a"
                        + " | stop web[1]@a (node drained) | stop web[2]@a (node drained) | "
                        + HELD,
                fleet.settle());
    }

    /// The only one that is down for its group is itself.
    @Test
    void whoIsHealthyForAMomentAndAloneMovesAtOnce() {
        var fleet = Fleet.of("a").submit("service");
        fleet.settle();
        fleet.obey().add("b");
        fleet.drain("a", false);
        assertEquals(
                "web[0]->b after web[0]@a | stop web[0]@a (node drained) | " + HELD,
                fleet.settle());
    }

    @Test
    void allThatAreHealthyForAMomentOnlyStay() {
        var fleet = Fleet.of("a").submit("service count=2");
        fleet.settle();
        fleet.obey().add("b");
        fleet.drain("a", false);
        assertEquals("again in 10000\n", fleet.settle());
    }

    /// It fails, and comes again; a fleet has always some that are offline, and does not wait.
    @Test
    void whatIsDownForAnotherReasonCountsAndWhatIsOfflineDoesNot() {
        var fleet = Fleet.of("a\nb").submit("service count=4 replace=false");
        fleet.settle();
        fleet.obey().later(10_000).settle();
        fleet.add("c");
        fleet.missed("b").drain("a", false);
        assertTrue(fleet.settle().contains("stop web[0]@a (node drained)"), "offline");
        fleet = onA("service count=3");
        fleet.send(new StopAllocation(fleet.id("web[2]@a"))).settle();
        fleet.drain("a", false);
        unhealthy(fleet, fleet.plan().places().isEmpty() ? "web[2]@b" : "web[2]@a");
        assertEquals(HELD, fleet.settle());
    }

    @Test
    void theGroupSaysHowManyAndForHowLong() {
        var fleet = onA("service count=3", "migrate 50% 0").drain("a", false);
        fleet.settle();
        fleet.says("web[0]@b", Status.RUNNING);
        assertTrue(fleet.settle().contains("stop web[1]@a (node drained)"));
        fleet = onA("service count=3", "update 2").drain("a", false);
        assertTrue(fleet.settle().contains("stop web[1]@a (node drained)"), "as it is deployed");
        fleet = onA("service count=3", "update 2", "migrate 1 0").drain("a", false);
        assertFalse(fleet.settle().contains("stop web[1]@a (node drained)"), "its own word");
    }

    @Test
    void aPlanThatTakesMoreThanCanBeSparedByNowIsDeclined() {
        var fleet = onA("service count=3").drain("a", false);
        var plan = fleet.plan();
        unhealthy(fleet, "web[2]@a");
        var refused = assertThrows(IllegalStateException.class, () -> fleet.send(new Settle(plan)));
        assertEquals(
                "The plan for job badge takes more of group web from draining nodes than it can"
                        + " spare now. It is made anew.",
                refused.getMessage());
        assertEquals(
                "web[2]->b after web[2]@a | stop web[2]@a (node drained) | " + HELD,
                fleet.settle());
    }

    /// Whoever becomes healthy, not only who came for it, makes the job be looked at.
    @Test
    void whenOneIsHealthyAgainTheNextIsLookedAt() {
        var fleet = onA("service count=2", "migrate 1 5000");
        unhealthy(fleet, "web[1]@a");
        fleet.eligible("b", false).eligible("c", false).drain("a", false);
        fleet.settle();
        fleet.says("web[1]@a", Status.RUNNING);
        var due = DeploymentTest.job(fleet).due();
        assertNotNull(due);
        assertEquals("allocation healthy", due.trigger());
        assertEquals(fleet.tickMs + 5_000, due.notBeforeTickMs());
    }

    /// It would begin anew elsewhere.
    @Test
    void aBatchMayRunToItsEndUntilTheDeadline() {
        var fleet = onA("batch count=2").drain("a", false);
        assertEquals(HELD, fleet.settle());
        fleet.says("web[0]@a", Status.COMPLETE);
        assertEquals(HELD, fleet.settle());
        fleet.later(3_600_000);
        fleet.saysStopped("web[1]@a");
        assertEquals("web[1]->b after web[1]@a\n", fleet.settle());
    }

    @Test
    void whatIsDeployedMovesByItsDeploymentAndTheRestWaits() {
        var fleet = onA("service count=4", "update 2", "migrate 1 10000");
        fleet.submit("service count=4 command=next", "update 2", "migrate 1 10000");
        fleet.drain("a", false);
        assertEquals(
                "web[0]->b after web[0]@a web[1]->c after web[1]@a"
                        + " | stop web[0]@a (node drained) | stop web[1]@a (node drained)",
                fleet.settle().replaceAll(" \\| again.*\n", ""));
        fleet.obey().later(10_000);
        assertEquals(
                "web[2]->b after web[2]@a web[3]->c after web[3]@a"
                        + " | stop web[2]@a (node drained) | stop web[3]@a (node drained)",
                fleet.settle()
                        .replaceAll(" \\| (again.*)?\n", "")
                        .replaceAll(" \\| again.*\n", ""));
    }
}
