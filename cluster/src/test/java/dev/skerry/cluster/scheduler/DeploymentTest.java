package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage.Settle;
import dev.skerry.cluster.ClusterMessage.SteerDeployment;
import dev.skerry.cluster.ClusterMessage.SteerDeployment.Steering;
import dev.skerry.cluster.decide.DeploymentDecisions;
import dev.skerry.cluster.deployment.Rollout;
import dev.skerry.cluster.server.deployments.DeploymentAnswers;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Deployment;
import dev.skerry.cluster.state.Job;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a new version comes: so many at a time, canaries first, and back when it fails.
class DeploymentTest {
    private static final long HEALTHY_MS = 10_000;
    private static final long HEALTHY_DEADLINE_MS = 60_000;
    private static final long PROGRESS_MS = 300_000;
    private static final String NEXT = " command=next";

    /// A fleet where the first version of that job is deployed.
    static Fleet deployed(String nodes, String job, String update) {
        var fleet = Fleet.of(nodes).submit(job, "update " + update);
        fleet.settle();
        proven(fleet);
        fleet.settle();
        assertEquals("1 SUCCESSFUL: all are healthy", standing(fleet));
        return fleet;
    }

    /// What shall run does, for as long as it has to.
    static Fleet proven(Fleet fleet) {
        return fleet.obey().later(HEALTHY_MS);
    }

    static Job job(Fleet fleet) {
        var job = fleet.cluster.jobs().find(Jobs.KEY);
        if (job == null) throw new IllegalStateException("it was submitted");
        return job;
    }

    static Deployment deployment(Fleet fleet) {
        return job(fleet).deployments().getFirst();
    }

    static String standing(Fleet fleet) {
        var it = deployment(fleet);
        return it.version() + " " + it.stage() + ": " + it.description();
    }

    /// `0v1 1v2c`: the slots of those that shall run, with the version; c is a canary.
    static String running(Fleet fleet) {
        return fleet.allocations().stream()
                .filter(it -> it.wanted())
                .map(it ->
                        (it.slot().index() + "v" + it.slot().version())
                                + (it.slot().canary() ? "c" : ""))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /// The same by node.
    static String onNodes(Fleet fleet) {
        return fleet.allocations().stream()
                .filter(it -> it.wanted())
                .map(it -> it.node() + "v" + it.slot().version())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    static Fleet steer(Fleet fleet, Steering how) {
        return fleet.send(new SteerDeployment(Jobs.KEY, deployment(fleet).id(), how));
    }

    static String refused(Fleet fleet, Steering how) {
        var thrown = assertThrows(IllegalStateException.class, () -> steer(fleet, how));
        return String.valueOf(thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "50%"})
    void soManyAtATimeAndTheNextWhenTheyAreHealthy(String parallel) {
        var fleet = deployed("a\nb\nc\nd", "service count=4", parallel);
        fleet.submit("service count=4" + NEXT, "update " + parallel);
        fleet.settle();
        assertEquals("0v2 1v2 2v1 3v1", running(fleet));
        assertEquals("again in 60000\n", fleet.settle());
        fleet.obey();
        assertEquals("again in 10000\n", fleet.settle());
        fleet.later(HEALTHY_MS - 1);
        assertEquals("again in 1\n", fleet.settle());
        fleet.later(1).settle();
        assertEquals("0v2 1v2 2v2 3v2", running(fleet));
        assertEquals("2 RUNNING: begun", standing(fleet));
        proven(fleet).settle();
        assertEquals("2 SUCCESSFUL: all are healthy", standing(fleet));
        assertEquals(2, job(fleet).stable());
    }

    @Test
    void whatIsNotHealthyAnywayChangesFirst() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.says("web[2]@c", Status.FAILED);
        fleet.submit("service count=3" + NEXT, "update 1").settle();
        assertEquals("0v1 1v1 2v2", running(fleet));
        fleet.says("web[1]@b", Status.FAILED).later(60_000);
        assertEquals(
                "web[1]->a after web[1]@b (version 1) | again in 240000\n",
                fleet.settle(),
                "its turn has not come");
        proven(fleet).settle();
        assertEquals("0v2 1v1 2v2", running(fleet));
    }

    @Test
    void aPlanThatWasOvertakenTakesNothingDown() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.submit("service count=3" + NEXT, "update 1");
        var plan = fleet.plan();
        fleet.says("web[2]@c", Status.FAILED);
        var said =
                assertThrows(IllegalStateException.class, () -> fleet.send(new Settle(plan)))
                        .getMessage();
        assertEquals(
                "The plan for job badge changes more of group web than its deployment allows now."
                        + " It is made anew.",
                said);
    }

