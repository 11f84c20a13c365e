package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.ClusterMessage.SteerDeployment.Steering;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.scheduler.preemption.Preemption;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Deployment.Stage;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Quota;
import dev.skerry.cluster.state.StopReason;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Work of higher priority takes the room of other work, where there is no other way.
class PreemptionTest {
    private static final JobKey LOW = new JobKey("default", "low");

    /// All jobs may displace others.
    private static Fleet fleet(String nodes) {
        return Fleet.of(nodes).preempts(JobSpec.Type.values());
    }

    private static Allocation last(Fleet fleet, String job) {
        return fleet.allocations().reversed().stream()
                .filter(it -> it.slot().job().name().equals(job))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theLowestMakesWay() {
        var fleet = fleet("a cpu=200\nb cpu=200");
        fleet.running("low", "service cpu=100 count=2 priority=30");
        fleet.running("lower", "service cpu=100 priority=20");
        fleet.running("lowest", "service cpu=100 priority=10");
        fleet.submit("service cpu=100 priority=50");
        assertEquals("web[0]->b for lowest.web[0]@b\n", fleet.settle());
        assertEquals("nothing\n", fleet.settle());
    }

    @Test
    void whoIsDisplacedIsPlacedElsewhereOrWaits() {
        var fleet = fleet("a cpu=100\nb cpu=100 site=x");
        fleet.running(
                "low", "service cpu=100 count=1 priority=30", "rather 50 node.meta.site == x");
        fleet.submit("service cpu=100 priority=50 count=2");
        assertEquals("web[0]->a web[1]->b for low.web[0]@b\n", fleet.settle());
        var victim = last(fleet, "low");
        assertEquals(StopReason.DISPLACED, victim.desired().reason());
        assertEquals(last(fleet, "badge").id(), victim.lineage().displacedBy());
        assertEquals(List.of(victim.id()), last(fleet, "badge").lineage().displaces());
        assertTrue(fleet.cluster.waits(last(fleet, "badge")));
        assertEquals("unplaced 1 | blocked\n", fleet.settle(LOW));
        fleet.obey();
        assertFalse(fleet.cluster.waits(last(fleet, "badge")));
        assertEquals("unplaced 1 | blocked\n", fleet.settle(LOW));
        fleet.add("c cpu=100");
        assertEquals("web[0]->c after web[0]@b\n", fleet.settle(LOW));
    }

    /// Unless its namespace says otherwise, only a system job does.
    @Test
    void onlyTypesThatMayDisplace() {
        var fleet = Fleet.of("a cpu=100").running("low", "service cpu=100 priority=10");
        fleet.submit("service cpu=100 priority=90");
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
        var all = new JobKey("default", "all");
        fleet.submit(Jobs.of(all, "system cpu=100 priority=90"));
        assertEquals("web[0]->a for low.web[0]@a\n", Plans.text(fleet.plan(all), fleet));
        fleet.preempts();
        assertEquals("unplaced 1 | blocked\n", Plans.text(fleet.plan(all), fleet));
        fleet.preempts(JobSpec.Type.SERVICE);
        assertEquals("web[0]->a for low.web[0]@a\n", fleet.settle());
    }

    @ParameterizedTest
    @CsvSource({"41, false", "40, true", "50, false", "90, false", "1, true"})
    void whatIsNearlyAsImportantStays(int priority, boolean displaced) {
        var fleet = fleet("a cpu=100").running("low", "service cpu=100 priority=" + priority);
        fleet.submit("service cpu=100 priority=50");
        assertEquals(displaced ? 1 : 0, fleet.plan().displaced().size());
    }

    @Test
    void asFewAsPossible() {
        var fleet = fleet("a cpu=300");
        fleet.running("low", "service cpu=100 count=1 priority=10");
        fleet.running("big", "service cpu=200 priority=30");
        fleet.submit("service cpu=150 priority=50");
        assertEquals("web[0]->a for big.web[0]@a\n", fleet.settle());
    }

    @Test
    void ofNodesTheOneWithTheFewest() {
        var fleet = fleet("a cpu=200\nb cpu=200");
        fleet.running("low", "service cpu=100 count=2 priority=10", "where node.id == a");
        fleet.running("big", "service cpu=200 priority=30", "where node.id == b");
        fleet.submit("service cpu=200 priority=50");
        assertEquals("web[0]->b for big.web[0]@b\n", fleet.settle());
    }

    /// What was chosen first, and is not needed once more is there, stays.
    @Test
    void whoIsNotNeededStays() {
        var fleet = fleet("a cpu=300 memory=300");
        fleet.running("cpu", "service cpu=200 memory=60 priority=10");
        fleet.running("memory", "service cpu=100 memory=220 priority=20");
        fleet.submit("service cpu=90 memory=200 priority=50");
        assertEquals("web[0]->a for memory.web[0]@a\n", fleet.settle());
    }

    @Test
    void fixedPortsAreTakenOver() {
        var fleet = fleet("a").running("low", "service port:http=80 priority=10");
        fleet.submit("service port:http=80 priority=50");
        assertEquals("web[0]->a for low.web[0]@a\n", fleet.settle());
        assertTrue(fleet.cluster.nodes().values().iterator().next().used().ports().has(80));
        fleet.obey();
        assertTrue(fleet.cluster.nodes().values().iterator().next().used().ports().has(80));
        fleet.stopJob().settle();
        fleet.obey();
        assertFalse(fleet.cluster.nodes().values().iterator().next().used().ports().has(80));
    }

    /// The one that takes over a port is stopped before the other one has ended.
    @Test
    void aPortIsTakenUntilBothHaveGone() {
        var fleet = fleet("a").running("low", "service port:http=80 priority=10");
        fleet.submit("service port:http=80 priority=50").settle();
        var first = last(fleet, "badge").id();
        fleet.stopJob().settle();
        fleet.report(first, Status.COMPLETE);
        assertTrue(fleet.cluster.nodes().values().iterator().next().used().ports().has(80));
        fleet.obey();
        assertFalse(fleet.cluster.nodes().values().iterator().next().used().ports().has(80));
    }

    @Test
    void aPortOfEqualWorkStays() {
        var fleet = fleet("a").running("low", "service port:http=80 priority=50");
        fleet.submit("service port:http=80 priority=50");
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
    }

    /// `maxParallel` of a group holds for whatever takes its healthy ones down.
    @Test
    void ofAGroupWithUpdateOnlySoMany() {
        var fleet = fleet("a cpu=300");
        fleet.running("low", "service cpu=100 count=3 priority=10", "update 1");
        fleet.later(10_000).settle(LOW);
        fleet.submit("service cpu=100 count=2 priority=50");
        assertEquals(
                "web[0]->a for low.web[0]@a | unplaced 1 | blocked | again in 10000\n"
                        .replace("low.web[0]", last(fleet, "low").slot().name()),
                fleet.settle());
        assertEquals("unplaced 1 | blocked | again in 10000\n", fleet.settle());
        var free = fleet("a cpu=300");
        free.running("low", "service cpu=100 count=3 priority=10");
        free.submit("service cpu=100 count=2 priority=50");
        assertEquals(2, free.plan().displaced().size());
    }

    /// What is not healthy anyway is taken down first, and as much of it as is needed.
    @Test
    void whatIsNotHealthyIsNotProtected() {
        var fleet = fleet("a cpu=200");
        fleet.submit(Jobs.of(LOW, "service cpu=100 count=2 priority=10", "update 1")).settle(LOW);
        fleet.submit("service cpu=100 count=2 priority=50");
        assertEquals(2, fleet.plan().displaced().size());
    }

    /// What ends anyway makes room: nobody is displaced for what waits for that.
    @Test
    void whatIsEndingMakesRoom() {
        var fleet = fleet("a cpu=200");
        fleet.running("low", "service cpu=100 priority=10");
        fleet.running("over", "service cpu=100 priority=50");
        fleet.send(new ClusterMessage.StopJob(new JobKey("default", "over"), false));
        fleet.settle(new JobKey("default", "over"));
        fleet.submit("service cpu=100 priority=50");
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
        fleet.submit("service cpu=100 count=2 priority=50");
        assertEquals("web[1]->a for low.web[0]@a | unplaced 1 | blocked\n", fleet.settle());
        fleet.report(last(fleet, "over").id(), Status.COMPLETE);
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
        fleet.obey();
        assertEquals("web[0]->a\n", fleet.settle());
    }

    @Test
    void aQuotaHoldsWhatWouldDisplace() {
        var fleet = fleet("a cpu=100").running("low", "service cpu=100 priority=10");
        fleet.submit("service cpu=100 priority=50");
        var none = new Quota(Quota.UNLIMITED, Quota.UNLIMITED, 1, List.of());
        fleet.send(
                new ClusterMessage.ApplyNamespace(
                        new NamespaceSpec("default", "", none, List.of(JobSpec.Type.values()))));
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
    }

    @Test
    void onlyWhereTheRulesAllowIt() {
        var fleet = fleet("a cpu=100 arch=amd64\nb cpu=100 arch=arm64\nc cpu=100 arch=arm64");
        fleet.running("low", "service cpu=100 count=3 priority=10 lostAfter=600000");
        fleet.missed("b").drain("c", false);
        fleet.submit("service cpu=100 priority=50", "where node.arch == \"arm64\"");
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
        fleet.back("b").obey();
        assertEquals(
                "web[0]->b for low.web[0]@b\n".replace("[0]@", slot(fleet, "b")), fleet.settle());
    }

    private static String slot(Fleet fleet, String node) {
        for (var it : fleet.allocations())
            if (it.node().equals(node)) return "[" + it.slot().index() + "]@";
        throw new AssertionError(node);
    }

    @Test
    void distinctHostsStayDistinct() {
        var fleet = fleet("a cpu=200\nb cpu=100");
        fleet.running("low", "service cpu=100 count=3 priority=10");
        fleet.submit("service cpu=100 count=3 hosts=yes priority=50");
        var plan = fleet.plan();
        assertEquals("{a=1, b=1}", Plans.byNode(plan));
        assertEquals(2, plan.displaced().size());
    }

    /// What waits for the one before it makes room by that one.
    @Test
    void aNewVersionTakesItsOwnRoomFirst() {
        var fleet = fleet("a cpu=200").running("low", "service cpu=100 priority=10");
        fleet.running("badge", "service cpu=100 priority=50");
        fleet.submit("service cpu=100 priority=50 command=new");
        assertEquals(
                "stop web[0]@a (replaced by version 2) | unplaced 1 | blocked\n", fleet.settle());
    }

    @Test
    void whatIsDrainedDisplacesElsewhere() {
        var fleet = fleet("a cpu=100\nb cpu=100");
        fleet.running("badge", "service cpu=100 priority=50", "where node.arch == \"arm64\"");
        fleet.running("low", "service cpu=100 priority=10");
        var here = last(fleet, "badge").node();
        fleet.drain(here, false);
        assertEquals(1, fleet.plan().displaced().size());
    }

    /// Whatever happens, two jobs do not displace each other in turn.
    @Test
    void itEnds() {
        var fleet = fleet("a cpu=100\nb cpu=100");
        fleet.running("low", "service cpu=100 count=2 priority=10");
        var middle = new JobKey("default", "middle");
        fleet.submit(Jobs.of(middle, "service cpu=100 count=2 priority=30"));
        fleet.submit("service cpu=100 count=2 priority=50");
        int displaced = 0;
        for (int i = 0; i < 20; i++) {
            for (var key : List.of(LOW, middle, Jobs.KEY)) {
                var plan = fleet.plan(key);
                displaced += plan.displaced().size();
                fleet.send(new ClusterMessage.Settle(plan));
            }
            fleet.later(1_000).obey();
        }
        assertTrue(displaced <= 4, displaced + " displaced");
        assertEquals(2, running(fleet, Jobs.KEY));
    }

    private static long running(Fleet fleet, JobKey key) {
        return fleet.allocations().stream()
                .filter(it -> it.slot().job().equals(key))
                .filter(it -> it.wanted() && it.observed().status() == Status.RUNNING)
                .count();
    }

    /// A system job that was displaced comes back to its node.
    @Test
    void aSystemJobComesBack() {
        var fleet = fleet("a cpu=100").running("low", "system cpu=100 priority=10", "update 1");
        fleet.later(10_000).settle(LOW);
        fleet.submit("service cpu=100 priority=50");
        assertEquals("web[0]->a for low.web[0]@a\n", fleet.settle());
        fleet.obey();
        assertEquals("unplaced 1 | blocked\n", text(fleet));
        fleet.stopJob().settle();
        fleet.obey();
        assertEquals("web[0]->a after web[0]@a\n", text(fleet));
    }

    /// Of two nodes of a system job one had to be left to another job.
    private static Fleet displaced() {
        var fleet = fleet("a cpu=100\nb cpu=100");
        fleet.running("low", "system cpu=100 priority=10", "update 1");
        fleet.later(10_000).settle(LOW);
        fleet.submit("service cpu=100 priority=50").settle();
        return fleet.obey();
    }

    /// Its node is pending until there is room again, as one that is away: the next version does
    /// not wait for it, and does not fail for it.
    @Test
    void aDeploymentDoesNotWaitForWhoHadToMakeWay() {
        var next = "system cpu=100 priority=10 command=next";
        var fleet = displaced();
        var gone = last(fleet, "badge").node();
        fleet.submit(Jobs.of(LOW, next, "update 1")).settle(LOW);
        fleet.obey().later(10_000).settle(LOW);
        fleet.obey().later(10_000).settle(LOW);
        assertEquals(Stage.SUCCESSFUL, stage(fleet));
        fleet.stopJob().settle();
        fleet.obey();
        assertTrue(text(fleet).startsWith("web[0]->" + gone), "the next version comes there too");
        assertEquals(2, last(fleet, "low").slot().version());
    }

    /// It comes back as it was, which is no change that a deployment holds back; also not one that
    /// has failed, and beside the one that it made way for.
    @Test
    void whoHadToMakeWayComesBackThoughTheDeploymentHasFailed() {
        var fleet = fleet("a cpu=200").running("high", "service cpu=100 priority=60");
        fleet.running("low", "system cpu=100 priority=10", "update 1 first");
        fleet.report(last(fleet, "low").id(), Status.FAILED).settle(LOW);
        fleet.later(3_600_000).settle(LOW);
        fleet.obey().later(10_000).settle(LOW);
        assertEquals(Stage.FAILED, stage(fleet));
        fleet.submit("service cpu=100 priority=50").settle();
        fleet.obey();
        assertEquals(0, running(fleet, LOW));
        fleet.send(new ClusterMessage.StopJob(new JobKey("default", "high"), false));
        fleet.settle(new JobKey("default", "high"));
        fleet.obey().settle(LOW);
        assertEquals(1, running(fleet.obey(), LOW));
    }

    /// Nobody can be what it was there: it comes as on a node that is new.
    @Test
    void whoHadToMakeWayAndIsNotKnownAnyMoreComesBackThoughTheDeploymentWaits() {
        var fleet = madeWay("a cpu=200 site=x");
        paused(fleet, "next");
        assertEquals(0, running(fleet.obey(), LOW));
        thereIsRoom(fleet);
        assertEquals(1, running(fleet, LOW));
        assertEquals(2, last(fleet, "low").slot().version());
    }

    /// By the version that is known to be good, if there is one.
    @Test
    void whatIsNotKnownAnyMoreComesBackByTheVersionThatIsGood() {
        var fleet = madeWay("a cpu=200 site=x\nb cpu=100");
        fleet.submit(Jobs.of(LOW, "system cpu=100 priority=10 command=good", "update 1"));
        fleet.settle(LOW);
        fleet.obey().later(10_000).settle(LOW);
        fleet.obey().later(10_000).settle(LOW);
        var job = Objects.requireNonNull(fleet.cluster.jobs().find(LOW));
        assertEquals(2, job.stable());
        paused(fleet, "next");
        thereIsRoom(fleet);
        assertEquals(2, running(fleet, LOW));
        assertEquals("a", last(fleet, "low").node());
        assertEquals(2, last(fleet, "low").slot().version());
    }

    /// On `a` there is no room for `low` beside `badge`, in whose favour it was stopped.
    private static Fleet madeWay(String nodes) {
        var there = "where node.meta.site == x";
        var fleet = fleet(nodes).running("high", "service cpu=100 priority=60", there);
        fleet.running("low", "system cpu=100 priority=10", "update 1");
        fleet.later(10_000).settle(LOW);
        fleet.submit("service cpu=100 priority=50", there).settle();
        return fleet.obey();
    }

    /// The next version waits, and the first one must not run any more.
    private static void paused(Fleet fleet, String command) {
        var line = "system cpu=100 priority=10 command=" + command;
        fleet.submit(Jobs.of(LOW, line, "update 1"));
        var job = Objects.requireNonNull(fleet.cluster.jobs().find(LOW));
        var deployment = Objects.requireNonNull(job.deployment()).id();
        fleet.send(new ClusterMessage.SteerDeployment(LOW, deployment, Steering.PAUSE));
        fleet.send(new ClusterMessage.RecallJob(LOW, 1, "")).settle(LOW);
    }

    private static void thereIsRoom(Fleet fleet) {
        fleet.send(new ClusterMessage.StopJob(new JobKey("default", "high"), false));
        fleet.settle(new JobKey("default", "high"));
        fleet.obey().settle(LOW);
        fleet.obey();
    }

    /// It is pending as well where whoever took its room has gone, and somebody else has come.
    @Test
    void aDeploymentDoesNotWaitForRoomThatAnotherHasTaken() {
        var next = "system cpu=100 priority=10 command=next";
        var fleet = displaced();
        var middle = new JobKey("default", "middle");
        fleet.submit(Jobs.of(middle, "service cpu=100 priority=15"));
        fleet.stopJob().settle();
        fleet.obey().settle(middle);
        fleet.obey();
        assertEquals(1, running(fleet, middle));
        fleet.submit(Jobs.of(LOW, next, "update 1")).settle(LOW);
        fleet.obey().later(10_000).settle(LOW);
        fleet.obey().later(10_000).settle(LOW);
        assertEquals(Stage.SUCCESSFUL, stage(fleet));
    }

    /// As many as `maxParallel` have made way already.
    @Test
    void noMoreOfASystemJobMakeWayThanMayBeMissing() {
        var fleet = displaced();
        fleet.submit("service cpu=100 priority=50 count=2");
        assertTrue(fleet.settle().contains("unplaced 1 | blocked"));
    }

    /// Of the deployment of the one of low priority.
    private static Stage stage(Fleet fleet) {
        var job = Objects.requireNonNull(fleet.cluster.jobs().find(LOW));
        return Objects.requireNonNull(job.deployment()).stage();
    }

    private static String text(Fleet fleet) {
        return fleet.settle(LOW).replaceAll(" \\| again in \\d+", "");
    }

    @Test
    void thePriorityOfAJobHoldsForAllOfIt() {
        var fleet = fleet("a cpu=100").running("low", "service cpu=100 priority=60");
        fleet.submit("service cpu=100 priority=50");
        assertEquals("unplaced 1 | blocked\n", fleet.settle());
        fleet.submit(Jobs.of(LOW, "service cpu=100 priority=10"));
        var job = fleet.cluster.jobs().find(Jobs.KEY);
        assertTrue(job != null && job.due() != null, "it is looked at again");
        assertEquals("web[0]->a for low.web[0]@a\n", fleet.settle());
    }

    /// A plan is checked against what has become of those that it displaces.
    @Test
    void whoHasEndedMeanwhileIsNotDisplaced() {
        var fleet = fleet("a cpu=200").running("low", "service cpu=200 priority=10");
        fleet.submit("service cpu=100 priority=50");
        var plan = fleet.plan();
        assertEquals(1, plan.displaced().size());
        fleet.report(last(fleet, "low").id(), Status.FAILED);
        fleet.send(new ClusterMessage.Settle(plan));
        assertEquals(0, running(fleet, Jobs.KEY));
        assertEquals("", last(fleet, "low").desired().reason());
        assertEquals("web[0]->a\n", fleet.settle());
    }

    @Test
    void whoIsMoreImportantMeanwhileIsNotDisplaced() {
        var fleet = fleet("a cpu=200").running("low", "service cpu=200 priority=10");
        fleet.submit("service cpu=100 priority=50");
        var plan = fleet.plan();
        fleet.submit(Jobs.of(LOW, "service cpu=200 priority=41"));
        fleet.send(new ClusterMessage.Settle(plan));
        assertTrue(last(fleet, "low").desired().run());
        fleet.submit(Jobs.of(LOW, "service cpu=200 priority=40"));
        assertEquals("web[0]->a for low.web[0]@a\n", fleet.settle());
    }

    @Test
    void whoMayNotAnyMoreDisplacesNobody() {
        var fleet = fleet("a cpu=200").running("low", "service cpu=200 priority=10");
        fleet.submit("service cpu=100 priority=50");
        var plan = fleet.plan();
        fleet.preempts().send(new ClusterMessage.Settle(plan));
        assertTrue(last(fleet, "low").desired().run());
    }

    /// Two plans of one moment do not take down more of a group than either may.
    @Test
    void twoPlansOfOneMomentKeepToTheLimit() {
        var fleet = fleet("a cpu=100\nb cpu=100");
        fleet.running("low", "service cpu=100 count=2 priority=10", "update 1");
        fleet.later(10_000).settle(LOW);
        var other = new JobKey("default", "other");
        fleet.submit("service cpu=100 priority=50", "where node.arch == \"arm64\"");
        fleet.submit(Jobs.of(other, "service cpu=100 priority=50"));
        var one = fleet.plan();
        var two = fleet.plan(other);
        fleet.send(new ClusterMessage.Settle(one)).send(new ClusterMessage.Settle(two));
        var wanted =
                fleet.allocations().stream()
                        .filter(it -> it.slot().job().equals(LOW) && it.wanted())
                        .count();
        assertEquals(1, wanted);
    }

    @Test
    void manyNodesAreLookedAtNoFurtherThanSaid() {
        assertEquals(50_000, Preemption.LOOKED_AT_MAX);
        assertEquals(10, Preemption.PRIORITY_DELTA);
        assertEquals(List.of(JobSpec.Type.SYSTEM), NamespaceSpec.PREEMPTS);
    }
}
