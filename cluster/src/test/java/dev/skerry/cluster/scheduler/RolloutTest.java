package dev.skerry.cluster.scheduler;

import static dev.skerry.cluster.scheduler.DeploymentTest.deployed;
import static dev.skerry.cluster.scheduler.DeploymentTest.deployment;
import static dev.skerry.cluster.scheduler.DeploymentTest.job;
import static dev.skerry.cluster.scheduler.DeploymentTest.onNodes;
import static dev.skerry.cluster.scheduler.DeploymentTest.proven;
import static dev.skerry.cluster.scheduler.DeploymentTest.refused;
import static dev.skerry.cluster.scheduler.DeploymentTest.running;
import static dev.skerry.cluster.scheduler.DeploymentTest.standing;
import static dev.skerry.cluster.scheduler.DeploymentTest.steer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage.RevertJob;
import dev.skerry.cluster.ClusterMessage.Settle;
import dev.skerry.cluster.ClusterMessage.SteerDeployment.Steering;
import dev.skerry.cluster.ClusterMessage.SubmitJob;
import dev.skerry.cluster.decide.DeploymentDecisions;
import dev.skerry.cluster.deployment.Rollout;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Deployment.Stage;
import dev.skerry.kernel.signing.Signatures;
import org.junit.jupiter.api.Test;

/// Which slots may go on now, and what counts: the corners of a deployment, as [DeploymentTest] has
/// its course.
class RolloutTest {
    private static final String NEXT = " command=next";

    private static String counted(Fleet fleet) {
        var it = Rollout.all(fleet.cluster, job(fleet), fleet.now()).getFirst();
        return "%d of %d, %d healthy, %d unhealthy, %d canaries"
                .formatted(
                        it.placed(),
                        it.desired(),
                        it.healthy(),
                        it.unhealthy(),
                        it.healthyCanaries());
    }

    @Test
    void slotsChangeInTheOrderOfTheirNumbers() {
        var fleet = deployed("a\nb\nc", "service count=11", "2");
        fleet.submit("service count=11" + NEXT, "update 2").settle();
        proven(fleet).settle();
        assertEquals("0v2 10v1 1v2 2v2 3v2 4v1 5v1 6v1 7v1 8v1 9v1", running(fleet));
    }

    @Test
    void whoHasNobodyChangesBeforeWhoIsSick() {
        var fleet = deployed("a\nb", "service count=2", "1");
        fleet.says("web[0]@a", Status.PENDING).says("web[1]@b", Status.FAILED);
        fleet.submit("service count=2" + NEXT, "update 1").settle();
        assertEquals("0v1 1v2", running(fleet));
    }

