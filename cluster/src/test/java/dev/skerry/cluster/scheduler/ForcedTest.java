package dev.skerry.cluster.scheduler;

import static dev.skerry.cluster.scheduler.DeploymentTest.deployed;
import static dev.skerry.cluster.scheduler.DeploymentTest.job;
import static dev.skerry.cluster.scheduler.DeploymentTest.onNodes;
import static dev.skerry.cluster.scheduler.DeploymentTest.proven;
import static dev.skerry.cluster.scheduler.DeploymentTest.running;
import static dev.skerry.cluster.scheduler.DeploymentTest.standing;
import static dev.skerry.cluster.scheduler.DeploymentTest.steer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.ClusterMessage.RecallJob;
import dev.skerry.cluster.ClusterMessage.RevertJob;
import dev.skerry.cluster.ClusterMessage.SteerDeployment.Steering;
import dev.skerry.cluster.ClusterMessage.SubmitJob;
import dev.skerry.cluster.decide.DeploymentDecisions;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.kernel.signing.Signatures;
import org.junit.jupiter.api.Test;

/// What is forced comes everywhere at once: nothing that paces others holds it back.
final class ForcedTest {
    private static final String NEXT = " command=next";

    private static Fleet force(Fleet fleet, String line, String... more) {
        return fleet.send(new SubmitJob(Jobs.of(line, more), -1, Signatures.NONE, true));
    }

    @Test
    void allOfItChangesAtOnce() {
        var fleet = deployed("a\nb\nc\nd", "service count=4", "1");
        force(fleet, "service count=4" + NEXT, "update 1 canary=1 stagger=60000").settle();
        assertEquals("2 RUNNING: forced: all at once", standing(fleet));
        assertEquals("0v2 1v2 2v2 3v2", running(fleet));
        proven(fleet).settle();
        assertEquals("2 SUCCESSFUL: all are healthy", standing(fleet));
        fleet.submit("service count=4 command=third", "update 1").settle();
        assertEquals("0v3 1v2 2v2 3v2", running(fleet), "the next one is an ordinary one");
    }

    @Test
    void aSystemJobChangesOnAllNodesAndOnThoseThatComeBackAtOnce() {
        var fleet = deployed("a\nb\nc\nd", "system", "1");
        fleet.missed("c").missed("d");
        force(fleet, "system" + NEXT, "update 1").settle();
        assertEquals("av2 bv2 cv1 dv1", onNodes(fleet));
        fleet.back("c").back("d").obey().settle();
        assertEquals("av2 bv2 cv2 dv2", onNodes(fleet), "proven or not");
    }

    @Test
    void whatIsUnderWayIsForcedAsItIs() {
        var fleet = deployed("a\nb\nc\nd", "service count=4", "1");
        fleet.submit("service count=4" + NEXT, "update 1").settle();
        assertEquals("0v2 1v1 2v1 3v1", running(fleet));
        force(fleet, "service count=4" + NEXT, "update 1").settle();
        assertEquals(2, job(fleet).version(), "it is no new version");
        assertEquals("0v2 1v2 2v2 3v2", running(fleet));
        assertEquals("2 RUNNING: forced: all at once", standing(fleet));
        assertEquals(
                "version 2 was forced",
                job(fleet).deployments().get(1).description(),
                "the one before is over");
        long due = fleet.cluster.sequence();
        force(fleet, "service count=4" + NEXT, "update 1");
        assertEquals(due, fleet.cluster.sequence(), "twice is once");
    }

    @Test
    void canariesTakeTheirSlots() {
        var fleet = deployed("a\nb\nc\nd", "service count=3", "1");
        fleet.submit("service count=3" + NEXT, "update 1 canary=1").settle();
        assertEquals("0v1 0v2c 1v1 2v1", running(fleet));
        force(fleet, "service count=3" + NEXT, "update 1 canary=1").settle();
        fleet.settle();
        assertEquals("0v2 1v2 2v2", running(fleet));
    }

    @Test
    void neitherAPauseNorAFailureHoldsItBack() {
        for (var how : new Steering[] {Steering.PAUSE, Steering.FAIL}) {
            var fleet = deployed("a\nb\nc", "service count=3", "1");
            fleet.submit("service count=3" + NEXT, "update 1").settle();
            steer(fleet, how).settle();
            assertEquals("0v2 1v1 2v1", running(fleet));
            force(fleet, "service count=3" + NEXT, "update 1").settle();
            assertEquals("0v2 1v2 2v2", running(fleet));
            proven(fleet).settle();
            assertEquals("2 SUCCESSFUL: all are healthy", standing(fleet));
        }
    }

    /// Somebody wants it, whatever it is like.
    @Test
    void itDoesNotGoBackByItselfUnlessItIsRecalled() {
        var fleet = deployed("a\nb", "service count=2", "1");
        force(fleet, "service count=2" + NEXT, "update 1 first revert").settle();
        fleet.says("web[0]@a", Status.FAILED).settle();
        assertEquals("2 FAILED: group web has 1 unhealthy, and none is allowed", standing(fleet));
        assertNull(DeploymentDecisions.revert(job(fleet)));
        fleet.send(new RecallJob(Jobs.KEY, 2, ""));
        assertNotNull(DeploymentDecisions.revert(job(fleet)));
    }

    @Test
    void aRevertCanBeForced() {
        var fleet = deployed("a\nb\nc", "service count=3", "1");
        fleet.submit("service count=3" + NEXT, "update 3").settle();
        proven(fleet).settle();
        fleet.send(new RevertJob(Jobs.KEY, 1, "default", -1, true)).settle();
        assertEquals("0v3 1v3 2v3", running(fleet));
        assertEquals(true, job(fleet).current().forced());
    }

    /// There is no room to start beside the old ones.
    @Test
    void whatMustNotRunTwiceEndsFirst() {
        var fleet = deployed("a\nb", "service count=2 replace=false", "1");
        force(fleet, "service count=2 replace=false" + NEXT, "update 1").settle();
        assertEquals("", running(fleet));
        fleet.obey().settle();
        assertEquals("0v2 1v2", running(fleet));
    }

    @Test
    void withoutUpdateItIsForcedToo() {
        var fleet = Fleet.of("a\nb").submit("service count=2");
        fleet.settle();
        force(fleet, "service count=2");
        assertEquals(true, job(fleet).current().forced());
        assertEquals(1, job(fleet).version());
    }
}
