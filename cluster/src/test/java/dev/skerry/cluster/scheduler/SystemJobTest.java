package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.state.Allocation.Status;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// One on every node that takes it.
class SystemJobTest {
    private static final JobKey SHOP = new JobKey("default", "shop");
    private static final String ON_ARM = "where node.arch == \"arm64\"";

    @Test
    void runsOnEveryNodeThatTakesIt() {
        var fleet = Fleet.of("a\nb arch=amd64\nc\nd pool=other\ne dc=x");
        fleet.submit("system datacenters=dc*", ON_ARM);
        assertEquals("web[0]->a web[0]->c\n", fleet.settle());
        assertEquals("nothing\n", fleet.obey().settle());
        fleet.add("f");
        assertEquals("web[0]->f\n", fleet.settle());
        assertEquals(1, Plans.filtered(fleet.plan(), "datacenter"));
    }

    @Test
    void waitsForRoomOnAFullNode() {
        var fleet = Fleet.of("a cpu=50\nb").submit("system port:web=80");
        assertEquals("web[0]->b | unplaced 1 | blocked\n", fleet.settle());
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
    }

    @Test
    void aFailedOneStartsAnewOnItsNode() {
        var fleet = Fleet.of("a\nb").submit("system");
        fleet.settle();
        fleet.obey().says("web[0]@a", Status.FAILED);
        assertEquals("unplaced 1 | again in 30000\n", fleet.settle());
        assertEquals("web[0]->a after web[0]@a\n", fleet.later(30_000).settle());
        fleet.says("web[0]@a", Status.FAILED);
        assertEquals("unplaced 1 | again in 60000\n", fleet.settle());
    }

    @Test
    void isNeverReplacedElsewhere() {
        var fleet = Fleet.of("a\nb").submit("system lostAfter=60000");
        fleet.settle();
        fleet.obey().missed("a");
        assertEquals("nothing\n", fleet.settle());
        fleet.back("a").obey();
        assertEquals("nothing\n", fleet.settle());
    }

    @Test
    void staysOnADrainingNodeUnlessAskedOtherwise() {
        var fleet = Fleet.of("a\nb").submit("system");
        fleet.settle();
        fleet.obey().drain("a", false);
        assertEquals("nothing\n", fleet.settle());
        fleet.drain("b", true);
        assertEquals("stop web[0]@b (node drained)\n", fleet.settle());
        assertEquals("nothing\n", fleet.obey().settle());
    }

    @Test
    void aDrainEndsItWhenTheRestHasEnded() {
        var fleet = Fleet.of("a\nb pool=other").submit("system");
        fleet.settle();
        var web = new JobKey("default", "shop");
        fleet.submit(Jobs.of(web, "service"));
        fleet.send(new ClusterMessage.Settle(fleet.plan(web)));
        fleet.obey().drain("a", true);
        assertEquals("nothing\n", fleet.settle());
        var other = fleet.allocations().getLast();
        fleet.send(new ClusterMessage.StopAllocation(other.id()));
        assertEquals("nothing\n", fleet.settle());
        fleet.report(other.id(), Status.COMPLETE);
        assertEquals("stop web[0]@a (node drained)\n", fleet.settle());
    }

    @Test
    void staysOnANodeThatWouldNotTakeItNow() {
        var fleet = Fleet.of("a site=n\nb site=n");
        fleet.submit("system", "where node.meta.site == \"n\"");
        fleet.settle();
        fleet.obey().send(new ClusterMessage.SetMeta("a", Map.of("site", "s")));
        assertEquals("nothing\n", fleet.settle());
    }

    @Test
    void aNewVersionGoesFromNodeToNode() {
        var fleet = Fleet.of("a\nb arch=amd64").submit("system");
        fleet.settle();
        fleet.obey().submit("system note=new");
        assertEquals("update web[0]@a web[0]@b\n", fleet.settle());
        fleet.submit("system command=new", ON_ARM);
        assertEquals(
                "web[0]->a after web[0]@a | stop web[0]@a (replaced by version 3)"
                        + " | stop web[0]@b (its node does not fit version 3)\n",
                fleet.settle());
        assertEquals("nothing\n", fleet.obey().settle());
    }

    @Test
    void aNewVersionThatHoldsAPortWaitsForTheOld() {
        var fleet = Fleet.of("a").submit("system port:web=80");
        fleet.settle();
        fleet.obey().submit("system port:web=80 command=new");
        assertEquals(
                "stop web[0]@a (replaced by version 2) | unplaced 1 | blocked\n", fleet.settle());
        assertEquals("web[0]->a after web[0]@a\n", fleet.obey().settle());
    }

    @Test
    void stopsWithItsJob() {
        var fleet = Fleet.of("a\nb").submit("system");
        fleet.settle();
        fleet.obey().stopJob();
        assertEquals("stop web[0]@a (job stopped) | stop web[0]@b (job stopped)\n", fleet.settle());
    }

    /// The old one had to end first, and by then its node is another: the next node is not kept
    /// waiting for it, longer than for one that came and is not healthy.
    @Test
    void aDeploymentGoesOnWithoutANodeThatTakesNobodyAnyMore() {
        var fleet = Fleet.of("a cpu=100\nb cpu=100");
        fleet.running("shop", "system cpu=60", ON_ARM, "update 1");
        fleet.later(10_000).settle(SHOP);
        var next = "system cpu=60 lostAfter=60000 command=next";
        fleet.submit(Jobs.of(SHOP, next, ON_ARM, "update 1"));
        assertTrue(fleet.settle(SHOP).startsWith("stop web[0]@a (replaced by version 2)"));
        fleet.describe("a", "cpu=100 arch=amd64");
        assertEquals("again in 60000\n", fleet.obey().settle(SHOP));
        var then = fleet.later(60_000).settle(SHOP);
        assertTrue(then.startsWith("stop web[0]@b (replaced by version 2)"), then);
        assertEquals("web[0]->b after web[0]@b", fleet.obey().settle(SHOP).split(" \\|", 2)[0]);
        fleet.obey().later(10_000).settle(SHOP);
        var deployment = Objects.requireNonNull(fleet.cluster.jobs().find(SHOP)).deployment();
        assertEquals(
                "1 are pending: not reached", Objects.requireNonNull(deployment).description());
    }

    /// However long its end takes: the next node would be without one as well.
    @Test
    void aDeploymentWaitsForOneThatEndsSlowly() {
        var fleet = DeploymentTest.deployed("a cpu=100\nb cpu=100", "system cpu=60", "1");
        fleet.later(600_000).submit("system cpu=60 command=next", "update 1").settle();
        fleet.later(120_000).settle();
        assertEquals("bv1", DeploymentTest.onNodes(fleet));
        fleet.obey().settle();
        assertEquals("av2 bv1", DeploymentTest.onNodes(fleet));
    }
}
