package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Allocation.Status;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wanted against what is there: counts, versions, failures, drains.
class ReconcilerTest {
    @Test
    void aLowerCountStopsTheHighestSlots() {
        var fleet = Fleet.of("a\nb\nc").submit("service count=3");
        fleet.settle();
        fleet.obey().submit("service count=1");
        assertEquals(
                "stop web[2]@c (count lowered) | stop web[1]@b (count lowered)"
                        + " | update web[0]@a\n",
                fleet.settle());
        assertEquals("nothing\n", fleet.settle());
        fleet.obey().submit("service count=2");
        assertEquals("web[1]->b after web[1]@b | update web[0]@a\n", fleet.settle());
    }

    @Test
    void aStoppedJobStopsAll() {
        var fleet = Fleet.of("a\nb").submit("service count=2");
        fleet.settle();
        fleet.obey().stopJob();
        assertEquals("stop web[0]@a (job stopped) | stop web[1]@b (job stopped)\n", fleet.settle());
        assertEquals("nothing\n", fleet.obey().settle());
        fleet.submit("service count=1");
        assertEquals("web[0]->a after web[0]@a\n", fleet.settle());
    }

    @Test
    void aRemovedGroupIsStopped() {
        var fleet = Fleet.of("a\nb").submit("service");
        fleet.settle();
        fleet.submit("service group=api");
        assertEquals("api[0]->a | stop web[0]@a (group removed)\n", fleet.settle());
    }

    @Test
    void whatTheProcessesDoNotSeeIsUpdatedInPlace() {
        var fleet = Fleet.of("a arch=arm64\nb arch=amd64").submit("service count=2");
        fleet.settle();
        fleet.obey().submit("service count=2 note=hello lostAfter=5000");
        assertEquals("update web[0]@a web[1]@b\n", fleet.settle());
        assertEquals("nothing\n", fleet.settle());
        fleet.submit("service count=2", "where node.arch == \"arm64\"");
        assertEquals(
                "web[1]->a after web[1]@b | stop web[1]@b (replaced by version 3)"
                        + " | update web[0]@a\n",
                fleet.settle());
    }

    @Test
    void whatTheProcessesSeeReplacesThem() {
        var fleet = Fleet.of("a\nb").submit("service count=2");
        fleet.settle();
        fleet.obey().submit("service count=2 command=new");
        assertEquals(
                "web[0]->a after web[0]@a web[1]->b after web[1]@b"
                        + " | stop web[0]@a (replaced by version 2)"
                        + " | stop web[1]@b (replaced by version 2)\n",
                fleet.settle());
        assertEquals("nothing\n", fleet.settle());
    }

    @Test
    void onAFullNodeTheOldOneEndsFirst() {
        var fleet = Fleet.of("a cpu=100").submit("service port:web=80");
        fleet.settle();
        fleet.obey().submit("service port:web=80 command=new");
        assertEquals(
                "stop web[0]@a (replaced by version 2) | unplaced 1 | blocked\n", fleet.settle());
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
        assertEquals("web[0]->a after web[0]@a\n", fleet.obey().settle());
    }

    @Test
    void aVersionThatFitsNowhereStopsNothing() {
        var fleet = Fleet.of("a cpu=1000").submit("service");
        fleet.settle();
        fleet.obey().submit("service cpu=1001");
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
        fleet.submit("service", "where node.arch == \"none\"");
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
    }

    @Test
    void aFailedOneIsPlacedElsewhereAfterItsDelay() {
        var fleet = Fleet.of("a\nb");
        fleet.submit("service", "reschedule -1 0 5000 EXPONENTIAL 15000");
        assertEquals("web[0]->a\n", fleet.settle());
        fleet.obey().says("web[0]@a", Status.FAILED);
        assertEquals("unplaced 1 | again in 5000\n", fleet.settle());
        assertEquals("unplaced 1 | again in 1000\n", fleet.later(4000).settle());
        assertEquals("web[0]->b after web[0]@a\n", fleet.later(1000).settle());
        fleet.says("web[0]@b", Status.FAILED);
        assertEquals("unplaced 1 | again in 10000\n", fleet.settle());
        assertEquals("web[0]->a after web[0]@b\n", fleet.later(10_000).settle());
        fleet.says("web[0]@a", Status.FAILED);
        assertEquals("unplaced 1 | again in 15000\n", fleet.settle());
        assertEquals("web[0]->b after web[0]@a\n", fleet.later(15_000).settle());
        fleet.obey().later(60_000).says("web[0]@b", Status.FAILED);
        assertEquals("unplaced 1 | again in 5000\n", fleet.settle());
    }

    @Test
    void aFailedOneStaysWhereNoOtherNodeFits() {
        var fleet = Fleet.of("a").submit("service", "reschedule -1 0 0 CONSTANT 0");
        fleet.settle();
        fleet.says("web[0]@a", Status.FAILED).later(1_000);
        assertEquals("web[0]->a after web[0]@a\n", fleet.settle());
    }

    /// As jobs were accepted when there was no least delay.
    @ParameterizedTest
    @ValueSource(strings = {"0 CONSTANT 0", "0 EXPONENTIAL 0", "999 CONSTANT 999"})
    void aPolicyWithoutADelayWaitsASecondAllTheSame(String delay) {
        var fleet = Fleet.of("a").submit("service", "reschedule -1 0 " + delay);
        fleet.settle();
        for (int i = 0; i < 3; i++) {
            fleet.says("web[0]@a", Status.FAILED);
            assertEquals("unplaced 1 | again in 1000\n", fleet.settle());
            assertEquals("unplaced 1 | again in 1\n", fleet.later(999).settle());
            assertEquals("web[0]->a after web[0]@a\n", fleet.later(1).settle());
        }
    }

