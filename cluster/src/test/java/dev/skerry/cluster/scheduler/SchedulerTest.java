package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.job.JobKey;
import org.junit.jupiter.api.Test;

/// Which nodes work goes to.
class SchedulerTest {
    @Test
    void prefersTheFullerNodeAndThenTheFirst() {
        var fleet = Fleet.of("a cpu=4000\nb cpu=1000\nc cpu=1000");
        fleet.submit("service count=1 cpu=400");
        assertEquals("web[0]->b\n", fleet.settle());
        assertEquals("nothing\n", fleet.settle());
    }

    @Test
    void keepsItsOwnKindApart() {
        var fleet = Fleet.of("a\nb\nc").submit("service count=3");
        assertEquals("web[0]->a web[1]->b web[2]->c\n", fleet.settle());
    }

    @Test
    void neverPlacesMoreThanFits() {
        var fleet = Fleet.of("a cpu=1000\nb cpu=350").submit("service count=9 cpu=300");
        assertEquals(
                "web[0]->b web[1]->a web[2]->a web[3]->a | unplaced 5 | blocked\n", fleet.settle());
        assertEquals("unplaced 5 | blocked\n", fleet.settle());
        fleet.add("c cpu=9999");
        assertEquals("{c=5}", Plans.byNode(fleet.plan()));
    }

    @Test
    void weighsWhatNodesHaveNotHowMany() {
        var fleet = Fleet.of("badge cpu=1000 memory=512\nserver cpu=100000 memory=51200");
        fleet.submit("service count=50 cpu=300 memory=100");
        assertEquals("{badge=3, server=47}", Plans.byNode(fleet.plan()));
    }

    @Test
    void wishesMoveTheScore() {
        var fleet = Fleet.of("a arch=amd64\nb arch=arm64\nc arch=amd64 site=north");
        fleet.submit(
                "service", "rather 50 node.arch == amd64", "rather 25 node.meta.site == north");
        assertEquals("web[0]->c\n", fleet.settle());
        fleet.submit("service command=new", "rather -50 node.arch == amd64");
        assertEquals(
                "web[0]->b after web[0]@c | stop web[0]@c (replaced by version 2)\n",
                fleet.settle());
    }

    @Test
    void spreadsEvenlyOverValues() {
        var fleet = Fleet.of("a cpu=9000 site=n\nb cpu=9000 site=n\nc cpu=9000 site=s\nd cpu=9000");
        fleet.submit("service count=6", "spread 50 node.meta.site");
        assertEquals("{a=2, b=1, c=3}", Plans.byNode(fleet.plan()));
    }

    @Test
    void fillsTheOthersWhenOneValueIsFull() {
        var fleet = Fleet.of("a cpu=9000 site=n\nb cpu=200 site=s\nc cpu=9000 site=w");
        fleet.submit("service count=10", "spread 50 node.meta.site");
        assertEquals("{a=4, b=2, c=4}", Plans.byNode(fleet.plan()));
    }

    @Test
    void spreadsByTargetShare() {
        var fleet = Fleet.of("a cpu=9000 site=n\nb cpu=9000 site=s\nc cpu=9000 site=w");
        fleet.submit("service count=10", "spread 50 node.meta.site n=70 s=20");
        assertEquals("{a=7, b=2, c=1}", Plans.byNode(fleet.plan()));
    }

    @Test
    void spreadsOverTwoPropertiesAtOnce() {
        var fleet =
                Fleet.of(
                        """
                        a cpu=9000 site=n arch=arm64
                        b cpu=9000 site=n arch=amd64
                        c cpu=9000 site=s arch=arm64
                        d cpu=9000 site=s arch=amd64
                        """);
        fleet.submit("service count=8", "spread 50 node.meta.site", "spread 50 node.arch");
        assertEquals("{a=2, b=2, c=2, d=2}", Plans.byNode(fleet.plan()));
    }

    @Test
    void countsWhatRunsAlreadyWhenItSpreads() {
        var fleet = Fleet.of("a cpu=9000 site=n");
        fleet.submit("service count=3", "spread 50 node.meta.site");
        fleet.settle();
        fleet.add("b cpu=9000 site=s");
        fleet.submit("service count=6", "spread 50 node.meta.site");
        assertEquals("{b=3}", Plans.byNode(fleet.plan()));
    }

    @Test
    void oneForEachHost() {
        var fleet = Fleet.of("a\nb\nc").submit("service count=4 hosts=yes");
        assertEquals("web[0]->a web[1]->b web[2]->c | unplaced 1 | blocked\n", fleet.settle());
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
        assertEquals(3, Plans.filtered(fleet.plan(), "distinct hosts"));
    }

    @Test
    void soManyForEachValueOfAProperty() {
        var fleet = Fleet.of("a site=n\nb site=n\nc site=s\nd");
        fleet.submit("service count=9 distinct=node.meta.site:2");
        assertEquals("{a=1, b=1, c=2}", Plans.byNode(fleet.plan()));
        fleet.settle();
        assertEquals("unplaced 5 | blocked\n", fleet.settle());
        assertEquals(4, Plans.filtered(fleet.plan(), "distinct property node.meta.site"));
    }

    @Test
    void fixedPortsAreTakenOnce() {
        var fleet = Fleet.of("a\nb").submit("service count=3 port:web=2343");
        assertEquals("web[0]->a web[1]->b | unplaced 1 | blocked\n", fleet.settle());
        var exhausted = fleet.plan().evaluation().groups().getFirst().exhausted();
        assertEquals("{port 2343=2}", exhausted.toString());
    }

    @Test
    void openPortsGetNumbersThatAreFreeAndTheSameEachTime() {
        var fleet =
                Fleet.of("a cpu=9000").submit("service count=20 memory=1 port:web=0 port:admin=0");
        var places = fleet.plan().places();
        assertEquals(places, fleet.plan().places());
        var numbers = places.stream().flatMap(it -> it.ports().values().stream()).toList();
        assertEquals(40, numbers.size());
        assertEquals(40, numbers.stream().distinct().count());
        assertTrue(numbers.stream().allMatch(it -> it >= 20_000 && it <= 32_000));
        fleet.submit(Jobs.of(new JobKey("default", "other"), "service port:web=0"));
        var other = fleet.plan(new JobKey("default", "other")).places().getFirst();
        assertNotEquals(places.getFirst().ports().get("web"), other.ports().get("web"));
    }

    @Test
    void aDryRunSaysWhatWouldCome() {
        var fleet = Fleet.of("a\nb").submit("service count=1");
        fleet.settle();
        var spec = Jobs.of("service count=2 command=new");
        var plan = Scheduler.dryRun(fleet.cluster, spec, fleet.now(), fleet.expressions);
        assertEquals(
                "web[0]->a after web[0]@a web[1]->b | stop web[0]@a (replaced by version 2)\n",
                Plans.text(plan, fleet));
        assertEquals(2, plan.jobVersion());
    }
}
