package dev.skerry.cluster.scheduler;

import static dev.skerry.cluster.scheduler.DeploymentTest.deployed;
import static dev.skerry.cluster.scheduler.DeploymentTest.job;
import static dev.skerry.cluster.scheduler.DeploymentTest.proven;
import static dev.skerry.cluster.scheduler.DeploymentTest.running;
import static dev.skerry.cluster.scheduler.DeploymentTest.standing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.ClusterMessage.RecallJob;
import dev.skerry.cluster.decide.DeploymentDecisions;
import dev.skerry.cluster.decide.RecallDecisions;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.scheduler.policy.Retry;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Job;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is recalled is stopped in the same moment, wherever it is, and never placed again.
final class RecallTest {
    private static final String NEXT = " command=next";
    private static final String OTHER = " command=other";

    static Fleet recall(Fleet fleet, long version) {
        return fleet.send(new RecallJob(Jobs.KEY, version, "deletes data"));
    }

    static Recall recalled(Fleet fleet) {
        return fleet.cluster.recalls().of(Jobs.KEY).getFirst();
    }

    private static String refused(Fleet fleet, ClusterMessage message) {
        var thrown = assertThrows(IllegalStateException.class, () -> fleet.send(message));
        return String.valueOf(thrown.getMessage());
    }

    /// The reasons of those that are told to stop.
    private static List<String> reasons(Fleet fleet) {
        return fleet.allocations().stream()
                .filter(it -> !it.desired().run())
                .map(it -> it.desired().reason())
                .distinct()
                .toList();
    }

    private static ClusterMessage revert(long version) {
        return new ClusterMessage.RevertJob(Jobs.KEY, version, "default", -1);
    }

    @Test
    void allOfItIsToldToStopInTheSameMoment() {
        var fleet = Fleet.of("a\nb\nc").submit("service count=3 lostAfter=60000");
        fleet.settle();
        fleet.obey().missed("c");
        recall(fleet, 1);
        assertEquals("", running(fleet), "also what is not heard");
        assertEquals(List.of("recalled: deletes data"), reasons(fleet));
        assertTrue(job(fleet).current().recalled());
        fleet.settle();
        fleet.back("c").obey().settle();
        assertEquals("", running(fleet));
    }

    @Test
    void whatHasEndedIsLeftAsItIs() {
        var fleet = Fleet.of("a\nb").submit("batch count=2");
        fleet.settle();
        fleet.obey().says("web[0]@a", Status.COMPLETE);
        recall(fleet, 1);
        assertEquals(1, RecallDecisions.there(fleet.cluster, recalled(fleet)).size());
        assertEquals(1, fleet.allocations().stream().filter(it -> it.desired().run()).count());
    }

    /// They are one program under several numbers.
    @Test
    void versionsThatRunTheSameGoWithIt() {
        var fleet = Fleet.of("a\nb\nc").submit("service count=1");
        fleet.submit("service count=2").submit("service count=2" + NEXT).submit("service count=3");
        fleet.settle();
        recall(fleet, 2);
        var what = (Recall.Recalled.OfVersions) recalled(fleet).what();
        assertEquals(List.of(1L, 2L, 4L), what.versions());
        assertEquals(2, what.version());
        assertEquals("", running(fleet));
        fleet.send(revert(3)).settle();
        assertEquals("0v5 1v5", running(fleet));
    }

    @Test
    void nothingBringsItBackButTheLift() {
        var fleet = Fleet.of("a\nb").submit("service count=2").submit("service count=2" + NEXT);
        fleet.settle();
        recall(fleet, 1);
        var same = "This runs the same as version 1 of job badge, which is recalled by";
        var submit = new ClusterMessage.SubmitJob(Jobs.of("service count=7"), -1);
        assertTrue(refused(fleet, submit).startsWith(same), refused(fleet, submit));
        assertTrue(refused(fleet, submit).contains(": deletes data. Change what it runs;"));
        assertTrue(refused(fleet, revert(1)).startsWith(same), refused(fleet, revert(1)));
        assertEquals("0v2 1v2", running(fleet), "another version goes on");
        var id = recalled(fleet).id();
        assertTrue(id.matches("r[0-9a-z]{10}"), id);
        fleet.send(new ClusterMessage.LiftRecall(id)).send(revert(1)).settle();
        assertEquals("0v3 1v3", running(fleet));
        assertTrue(
                refused(fleet, new ClusterMessage.LiftRecall(id))
                        .startsWith("There is no recall \"" + id + "\""));
    }

