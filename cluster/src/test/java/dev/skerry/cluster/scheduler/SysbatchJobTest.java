package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Deadlines;
import org.junit.jupiter.api.Test;

/// Once on every node that takes it, to its end.
class SysbatchJobTest {
    private static final String NEVER_AGAIN = "reschedule 0 0 30000 CONSTANT 30000";

    @Test
    void isDoneOnEachNodeByItself() {
        var fleet = Fleet.of("a\nb").submit("sysbatch");
        assertEquals("web[0]->a web[0]->b\n", fleet.settle());
        fleet.obey().says("web[0]@a", Status.COMPLETE);
        assertEquals("nothing\n", fleet.settle());
        fleet.says("web[0]@b", Status.COMPLETE);
        assertEquals("nothing\n", fleet.settle());
    }

    @Test
    void comesToANodeThatJoinsLater() {
        var fleet = Fleet.of("a\nb arch=amd64").submit("sysbatch", "where node.arch == \"arm64\"");
        fleet.settle();
        fleet.obey().says("web[0]@a", Status.COMPLETE).settle();
        fleet.add("c");
        fleet.send(new ClusterMessage.SetEligible("c", false));
        assertEquals("nothing\n", fleet.settle());
        fleet.send(new ClusterMessage.SetEligible("c", true));
        assertEquals(0, fleet.cluster.watch().due().tickMs(Jobs.KEY)); // looked at by itself
        assertEquals("web[0]->c\n", fleet.settle());
    }

    @Test
    void failsOnItsNodeOnlyAndForGood() {
        var fleet = Fleet.of("a\nb").submit("sysbatch", NEVER_AGAIN);
        fleet.settle();
        fleet.obey().says("web[0]@a", Status.FAILED).says("web[0]@b", Status.COMPLETE);
        assertEquals("unplaced 1\n", fleet.settle());
    }

    @Test
    void isTriedAgainOnItsNodeIfThatIsAskedFor() {
        var fleet = Fleet.of("a").submit("sysbatch", "reschedule 1 600000 5000 CONSTANT 5000");
        fleet.settle();
        fleet.obey().says("web[0]@a", Status.FAILED);
        assertEquals("unplaced 1 | again in 5000\n", fleet.settle());
        assertEquals("web[0]->a after web[0]@a\n", fleet.later(5_000).settle());
    }

    @Test
    void whatWasStoppedIsNotDone() {
        var fleet = Fleet.of("a").submit("sysbatch");
        fleet.settle();
        fleet.obey();
        fleet.send(new ClusterMessage.StopAllocation(fleet.id("web[0]@a")));
        fleet.saysStopped("web[0]@a");
        assertEquals("web[0]->a after web[0]@a\n", fleet.settle());
    }

    /// It had done its work before it heard that it should stop, and nobody does it once more: not
    /// even when that is long ago.
    @Test
    void whatWasStoppedTooLateIsDoneForEver() {
        var fleet = Fleet.of("a").submit("sysbatch");
        fleet.settle();
        fleet.obey();
        fleet.send(new ClusterMessage.StopAllocation(fleet.id("web[0]@a")));
        fleet.says("web[0]@a", Status.COMPLETE);
        assertEquals("nothing\n", fleet.settle());
        fleet.later(2 * Deadlines.FORGET_AFTER_MS);
        assertEquals("nothing\n", fleet.settle());
    }

    @Test
    void aNewVersionRunsAnewWhereItWasDone() {
        var fleet = Fleet.of("a\nb").submit("sysbatch");
        fleet.settle();
        fleet.obey().says("web[0]@a", Status.COMPLETE).settle();
        fleet.submit("sysbatch command=new");
        assertEquals(
                "web[0]->a after web[0]@a | web[0]->b after web[0]@b"
                        + " | stop web[0]@b (replaced by version 2)\n",
                fleet.settle().replace("a web[0]->b", "a | web[0]->b"));
    }

    @Test
    void waitsForANodeThatIsMissedAndIsNotDoneTwiceThere() {
        var fleet = Fleet.of("a\nb").submit("sysbatch");
        fleet.settle();
        fleet.obey().missed("a");
        assertEquals("nothing\n", fleet.settle());
        fleet.back("a").says("web[0]@a", Status.COMPLETE);
        assertEquals("nothing\n", fleet.settle());
    }

    @Test
    void asksNothingOfAQuotaByItsCount() {
        var type = Jobs.of("sysbatch").type();
        assertEquals(JobSpec.Type.SYSBATCH, type);
        assertTrue(type.ends() && type.everywhere());
    }
}