    @Test
    void canariesRunBesideTheOldOnesUntilSomebodyPromotesThem() {
        var fleet = deployed("a\nb\nc\nd", "service count=3", "3");
        fleet.submit("service count=3" + NEXT, "update 3 canary=2");
        assertEquals("web[0]->d (canary) web[1]->a (canary) | again in 300000\n", fleet.settle());
        assertEquals("0v1 0v2c 1v1 1v2c 2v1", running(fleet));
        assertEquals(
                "Deployment %s of job badge has 0 of 2 canaries of group web healthy. Promote it"
                                .formatted(deployment(fleet).id())
                        + " when all of them are, or fail it.",
                refused(fleet, Steering.PROMOTE));
        assertEquals(
                "Deployment %s of job badge is not paused: it waits for its canaries. Promote it"
                                .formatted(deployment(fleet).id())
                        + " when they are healthy, or fail it.",
                refused(fleet, Steering.RESUME));
        proven(fleet).settle();
        fleet.later(2 * PROGRESS_MS).settle();
        assertEquals("2 RUNNING: begun", standing(fleet), "it waits for somebody");
        steer(fleet, Steering.PROMOTE);
        fleet.settle();
        assertEquals("0v2 1v2 2v2", running(fleet));
        proven(fleet).settle();
        assertEquals("2 SUCCESSFUL: all are healthy", standing(fleet));
        assertEquals(
                "Deployment %s of job badge, version 2, is successful. Only one that is running or"
                                .formatted(deployment(fleet).id())
                        + " paused can be promoted, failed, paused or resumed.",
                refused(fleet, Steering.FAIL));
    }

    @Test
    void canariesAreEnoughWhenTheyMayPromoteThemselves() {
        var fleet = deployed("a\nb\nc", "service count=2", "1");
        fleet.submit("service count=2" + NEXT, "update 1 canary=1 promote").settle();
        assertEquals("0v1 0v2c 1v1", running(fleet));
        proven(fleet).settle();
        fleet.settle();
        assertEquals("0v2 1v2", running(fleet));
    }

    @Test
    void whatBreaksWhileCanariesAreTriedComesBackAsItWas() {
        var fleet = deployed("a\nb\nc", "service count=2", "2");
        fleet.submit("service count=2" + NEXT, "update 2 canary=1").settle();
        fleet.obey().says("web[1]@b", Status.FAILED).later(30_000).settle();
        assertEquals("0v1 0v2c 1v1", running(fleet));
    }

    @Test
    void canariesAreNotPromotedInTheMomentInWhichSlotsAreFilled() {
        var fleet = deployed("a\nb\nc", "service count=2", "2");
        fleet.submit("service count=2" + NEXT, "update 2 canary=1 promote").settle();
        fleet.obey().says("web[1]@b", Status.FAILED).later(30_000).settle();
        assertEquals("0v1 0v2c 1v1", running(fleet));
        assertEquals(false, deployment(fleet).promoted());
        fleet.settle();
        assertEquals(true, deployment(fleet).promoted());
    }