    /// A revert to what it is already changes nothing but that.
    @Test
    void whatIsRecalledIsNotForced() {
        var fleet = Fleet.of("a").submit("service count=1", "update 1");
        fleet.submit("service count=2", "update 1").settle();
        fleet.send(new ClusterMessage.RevertJob(Jobs.KEY, 1, "default", -1)).settle();
        recall(fleet, 3);
        var forced = new ClusterMessage.RevertJob(Jobs.KEY, 1, "default", -1, true);
        assertTrue(refused(fleet, forced).contains("is recalled by"));
    }

    @Test
    void theNewestStartsAgainWhenItIsLifted() {
        var fleet = Fleet.of("a\nb").submit("service count=2");
        fleet.settle();
        recall(fleet, 1).obey();
        var scale = new ClusterMessage.ScaleJob(Jobs.KEY, "web", 3, "default", -1);
        assertTrue(refused(fleet, scale).startsWith("This runs the same as version 1"));
        var submit = new ClusterMessage.SubmitJob(Jobs.of("service count=2"), -1);
        assertTrue(refused(fleet, submit).startsWith("This runs the same"), "not unchanged");
        fleet.send(new ClusterMessage.LiftRecall(recalled(fleet).id())).settle();
        assertEquals("0v1 1v1", running(fleet));
    }

    @Test
    void aWholeJobIsRecalledWhateverItBecomes() {
        var fleet = Fleet.of("a\nb").submit("service count=2");
        fleet.settle();
        recall(fleet, 0);
        assertEquals("", running(fleet));
        var submit = new ClusterMessage.SubmitJob(Jobs.of("service" + NEXT), -1);
        assertTrue(refused(fleet, submit).startsWith("Job badge is recalled by "));
        fleet.obey().stopJob().send(new ClusterMessage.StopJob(Jobs.KEY, true)).later(10);
        assertNull(fleet.cluster.jobs().find(Jobs.KEY), "it can be forgotten");
        assertTrue(refused(fleet, submit).startsWith("Job badge is recalled by "));
        fleet.submit(Jobs.of(new JobKey("default", "other"), "service"));
        fleet.send(new ClusterMessage.LiftRecall(recalled(fleet).id())).send(submit);
        fleet.settle();
        assertEquals("0v1", running(fleet));
    }

    /// Nodes that were away may hold a version by its number for long.
    @Test
    void noNumberOfOneThatWasRecalledMeansAnotherOne() {
        var fleet = Fleet.of("a").submit("service").submit("service" + NEXT);
        fleet.settle();
        recall(fleet, 2).obey().stopJob().obey();
        fleet.send(new ClusterMessage.StopJob(Jobs.KEY, true)).later(10);
        assertNull(fleet.cluster.jobs().find(Jobs.KEY));
        var again = new ClusterMessage.SubmitJob(Jobs.of("service" + NEXT), -1);
        assertTrue(refused(fleet, again).startsWith("This runs the same as version 2"));
        fleet.submit("service" + OTHER);
        assertEquals(3, job(fleet).version());
        assertEquals(false, job(fleet).current().recalled());
    }

