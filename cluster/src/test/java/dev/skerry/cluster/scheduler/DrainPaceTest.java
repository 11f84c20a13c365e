package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage.DrainNode;
import dev.skerry.cluster.ClusterMessage.Settle;
import dev.skerry.cluster.ClusterMessage.StopAllocation;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import java.util.ArrayList;
import java.util.List;
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

    private static boolean onA(Allocation it) {
        return it.node().equals("a");
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

    private static JobSpec withApi(String line) {
        var web = Jobs.of(line);
        var groups = new ArrayList<>(web.groups());
        groups.addAll(Jobs.of(line + " group=api").groups());
        return new JobSpec(
                web.key(),
                web.type(),
                web.priority(),
                web.where(),
                web.placement(),
                web.meta(),
                groups);
    }

    @Test
    void eachGroupHasItsOwn() {
        var fleet = Fleet.of("a").submit(withApi("service count=2"));
        fleet.settle();
        fleet.add("b");
        fleet.obey().later(10_000).drain("a", false).settle();
        fleet.says("web[0]@b", Status.RUNNING).later(10_000);
        assertEquals(
                "web[1]->b after web[1]@a | stop web[1]@a (node drained) | again in 3590000\n",
                fleet.settle());
        assertEquals("again in 3590000\n", fleet.settle(), "nobody of api is healthy");
    }

    @Test
    void whatIsOneTooManyIsNotMissed() {
        var fleet = onA("service count=4").drain("a", false);
        fleet.settle();
        fleet.submit("service count=2").settle();
        assertEquals("again in 3600000\n", fleet.settle(), "those that are stopped run still");
        fleet.obey().later(10_000);
        assertEquals(
                "web[1]->c after web[1]@a | stop web[1]@a (node drained) | again in 3590000\n",
                fleet.settle());
    }

    /// It stands in no slot that anybody misses, though nothing else can be spared.
    @Test
    void aCanaryMovesWhateverIsMissing() {
        var fleet = onA("service count=2", "update 1").drain("a", false);
        fleet.settle();
        fleet.submit("service count=2 command=next", "update 1 canary=1");
        assertEquals("web[1]->c (canary) | again in 300000\n", fleet.settle());
        fleet.says("web[1]@c", Status.RUNNING).drain("c", false);
        assertEquals(
                "web[1]->b after web[1]@c (canary) | stop web[1]@c (node drained)",
                fleet.settle().split(" \\| again", 2)[0]);
    }

    /// Those that go for their deployment are missing as well.
    @Test
    void aPlanThatMovesSomeForTheirDeploymentTakesNoMoreEither() {
        var fleet = onA("service count=4", "update 2", "migrate 2 10000");
        var all = List.of("web[1]@a", "web[2]@a", "web[3]@a");
        for (var one : all) unhealthy(fleet, one);
        fleet.submit("service count=4 command=next", "update 2", "migrate 2 10000");
        var plan = fleet.drain("a", false).plan();
        assertEquals(3, plan.stops().size());
        for (var one : all) fleet.says(one, Status.RUNNING);
        fleet.later(10_000);
        var refused = assertThrows(IllegalStateException.class, () -> fleet.send(new Settle(plan)));
        assertTrue(String.valueOf(refused.getMessage()).contains("from draining nodes"));
    }

    private static void dueIn(long ms, Fleet fleet) {
        var due = DeploymentTest.job(fleet).due();
        assertNotNull(due);
        assertEquals(ms, due.notBeforeTickMs() - fleet.tickMs);
    }

    /// Whoever becomes healthy where nothing drains, who is not healthy, and what may work to its
    /// end: each look is a plan.
    @Test
    void forNothingElseItIsLookedAtEarlier() {
        var fleet = onA("service count=2");
        fleet.says("web[0]@a", Status.FAILED).settle();
        unhealthy(fleet, "web[1]@a");
        fleet.says("web[1]@a", Status.RUNNING);
        dueIn(30_000, fleet);
        fleet = onA("service count=2");
        fleet.eligible("b", false).eligible("c", false).drain("a", false).settle();
        unhealthy(fleet, "web[1]@a");
        dueIn(3_600_000, fleet);
        fleet = Fleet.of("a").submit("batch count=2");
        fleet.settle();
        fleet.drain("a", false).settle();
        fleet.says("web[1]@a", Status.RUNNING);
        dueIn(3_600_000, fleet);
    }

    /// Neither who goes, nor who comes later.
    @Test
    void itIsLookedAtWhenTheFirstIsHealthyForLongEnough() {
        var fleet = Fleet.of("a").submit("service count=2");
        fleet.settle();
        fleet.says("web[0]@a", Status.RUNNING).later(4_000).says("web[1]@a", Status.RUNNING);
        fleet.drain("a", false);
        assertEquals("again in 6000\n", fleet.settle().replace("unplaced 1 | blocked | ", ""));
        fleet = onA("service count=2");
        unhealthy(fleet, "web[0]@a");
        fleet.says("web[0]@a", Status.RUNNING).drain("a", false).settle();
        assertEquals(HELD, fleet.settle());
    }

    @Test
    void whenTheDrainEndsTheRestStays() {
        var fleet = onA("service count=2").drain("a", false);
        fleet.settle();
        fleet.send(new DrainNode("a", -1, false));
        assertEquals("nothing\n", fleet.settle());
        fleet.obey().later(10_000);
        assertEquals("nothing\n", fleet.settle());
    }

    /// Those on the node that drains are what the deployment may move, after those of which nobody
    /// is healthy.
    @Test
    void aVersionThatComesMeanwhileTakesNoMoreThanTheDrain() {
        for (var more : List.of("", " replace=false")) {
            var fleet = onA("service count=4" + more, "update 1").drain("a", false);
            fleet.settle();
            fleet.submit("service count=4 command=next" + more, "update 1");
            for (int i = 0; i < 12; i++) {
                fleet.settle();
                long up =
                        fleet.allocations().stream()
                                .filter(it -> it.wanted() && it.observed().healthy())
                                .count();
                assertTrue(up >= 3, up + " are there");
                fleet.obey().settle();
                fleet.later(10_000);
            }
            assertEquals("0v2 1v2 2v2 3v2", DeploymentTest.running(fleet));
            assertTrue(fleet.allocations().stream().noneMatch(it -> onA(it) && it.wanted()));
        }
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