    @Test
    void aFailedOneStopsWhereItIs() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.submit("service count=3" + NEXT, "update 1 canary=1").settle();
        fleet.obey();
        steer(fleet, Steering.FAIL);
        fleet.settle();
        assertEquals("2 FAILED: failed by a person", standing(fleet));
        assertEquals("0v1 1v1 2v1", running(fleet));
        assertEquals(null, DeploymentDecisions.revert(job(fleet)));
        fleet.missed("a").settle();
        assertEquals("0v1 1v1 2v1", running(fleet), "what is placed anew is what it was");
    }

    /// It cannot come back by what is not kept any more, and not go on by what has failed.
    @Test
    void aSlotWhoseVersionIsForgottenGetsTheStableOne() {
        var fleet = deployed("a\nb", "service count=2", "1");
        fleet.submit("service count=2" + NEXT, "update 1").settle();
        fleet.says("web[0]@a", Status.FAILED);
        for (int i = 0; i <= Job.VERSIONS_KEPT; i++)
            fleet.submit("service count=2 command=next" + i, "update 1");
        assertEquals(null, job(fleet).kept(2));
        steer(fleet, Steering.FAIL);
        fleet.later(60_000).settle();
        assertEquals("0v1 1v1", running(fleet));
    }

    @Test
    void whatComesNoFurtherFailsAndTheStableVersionComesBack() {
        var fleet = deployed("a\nb\nc", "service count=3", "1 revert");
        fleet.submit("service count=3" + NEXT, "update 1 revert").settle();
        proven(fleet).settle();
        fleet.later(PROGRESS_MS - 1).settle();
        assertEquals("2 RUNNING: begun", standing(fleet));
        fleet.later(1).settle();
        assertEquals(
                "2 FAILED: group web has 1 of 3 healthy, and came no further within its"
                        + " progressDeadline",
                standing(fleet));
        var revert = DeploymentDecisions.revert(job(fleet));
        if (revert == null) throw new AssertionError("nothing comes back");
        fleet.send(revert).settle();
        assertEquals("3 RUNNING: begun", standing(fleet));
        for (int i = 0; i < 3; i++) proven(fleet).settle();
        assertEquals("0v3 1v3 2v3", running(fleet));
        assertEquals("3 SUCCESSFUL: all are healthy", standing(fleet));
        assertEquals(job(fleet).at(1), job(fleet).spec());
        assertEquals(null, DeploymentDecisions.revert(job(fleet)));
    }

    @Test
    void theFirstThatIsUnhealthyCanBeOneTooMany() {
        var fleet = deployed("a\nb", "service count=2", "1");
        fleet.submit("service count=2" + NEXT, "update 1 first").settle();
        fleet.says("web[0]@a", Status.FAILED).settle();
        assertEquals("2 FAILED: group web has 1 unhealthy, and none is allowed", standing(fleet));
    }

    @Test
    void whatIsOfflineIsPendingAndGoesStraightToTheNewestWhenItIsBack() {
        var fleet = deployed("a\nb\nc", "system", "1");
        fleet.missed("b").submit("system" + NEXT, "update 1").settle();
        for (int i = 0; i < 2; i++) proven(fleet).settle();
        assertEquals("2 SUCCESSFUL: 1 are pending: not reached", standing(fleet));
        assertEquals("av2 bv1 cv2", onNodes(fleet));
        fleet.back("b").obey().settle();
        assertEquals("av2 bv2 cv2", onNodes(fleet));
    }

    /// As if it had been there: it has not refused anybody meanwhile.
    @Test
    void aNodeThatWasAwayBeforeTheNextOneCameGetsTheNewestVersion() {
        var fleet = deployed("a cpu=100\nb cpu=100\nc cpu=100", "system", "1");
        fleet.submit("system lostAfter=60000" + NEXT, "update 1").settle();
        assertEquals("bv1 cv1", onNodes(fleet));
        fleet.obey().missed("a").settle();
        fleet.obey().settle();
        assertEquals("bv2 cv1", onNodes(fleet), "it is not waited for");
        fleet.obey().later(HEALTHY_DEADLINE_MS).back("a").settle();
        assertEquals("av2 bv2 cv1", onNodes(fleet));
    }

    @Test
    void nothingIsProvenWhileNobodyCanBeReached() {
        var fleet = deployed("a\nb", "system", "1");
        fleet.missed("a").missed("b").submit("system" + NEXT, "update 1").settle();
        fleet.later(10 * PROGRESS_MS).settle();
        assertEquals("2 RUNNING: begun", standing(fleet));
        fleet.back("a").obey().settle();
        assertEquals("av2 bv1", onNodes(fleet));
        proven(fleet).settle();
        assertEquals("2 SUCCESSFUL: 1 are pending: not reached", standing(fleet));
    }

    @Test
    void aNodeThatComesAndGoesIsNoProgress() {
        var fleet = deployed("a\nb\nc", "system", "2");
        fleet.submit("system" + NEXT, "update 2").settle();
        for (int i = 0; i < 4; i++) {
            assertEquals("2 RUNNING: begun", standing(fleet));
            fleet.missed("c").settle();
            fleet.later(PROGRESS_MS / 8).back("c").settle();
            fleet.later(PROGRESS_MS / 8).settle();
        }
        assertEquals(
                "2 FAILED: group web has 0 of 3 healthy, and came no further within its"
                        + " progressDeadline",
                standing(fleet));
    }

    @Test
    void onlyTheTimeCountsInWhichItCanBeReached() {
        var fleet = deployed("a", "system", "1");
        fleet.submit("system" + NEXT, "update 1").settle();
        fleet.later(PROGRESS_MS / 2).missed("a").settle();
        fleet.later(10 * PROGRESS_MS).settle();
        fleet.back("a").says("web[0]@a", Status.PENDING).settle();
        fleet.later(PROGRESS_MS / 2 - 1).settle();
        assertEquals("2 RUNNING: begun", standing(fleet));
        fleet.later(1).settle();
        assertEquals(Deployment.Stage.FAILED, deployment(fleet).stage());
    }

    @Test
    void whereNoNodeTakesItNothingIsProvenAndItIsOver() {
        var fleet = Fleet.of("").submit("system", "update 1");
        fleet.settle();
        assertEquals("1 SUCCESSFUL: nothing is placed", standing(fleet));
        assertEquals(0, job(fleet).stable());
        fleet.add("a");
        fleet.settle();
        assertEquals("av1", onNodes(fleet));
    }

    @Test
    void canariesOfASystemJobTakeThePlaceOfTheOldOnes() {
        var fleet = deployed("a\nb\nc\nd", "system", "50%");
        fleet.submit("system" + NEXT, "update 50% canary=1").settle();
        assertEquals("av2 bv1 cv1 dv1", onNodes(fleet));
        proven(fleet).settle();
        assertEquals("av2 bv1 cv1 dv1", onNodes(fleet));
        fleet.add("e");
        fleet.settle();
        assertEquals("av2 bv1 cv1 dv1 ev1", onNodes(fleet), "a new node gets what is proven");
        proven(fleet);
        steer(fleet, Steering.PROMOTE);
        fleet.settle();
        assertEquals("av2 bv2 cv2 dv1 ev1", onNodes(fleet));
    }

    @Test
    void whatMustNotRunMoreOftenThanAskedHasItsCanariesInPlace() {
        var fleet = deployed("a\nb\nc", "service count=2 replace=false", "2");
        fleet.submit("service count=2 replace=false" + NEXT, "update 2 canary=1").settle();
        assertEquals("1v1", running(fleet), "the old one ends first");
        fleet.obey().settle();
        proven(fleet).settle();
        assertEquals("0v2 1v1", running(fleet));
    }

    @Test
    void aNewerVersionEndsTheOneThatIsUnderWay() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.submit("service count=3" + NEXT, "update 1 canary=1").settle();
        fleet.obey().submit("service count=3 command=third", "update 1").settle();
        assertEquals("3 RUNNING: begun", standing(fleet));
        assertEquals(Deployment.Stage.CANCELLED, job(fleet).deployments().get(1).stage());
        assertEquals("0v3 1v1 2v1", running(fleet), "the canary is gone");
        assertEquals(1, deployment(fleet).stable());
        fleet.stopJob();
        assertEquals("3 CANCELLED: the job was stopped", standing(fleet));
    }

    /// Nobody may promote what is paused, so that nobody is told to.
    @Test
    void whatIsPausedWaitsForNobodyToPromoteIt() {
        var fleet = deployed("a\nb\nc", "service count=2", "1");
        fleet.submit("service count=2" + NEXT, "update 1 canary=1").settle();
        proven(fleet).settle();
        assertTrue(waits(fleet));
        steer(fleet, Steering.PAUSE);
        assertFalse(waits(fleet));
        assertTrue(refused(fleet, Steering.PROMOTE).contains("is paused. Resume it first."));
        steer(fleet, Steering.RESUME);
        assertTrue(waits(fleet));
    }

    private static boolean waits(Fleet fleet) {
        var answer = DeploymentAnswers.newest(fleet.cluster, job(fleet), fleet.now());
        return answer != null && answer.waits();
    }

    @Test
    void nothingChangesWhileItIsPaused() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.submit("service count=3" + NEXT, "update 1").settle();
        steer(fleet, Steering.PAUSE);
        proven(fleet).settle();
        fleet.later(2 * PROGRESS_MS).settle();
        assertEquals("0v2 1v1 2v1", running(fleet));
        assertEquals("2 PAUSED: paused by a person", standing(fleet));
        steer(fleet, Steering.RESUME);
        fleet.settle();
        assertEquals("0v2 1v2 2v1", running(fleet));
    }

    @Test
    void betweenOneChangeAndTheNextThereIsTime() {
        var fleet = deployed("a\nb", "service count=2", "1 stagger=60000");
        fleet.submit("service count=2" + NEXT, "update 1 stagger=60000").settle();
        proven(fleet).settle();
        assertEquals("0v2 1v1", running(fleet));
        assertEquals("again in 50000\n", fleet.settle());
        fleet.later(49_999).settle();
        assertEquals("0v2 1v1", running(fleet));
        fleet.later(1).settle();
        assertEquals("0v2 1v2", running(fleet));
    }

    @Test
    void onAFullNodeTheOldOneEndsFirst() {
        var fleet = deployed("a cpu=100\nb cpu=100", "service count=2", "1");
        fleet.submit("service count=2" + NEXT, "update 1").settle();
        fleet.settle();
        assertEquals("1v1", running(fleet));
        fleet.obey().settle();
        assertEquals("0v2 1v1", running(fleet));
    }

    @Test
    void whatTheProcessesDoNotSeeNeedsNoCanaries() {
        var fleet = deployed("a\nb\nc", "service count=2", "1");
        fleet.submit("service count=2 note=new", "update 1 canary=1");
        assertEquals("update web[0]@a web[1]@b\n", fleet.settle());
        assertEquals(true, job(fleet).due() != null, "it is looked at again, though nobody calls");
        fleet.settle();
        assertEquals("2 SUCCESSFUL: all are healthy", standing(fleet));
    }

    @Test
    void whatIsCountedIsWhatThereIs() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.submit("service count=3" + NEXT, "update 1").settle();
        proven(fleet).settle();
        var rollout = Rollout.all(fleet.cluster, job(fleet), fleet.now()).getFirst();
        assertEquals(
                "3 desired, 2 placed, 1 healthy, 0 unhealthy, 0 away",
                "%d desired, %d placed, %d healthy, %d unhealthy, %d away"
                        .formatted(
                                rollout.desired(),
                                rollout.placed(),
                                rollout.healthy(),
                                rollout.unhealthy(),
                                rollout.away()));
    }
}