    @Test
    void aDeploymentToItFailsAndTheLastStableVersionComesBack() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.submit("service count=3" + NEXT, "update 1").settle();
        fleet.obey();
        recall(fleet, 2);
        assertEquals("2 FAILED: version 2 was recalled", standing(fleet));
        assertEquals("1v1 2v1", running(fleet));
        fleet.settle();
        assertEquals("1v1 2v1", running(fleet), "nothing is placed by it or moved to it");
        var back = DeploymentDecisions.revert(job(fleet));
        assertNotNull(back, "whether autoRevert is on or not");
        fleet.send(back).settle();
        for (int i = 0; i < 3; i++) proven(fleet).settle();
        assertEquals("0v3 1v3 2v3", running(fleet));
        assertEquals("3 SUCCESSFUL: all are healthy", standing(fleet));
    }

    @Test
    void whatComesBackIsNotRecalledItself() {
        var fleet = deployed("a\nb", "service count=2", "2");
        fleet.submit("service count=2" + NEXT, "update 2").settle();
        proven(fleet).settle();
        assertEquals(2, job(fleet).stable());
        fleet.submit("service count=2" + OTHER, "update 2 revert").settle();
        recall(fleet, 2);
        assertEquals("3 RUNNING: begun", standing(fleet));
        assertEquals(1, job(fleet).stable());
        recall(fleet, 3);
        var back = DeploymentDecisions.revert(job(fleet));
        assertNotNull(back);
        assertEquals(1, back.version());
    }

    /// It did not come by a deployment: somebody has to say what shall run now.
    @Test
    void whatHasComeEverywhereDoesNotComeBackByItself() {
        var fleet = deployed("a\nb", "service count=2", "2");
        fleet.submit("service count=2" + NEXT, "update 2").settle();
        proven(fleet).settle();
        recall(fleet, 2);
        assertNull(DeploymentDecisions.revert(job(fleet)));
        assertEquals(1, job(fleet).stable());
    }

    @Test
    void slotsOfARecalledVersionGetTheNewestAtOnce() {
        var fleet = deployed("a\nb\nc\nd", "service count=4", "1");
        fleet.submit("service count=4" + NEXT, "update 1").settle();
        proven(fleet).settle();
        assertEquals("0v2 1v2 2v1 3v1", running(fleet));
        recall(fleet, 1);
        fleet.settle();
        assertEquals("0v2 1v2 2v2 3v2", running(fleet), "what must not run is no reason to wait");
    }

    @Test
    void aPlanFromBeforePlacesNothingOfIt() {
        var fleet = Fleet.of("a\nb\nc").submit("service count=2");
        var plan = fleet.plan();
        recall(fleet, 1);
        fleet.send(new ClusterMessage.Settle(plan));
        assertEquals("", running(fleet));
    }

    /// What runs by an earlier version that is not recalled is not brought to one that is.
    @Test
    void aPlanFromBeforeMovesNothingToIt() {
        var fleet = Fleet.of("a\nb\nc").submit("service count=2");
        fleet.settle();
        fleet.obey().submit("service count=2 note=x");
        var plan = fleet.plan();
        assertEquals(2, plan.updates().size());
        fleet.send(new RecallJob(Jobs.KEY, 0, ""));
        fleet.send(new ClusterMessage.Settle(plan));
        assertEquals("", running(fleet));
        assertEquals(
                "1 1",
                fleet.allocations().stream()
                        .map(it -> it.slot().version() + "")
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void aSystemJobIsNotPlacedOnNodesThatJoin() {
        var fleet = Fleet.of("a\nb").submit("system");
        fleet.settle();
        fleet.obey();
        recall(fleet, 1);
        fleet.obey().add("c");
        fleet.settle();
        assertEquals("", running(fleet));
        fleet.submit("system" + NEXT).settle();
        assertEquals("0v2 0v2 0v2", running(fleet));
    }

    @Test
    void whatHasFailedIsNotTriedAgain() {
        var fleet =
                Fleet.of("a\nb").submit("service count=1", "reschedule 9 60000 1000 CONSTANT 0");
        fleet.settle();
        fleet.obey().says("web[0]@a", Status.FAILED);
        recall(fleet, 1);
        assertEquals(List.of(), Retry.of(fleet.cluster, job(fleet)));
        fleet.later(60_000).settle();
        assertEquals("", running(fleet));
    }

    @Test
    void theSameTwiceIsOneRecall() {
        var fleet = Fleet.of("a").submit("service");
        recall(fleet, 1);
        recall(fleet, 1).send(new RecallJob(Jobs.KEY, 0, ""));
        recall(fleet, 0);
        assertEquals(2, fleet.cluster.recalls().all().size());
        assertEquals(2, fleet.cluster.recalls().changes());
    }

    /// It stays known as long as nobody lifts it, whatever else comes.
    @Test
    void itOutlivesTheVersionsThatAreKept() {
        var fleet = Fleet.of("a").submit("service");
        recall(fleet, 1);
        for (int i = 0; i < Job.VERSIONS_KEPT + 2; i++) fleet.submit("service command=x" + i);
        assertNull(job(fleet).kept(1));
        var submit = new ClusterMessage.SubmitJob(Jobs.of("service"), -1);
        assertTrue(refused(fleet, submit).startsWith("This runs the same as version 1"));
    }

    @Test
    void oneThatIsNotKeptAnyMoreCanBeRecalledByItsNumber() {
        var fleet = Fleet.of("a").submit("service");
        for (int i = 0; i < Job.VERSIONS_KEPT + 2; i++) fleet.submit("service command=x" + i);
        recall(fleet, 1);
        var what = (Recall.Recalled.OfVersions) recalled(fleet).what();
        assertEquals(List.of(1L), what.versions());
        assertNull(what.spec());
        fleet.submit("service");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 2, Long.MAX_VALUE})
    void aVersionThatNeverWasIsRefused(long version) {
        var fleet = Fleet.of("a").submit("service");
        assertEquals(
                "version is \"%d\"; it should be from 1 to 1, the newest of job badge."
                        .formatted(version),
                refused(fleet, new RecallJob(Jobs.KEY, version, "")));
    }

    @Test
    void wrongWordsAreRefused() {
        var fleet = Fleet.of("a").submit("service");
        for (var reason : List.of("two\nlines", "x".repeat(Recall.REASON_CHARACTERS_MAX + 1)))
            assertTrue(
                    refused(fleet, new RecallJob(Jobs.KEY, 1, reason))
                            .endsWith("it should be one line of at most 200 characters."));
        assertTrue(
                refused(fleet, new RecallJob(new JobKey("default", "nope"), 1, ""))
                        .startsWith("There is no job \"nope\""));
    }
}