    @Test
    void whoIsSickIsDownToo() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.submit("service count=3" + NEXT, "update 1");
        var plan = fleet.plan();
        fleet.says("web[2]@c", Status.PENDING);
        assertThrows(IllegalStateException.class, () -> fleet.send(new Settle(plan)));
    }

    @Test
    void aPlanOfBeforeAPauseChangesNothing() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.submit("service count=3" + NEXT, "update 1");
        var plan = fleet.plan();
        steer(fleet, Steering.PAUSE);
        assertThrows(IllegalStateException.class, () -> fleet.send(new Settle(plan)));
    }

    /// Canaries run beside them only if neither version forbids it; whether the old one has to end
    /// first is for the new one to say.
    @Test
    void oldOnesThatMustNotRunTwiceHaveCanariesInTheirPlace() {
        var fleet = deployed("a\nb\nc", "service count=2 replace=false", "2");
        fleet.submit("service count=2" + NEXT, "update 2 canary=1").settle();
        assertEquals("0v2 1v1", running(fleet));
        fleet = deployed("a\nb\nc", "service count=2", "2");
        fleet.submit("service count=2 replace=false" + NEXT, "update 2 canary=1").settle();
        assertEquals("1v1", running(fleet));
    }

    /// That it has ended makes no room for a canary beside it: the same place would be given to the
    /// old version and taken from it for ever.
    @Test
    void whereOneHasToEndForItsCanaryThatOneComes() {
        var fleet = deployed("a cpu=150", "service count=1 replace=false", "1");
        fleet.submit("service count=1" + NEXT, "update 1 canary=1").settle();
        assertEquals("", running(fleet));
        fleet.obey().settle();
        assertEquals("0v2", running(fleet));
    }

    @Test
    void theNewOneSaysWhetherTheOldOneEndsFirst() {
        var fleet = deployed("a\nb\nc", "service count=2 replace=false", "2");
        fleet.submit("service count=2" + NEXT, "update 2").settle();
        assertEquals("0v2 1v2", running(fleet));
        fleet = deployed("a\nb\nc", "service count=2", "2");
        fleet.submit("service count=2 replace=false" + NEXT, "update 2").settle();
        assertEquals("", running(fleet));
    }

    @Test
    void whatIsNewFromTheBeginningDoesNot() {
        var fleet = deployed("a\nb", "system", "1 stagger=60000");
        fleet.submit("system" + NEXT, "update 1 stagger=60000").settle();
        proven(fleet).later(40_000).add("c");
        fleet.settle();
        assertEquals("av2 bv1 cv2", onNodes(fleet));
        proven(fleet).settle();
        assertEquals("av2 bv2 cv2", onNodes(fleet));
    }

    @Test
    void whatIsNotHealthyInTimeIsUnhealthy() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.submit("service count=3" + NEXT, "update 1").settle();
        fleet.later(59_999);
        assertEquals("1 of 3, 0 healthy, 0 unhealthy, 0 canaries", counted(fleet));
        fleet.later(1);
        assertEquals("1 of 3, 0 healthy, 1 unhealthy, 0 canaries", counted(fleet));
        fleet.says("web[0]@a", Status.FAILED);
        assertEquals("0 of 3, 0 healthy, 1 unhealthy, 0 canaries", counted(fleet));
        fleet = deployed("a\nb", "system", "1");
        fleet.submit("system" + NEXT, "update 1").settle();
        fleet.missed("a").later(60_000);
        assertEquals("0 unhealthy", counted(fleet).split(", ", -1)[2]);
    }

    @Test
    void canariesHaveToBeProvenAll() {
        var fleet = deployed("a\nb\nc\nd", "service count=3", "3");
        fleet.submit("service count=3" + NEXT, "update 3 canary=2").settle();
        fleet.says("web[0]@d", Status.RUNNING).later(9_999);
        assertTrue(refused(fleet, Steering.PROMOTE).contains("has 0 of 2 canaries"));
        fleet.later(1);
        assertEquals("2 of 3, 1 healthy, 0 unhealthy, 1 canaries", counted(fleet));
        assertTrue(refused(fleet, Steering.PROMOTE).contains("has 1 of 2 canaries"));
    }

    @Test
    void moreCanariesThanSlotsAreAsManyAsThereAre() {
        var fleet = deployed("a\nb", "service count=2", "2");
        fleet.submit("service count=2" + NEXT, "update 2 canary=3").settle();
        proven(fleet).settle();
        steer(fleet, Steering.PROMOTE);
        for (int i = 0; i < 2; i++) proven(fleet).settle();
        assertEquals("2 SUCCESSFUL: all are healthy", standing(fleet));
    }

    /// What is broken is not replaced by what nobody has tried.
    @Test
    void canariesAreTriedForWhatIsBrokenToo() {
        for (var status : new Status[] {Status.FAILED, Status.PENDING}) {
            var fleet = deployed("a\nb", "service count=1", "1");
            fleet.says("web[0]@a", status);
            fleet.submit("service count=1" + NEXT, "update 1 canary=1").settle();
            assertTrue(running(fleet).contains("0v2c"), status + ": " + running(fleet));
        }
    }

    @Test
    void whilePausedNoCanaryComesAndNoneGoes() {
        var fleet = deployed("a\nb\nc", "service count=2", "1");
        fleet.submit("service count=2" + NEXT, "update 1 canary=1");
        steer(fleet, Steering.PAUSE);
        fleet.settle();
        assertEquals("0v1 1v1", running(fleet));
        steer(fleet, Steering.RESUME);
        fleet.settle();
        steer(fleet, Steering.PAUSE);
        fleet.settle();
        assertEquals("0v1 0v2c 1v1", running(fleet));
    }

    @Test
    void afterAFailureANewNodeGetsWhatIsStable() {
        var fleet = deployed("a\nb", "system", "1");
        fleet.submit("system" + NEXT, "update 1").settle();
        steer(fleet, Steering.FAIL);
        fleet.add("c");
        fleet.settle();
        assertEquals("av2 bv1 cv1", onNodes(fleet));
    }

    @Test
    void canariesInPlaceAreAsFewAsWasSaid() {
        var fleet = deployed("a\nb\nc\nd", "system", "50%");
        fleet.submit("system" + NEXT, "update 50% canary=1").settle();
        fleet.settle();
        assertEquals("av2 bv1 cv1 dv1", onNodes(fleet));
        fleet.submit("system command=third", "update 1 canary=2").settle();
        assertEquals("av3 bv1 cv1 dv1", onNodes(fleet));
    }

    /// Of three that are asked for one is there: nobody takes that one down for something else.
    @Test
    void whoNeverHadAPlaceIsMissedToo() {
        var fleet = deployed("a cpu=150", "service count=1", "1");
        assertEquals(1, spare(fleet));
        fleet.submit("service count=3", "update 1").settle();
        assertEquals("0v2", running(fleet));
        assertEquals(0, spare(fleet));
    }

    private static int spare(Fleet fleet) {
        return Rollout.all(fleet.cluster, job(fleet), fleet.now()).getFirst().spare();
    }

    /// On a node that its version is not for nobody is missed.
    @Test
    void whereASystemJobIsNotWantedNobodyIsMissed() {
        var fleet = deployed("a arch=arm64\nb arch=arm64\nc arch=amd64", "system", "1");
        assertEquals(1, spare(fleet));
        fleet.submit(Jobs.of("system", "update 1", "where node.arch == \"arm64\"")).settle();
        proven(fleet).settle();
        assertEquals("av2 bv2", onNodes(fleet));
        assertEquals(1, spare(fleet));
    }

    @Test
    void whoIsOneTooManyIsNotMissed() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.submit("service count=1", "update 1").settle();
        proven(fleet).settle();
        assertEquals(1, spare(fleet));
    }

    @Test
    void whoHasFailedIsMissedUntilAnotherIsHealthy() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.says("web[2]@c", Status.FAILED);
        assertEquals(0, spare(fleet));
        fleet.later(60_000).settle();
        assertEquals(0, spare(fleet), "it is placed, and not healthy");
        proven(fleet);
        assertEquals(1, spare(fleet));
    }

    /// What is forced holds back itself no more, and is protected from others all the same.
    @Test
    void whatIsForcedIsNotFreeForOthers() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        var next = Jobs.of("service count=3" + NEXT, "update 1");
        fleet.send(new SubmitJob(next, -1, Signatures.NONE, true)).settle();
        proven(fleet).settle();
        assertEquals(1, spare(fleet));
    }

    @Test
    void canariesAreNotAmongThoseThatHaveToStay() {
        var fleet = deployed("a\nb\nc\nd", "service count=3", "1");
        fleet.submit("service count=3" + NEXT, "update 1 canary=1").settle();
        proven(fleet);
        var rollout = Rollout.all(fleet.cluster, job(fleet), fleet.now()).getFirst();
        var healthy = fleet.allocations().stream().filter(rollout::isHealthy).toList();
        assertEquals(3, healthy.size());
        assertTrue(healthy.stream().noneMatch(it -> it.slot().canary()));
    }

    @Test
    void whatFoundNoPlaceIsWaitedFor() {
        var fleet = Fleet.of("a cpu=150").submit("service count=2", "update 1");
        fleet.settle();
        proven(fleet).settle();
        assertEquals("1 RUNNING: begun", standing(fleet));
    }

    @Test
    void whoComesWhereNobodyWasWantedFollowsNobody() {
        var fleet = deployed("a\nb\nc", "service count=3", "1").stopJob();
        fleet.settle();
        fleet.obey().submit("service count=3" + NEXT, "update 1").settle();
        assertEquals("0v2 1v2 2v2", running(fleet), "the job was stopped");
        fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.submit("service count=1", "update 1").settle();
        proven(fleet).settle();
        fleet.submit("service count=3", "update 1").settle();
        assertEquals("0 1 2", running(fleet).replaceAll("v[0-9]+", ""), "the count was lowered");
    }

    @Test
    void whatWasStoppedNeedsNoCanaries() {
        var fleet = deployed("a\nb", "service count=2", "1").stopJob();
        fleet.settle();
        fleet.obey().submit("service count=2" + NEXT, "update 1 canary=1").settle();
        assertEquals("0v2 1v2", running(fleet));
    }

    @Test
    void whatComesBackNeedsNoCanariesIfItWasProven() {
        var fleet = deployed("a\nb\nc", "service count=2", "1 canary=1 revert");
        fleet.submit("service count=2" + NEXT, "update 1 canary=1 revert").settle();
        steer(fleet, Steering.FAIL);
        assertTrue(job(fleet).due() != null, "its canary goes");
        fleet.settle();
        fleet.send(new RevertJob(job(fleet).key(), 1, "default", 2)).settle();
        assertTrue(deployment(fleet).promoted());
        fleet.send(new RevertJob(job(fleet).key(), 2, "default", 3)).settle();
        assertFalse(deployment(fleet).promoted());
    }

    @Test
    void nothingComesBackThatIsThereOrStopped() {
        var fleet = deployed("a\nb", "service count=2", "1 revert");
        fleet.submit("service count=2" + NEXT, "update 1 revert").settle();
        steer(fleet, Steering.FAIL);
        var revert = DeploymentDecisions.revert(job(fleet));
        if (revert == null) throw new AssertionError("nothing comes back");
        fleet.send(revert).settle();
        steer(fleet, Steering.FAIL);
        assertEquals(null, DeploymentDecisions.revert(job(fleet)), "it is there");
        fleet.submit("service count=2" + NEXT, "update 1 revert").settle();
        steer(fleet, Steering.FAIL);
        fleet.stopJob();
        assertEquals(null, DeploymentDecisions.revert(job(fleet)), "it was stopped");
    }

    @Test
    void aNewerVersionLeavesWhatIsOverAsItWas() {
        var fleet = deployed("a\nb", "service count=2", "1");
        fleet.submit("service count=2" + NEXT, "update 1");
        assertEquals(Stage.SUCCESSFUL, job(fleet).deployments().get(1).stage());
    }

    @Test
    void whatIsSaidOfItIsLookedAt() {
        var fleet = deployed("a\nb\nc", "service count=2", "1");
        fleet.submit("service count=2" + NEXT, "update 1 canary=1").settle();
        fleet.says("web[0]@c", Status.RUNNING);
        assertTrue(job(fleet).due() != null, "a canary is healthy");
        proven(fleet).settle();
        steer(fleet, Steering.PAUSE);
        var paused = refused(fleet, Steering.PROMOTE);
        assertTrue(paused.endsWith("is paused. Resume it first."), paused);
        fleet.settle();
        assertEquals(null, job(fleet).due());
        steer(fleet, Steering.RESUME);
        assertTrue(job(fleet).due() != null, "it goes on");
        var before = deployment(fleet);
        var runs = refused(fleet.later(1_000), Steering.RESUME);
        assertTrue(runs.contains("is not paused: it waits for its canaries."), runs);
        assertEquals(before, deployment(fleet), "it ran already");
        fleet.settle();
        steer(fleet, Steering.PROMOTE);
        assertTrue(job(fleet).due() != null, "the others follow");
        var none = refused(fleet, Steering.PROMOTE);
        assertTrue(none.endsWith("waits for no canaries. It goes on by itself."), none);
    }

    @Test
    void canariesPromoteThemselvesWhenTheyAreHealthy() {
        var fleet = deployed("a\nb\nc", "service count=2", "1");
        fleet.submit("service count=2" + NEXT, "update 1 canary=1 promote").settle();
        fleet.settle();
        assertFalse(deployment(fleet).promoted());
    }

    @Test
    void aNewerVersionHasCanariesOfItsOwn() {
        var fleet = deployed("a\nb\nc", "service count=2", "1");
        fleet.submit("service count=2" + NEXT, "update 1 canary=1").settle();
        fleet.submit("service count=2 command=third", "update 1 canary=1").settle();
        assertEquals("0v1 0v3c 1v1", running(fleet));
    }

    @Test
    void aCanaryThatFailsIsPlacedAnewAsItsGroupSays() {
        var fleet = deployed("a\nb\nc", "service count=2", "1");
        fleet.submit("service count=2" + NEXT, "update 1 canary=1").settle();
        fleet.says("web[0]@c", Status.FAILED).settle();
        assertEquals("0v1 1v1", running(fleet));
        steer(fleet.later(30_000), Steering.PAUSE).settle();
        assertEquals("0v1 1v1", running(fleet), "not while it is paused");
        steer(fleet, Steering.RESUME).settle();
        assertEquals("0v1 0v2c 1v1", running(fleet));
    }

    @Test
    void aCanaryIsFollowedWhereItsNodeIsLostOrDrained() {
        var fleet = deployed("a\nb\nc", "service count=2", "1");
        fleet.submit("service count=2" + NEXT, "update 1 canary=1").settle();
        fleet.obey().missed("c").settle();
        assertEquals("0v1 0v2c 1v1", running(fleet));
        assertEquals("a", canary(fleet).node());
        fleet.back("c").settle();
        assertEquals("0v1 0v2c 1v1", running(fleet));
        assertEquals("a", canary(fleet).node(), "who was lost does not come back");
        fleet.obey();
        fleet.drain("a", false).settle();
        fleet.obey().settle();
        assertEquals("0v1 0v2c 1v1", running(fleet));
        assertFalse(canary(fleet).node().equals("a"), "drained");
    }

    private static Allocation canary(Fleet fleet) {
        return fleet.allocations().stream()
                .filter(it -> it.wanted() && it.slot().canary())
                .findAny()
                .orElseThrow();
    }
}