    @Test
    void attemptsAreUsedUpUntilTheNextVersion() {
        var fleet = Fleet.of("a\nb").submit("service", "reschedule 1 60000 5000 CONSTANT 5000");
        fleet.settle();
        fleet.says("web[0]@a", Status.FAILED).later(5000);
        assertEquals("web[0]->b after web[0]@a\n", fleet.settle());
        fleet.says("web[0]@b", Status.FAILED).later(5000);
        assertEquals("unplaced 1\n", fleet.settle());
        var group = fleet.plan().evaluation().groups().getFirst();
        assertEquals("{reschedule attempts=1}", group.exhausted().toString());
        fleet.submit("service note=again", "reschedule 1 60000 5000 CONSTANT 5000");
        assertEquals("web[0]->a after web[0]@b\n", fleet.settle());
        fleet.later(60_001).says("web[0]@a", Status.FAILED);
        assertEquals("web[0]->b after web[0]@a\n", fleet.later(5000).settle());
        fleet.later(60_001).says("web[0]@b", Status.FAILED);
        assertEquals("web[0]->a after web[0]@b\n", fleet.later(5000).settle());
    }

    @Test
    void aServiceThatEndsIsLikeOneThatFails() {
        var fleet = Fleet.of("a\nb").submit("service");
        fleet.settle();
        fleet.says("web[0]@a", Status.COMPLETE);
        assertEquals("unplaced 1 | again in 30000\n", fleet.settle());
        assertEquals("web[0]->b after web[0]@a\n", fleet.later(30_000).settle());
    }

    @Test
    void aBatchThatEndsWellIsDoneForItsVersion() {
        var fleet = Fleet.of("a\nb").submit("batch count=2");
        fleet.settle();
        fleet.obey().says("web[0]@a", Status.COMPLETE);
        assertEquals("nothing\n", fleet.settle());
        fleet.submit("batch count=2 note=again");
        assertEquals("web[0]->a after web[0]@a | update web[1]@b\n", fleet.settle());
    }

    @Test
    void whatAPersonStopsIsPlacedAnewAtOnce() {
        var fleet = Fleet.of("a\nb").submit("service");
        fleet.settle();
        fleet.obey().send(new ClusterMessage.StopAllocation(fleet.id("web[0]@a")));
        assertEquals("web[0]->a after web[0]@a\n", fleet.settle());
    }

    @Test
    void aDrainMovesWhatFindsAPlaceAndLeavesTheRestToItsDeadline() {
        var fleet = Fleet.of("a\nb cpu=100").submit("service count=2 cpu=100", "migrate 100% 0");
        fleet.eligible("b", false).settle();
        fleet.obey().eligible("b", true).drain("a", false);
        assertEquals(
                "web[0]->b after web[0]@a | stop web[0]@a (node drained) | unplaced 1 | blocked"
                        + " | again in 3600000\n",
                fleet.settle());
        assertEquals("unplaced 1 | blocked | again in 3600000\n", fleet.settle());
        fleet.obey().later(3_600_000);
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
        fleet.obey().add("c");
        assertEquals("web[1]->c after web[1]@a\n", fleet.settle());
    }

    @Test
    void whereNotMoreMayRunThanAskedADrainStopsFirst() {
        var fleet = Fleet.of("a\nb").submit("service replace=false");
        fleet.settle();
        fleet.obey().drain("a", false);
        assertEquals(
                "stop web[0]@a (node drained) | unplaced 1 | blocked | again in 3600000\n",
                fleet.settle());
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
        assertEquals("web[0]->b after web[0]@a\n", fleet.obey().settle());
    }

    @Test
    void anIneligibleNodeKeepsItsWorkAndGetsNoMore() {
        var fleet = Fleet.of("a\nb cpu=100").submit("service count=1");
        fleet.eligible("b", false).settle();
        fleet.obey().eligible("a", false);
        assertEquals("nothing\n", fleet.settle());
        fleet.submit("service count=3");
        assertEquals("update web[0]@a | unplaced 2 | blocked\n", fleet.settle());
    }

    @Test
    void factsThatChangeDoNotMoveWhatRuns() {
        var fleet = Fleet.of("a site=n").submit("service", "where node.meta.site == \"n\"");
        fleet.settle();
        fleet.obey().send(new ClusterMessage.SetMeta("a", Map.of("site", "s")));
        assertEquals("nothing\n", fleet.settle());
    }

    @Test
    void aBatchThatWasStoppedByItsPolicyIsNotDone() {
        var fleet = Fleet.of("a\nb").submit("batch");
        fleet.settle();
        fleet.obey().saysStopped("web[0]@a");
        assertEquals("unplaced 1 | again in 30000\n", fleet.settle());
        fleet.later(30_000);
        assertEquals("web[0]->b after web[0]@a\n", fleet.settle());
    }

    @Test
    void aBatchThatEndedWellWhileItWasToldToStopIsDone() {
        var fleet = Fleet.of("a\nb").submit("batch");
        fleet.settle();
        fleet.obey().send(new ClusterMessage.StopAllocation(fleet.id("web[0]@a")));
        fleet.says("web[0]@a", Status.COMPLETE);
        assertEquals("nothing\n", fleet.settle());
    }

    @Test
    void whatIsPromisedOfANodeThatIsCutOffIsAnotherAllocation() {
        var fleet = Fleet.of("a\nb").submit("service replace=false stopAfter=60000");
        fleet.settle();
        fleet.obey().submit("service replace=false stopAfter=120000");
        assertEquals(
                "stop web[0]@a (replaced by version 2) | unplaced 1 | blocked\n", fleet.settle());
    }
}
