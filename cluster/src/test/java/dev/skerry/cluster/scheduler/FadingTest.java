package dev.skerry.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.Specs;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Job;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Sight;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Jobs that are over, and that nobody has purged.
class FadingTest {
    private static final long HOUR_MS = 3_600_000;

    private static boolean known(Fleet fleet) {
        return fleet.cluster.jobs().has(Jobs.KEY);
    }

    /// It was looked at a moment ago, and has ended.
    private static Fleet stopped() {
        var fleet = Fleet.of("a\nb").submit("service count=2");
        fleet.settle();
        fleet.obey().stopJob().settle();
        return fleet.obey();
    }

    @Test
    void oneThatWasStoppedIsKeptForAMonth() {
        var fleet = stopped();
        assertEquals("nothing\n", fleet.settle());
        isKeptForAMonth(fleet);
        assertEquals(List.of(), fleet.allocations());
    }

    /// From now on, and no longer.
    private static void isKeptForAMonth(Fleet fleet) {
        fleet.later(Job.KEPT_MS - 1);
        assertTrue(known(fleet));
        fleet.later(1);
        assertFalse(known(fleet));
    }

    @Test
    void itIsThereAsLongAsSomethingOfItMayRun() {
        var fleet = Fleet.of("a\nb").submit("service count=2 replace=false");
        fleet.settle();
        fleet.obey().missed("a").stopJob().settle();
        fleet.obey().later(2 * Job.KEPT_MS);
        assertTrue(known(fleet));
        fleet.back("a").obey().settle(); // it is looked at again
        isKeptForAMonth(fleet);
    }

    @Test
    void whoIsWantedAgainBeginsAnew() {
        var fleet = stopped().later(Job.KEPT_MS - 1);
        fleet.submit("service count=2").settle();
        fleet.obey().later(2 * Job.KEPT_MS);
        assertTrue(known(fleet), "it runs");
        fleet.stopJob().settle();
        isKeptForAMonth(fleet.obey());
    }

    @Test
    void whoIsLookedAtStaysForAnotherMonth() {
        var fleet = stopped().later(Job.KEPT_MS - 1);
        fleet.send(new ClusterMessage.Evaluate(Jobs.KEY)).settle();
        fleet.later(Job.KEPT_MS - 1);
        assertTrue(known(fleet));
    }

    @Test
    void aBatchThatIsDoneIsKeptForAMonth() {
        var fleet = Fleet.of("a\nb").submit("batch count=2");
        fleet.settle();
        fleet.obey().says("web[0]@a", Status.COMPLETE).later(2 * Job.KEPT_MS);
        assertTrue(known(fleet), "one runs still");
        fleet.says("web[1]@b", Status.COMPLETE);
        assertEquals("nothing\n", fleet.settle());
        isKeptForAMonth(fleet);
        assertEquals(List.of(), fleet.allocations());
    }

    @Test
    void soIsOneThatEndsInOneReport() {
        var fleet = Fleet.of("a").submit("batch count=2");
        fleet.settle();
        var ends = Observed.of(Status.COMPLETE, false, "", 0, 0, Map.of());
        var all =
                fleet.obey().allocations().stream()
                        .map(it -> new ObservedChange(it.id(), ends))
                        .toList();
        fleet.send(new ClusterMessage.Report("a", all));
        assertNotNull(DeploymentTest.job(fleet).due(), "nobody else would look at it");
        fleet.settle();
        fleet.later(Job.KEPT_MS);
        assertFalse(known(fleet));
    }

    @Test
    void aBatchThatIsTriedAgainIsNotOver() {
        var fleet = Fleet.of("a\nb").submit("batch", "reschedule 1 60000 5000 CONSTANT 5000");
        fleet.settle();
        fleet.says("web[0]@a", Status.FAILED).settle();
        fleet.later(2 * Job.KEPT_MS);
        assertTrue(known(fleet));
        assertEquals("web[0]->b after web[0]@a\n", fleet.settle());
        fleet.says("web[0]@b", Status.FAILED);
        fleet.settle();
        fleet.later(Job.KEPT_MS);
        assertFalse(known(fleet), "its attempts are used up");
    }

    @Test
    void aBatchThatHasFailedForGoodIs() {
        var fleet = Fleet.of("a\nb").submit("batch", "reschedule 0 0 5000 CONSTANT 5000");
        fleet.settle();
        fleet.says("web[0]@a", Status.FAILED).settle();
        fleet.later(Job.KEPT_MS);
        assertFalse(known(fleet));
    }

    /// The next node that joins gets one, or somebody has to look at why nothing runs.
    @ParameterizedTest
    @ValueSource(strings = {"sysbatch", "system", "service count=0", "service cpu=99999"})
    void whatMayFindWorkStays(String line) {
        var fleet = Fleet.of("a").submit(line);
        fleet.settle();
        for (var one : fleet.allocations()) fleet.report(one.id(), Status.COMPLETE);
        fleet.settle();
        fleet.later(3 * Job.KEPT_MS);
        assertTrue(known(fleet));
    }

    /// When an evaluation says that it is looked at again; 0: not by the clock.
    private static long saidAgainIn(Fleet fleet) {
        long tickMs = DeploymentTest.job(fleet).evaluations().getFirst().followUpTickMs();
        return tickMs == 0 ? 0 : tickMs - fleet.tickMs;
    }

    @Test
    void whatIsNotOverIsNotSaidToBeKept() {
        var fleet = Fleet.of("a").submit("batch cpu=99999");
        fleet.settle();
        assertEquals(0, saidAgainIn(fleet), "blocked");
        fleet = Fleet.of("a").submit("batch", "reschedule 1 60000 5000 CONSTANT 5000");
        fleet.settle();
        assertEquals(0, saidAgainIn(fleet), "placed");
        fleet.obey().settle();
        assertEquals(0, saidAgainIn(fleet), "running");
        fleet.says("web[0]@a", Status.FAILED).settle();
        assertEquals(5_000, saidAgainIn(fleet), "tried again");
        fleet.later(5_000).settle();
        fleet.says("web[0]@a", Status.COMPLETE).settle();
        assertEquals(Job.KEPT_MS, saidAgainIn(fleet));
    }

    private static JobSpec launching(Launch launch) {
        return Specs.with(Jobs.of("batch"), launch);
    }

    private static final Launch MONTHLY =
            new Launch.Periodic(List.of("0 0 1 1 *"), "UTC", false, true, 2);

    /// It places nothing itself, for longer than anything is kept.
    @Test
    void whatLaunchesOthersStays() {
        var none = new Launch.Parameterized(Launch.Payload.OPTIONAL, List.of(), List.of(), 2);
        for (var launch : List.of(MONTHLY, none)) {
            var fleet = Fleet.of("a").submit(launching(launch));
            fleet.settle();
            fleet.later(3 * Job.KEPT_MS);
            assertTrue(known(fleet), launch + "");
        }
    }

    /// With what it has launched, as far as that has ended.
    @Test
    void whatLaunchedOthersIsForgottenWhenItWasStopped() {
        var fleet = Fleet.of("a").submit(launching(MONTHLY));
        fleet.settle();
        fleet.send(new ClusterMessage.ForceJob(Jobs.KEY, "default"));
        var children = fleet.cluster.childrenOf(Jobs.KEY).running().asSet();
        var child = children.iterator().next();
        fleet.settle(child);
        fleet.obey().report(fleet.allocations().getFirst().id(), Status.COMPLETE).settle(child);
        fleet.later(2 * Job.KEPT_MS);
        assertTrue(fleet.cluster.jobs().has(child));
        fleet.stopJob().settle();
        fleet.later(Job.KEPT_MS - 1);
        assertTrue(known(fleet));
        fleet.later(1);
        assertEquals(0, fleet.cluster.jobs().size());
        assertEquals(List.of(), fleet.allocations());
    }

    /// It is wanted, and nodes may have it.
    @Test
    void whatANodeRunsByItsOwnCalendarStays() {
        var fleet = Fleet.of("a driver=exec+periodic");
        fleet.submit(launching(new Launch.OnNode(List.of("@daily"), "UTC", true)));
        fleet.settle();
        for (var one : fleet.allocations()) fleet.report(one.id(), Status.COMPLETE);
        fleet.settle();
        fleet.later(3 * Job.KEPT_MS);
        assertTrue(known(fleet));
    }

    /// By that it is launched.
    @Test
    void whileSomethingIsLaunchedByTheClockThatIsNotedEachMinute() {
        var fleet = stopped();
        fleet.settle();
        var monthly = Jobs.of(new JobKey("default", "monthly"), "batch");
        fleet.submit(Specs.with(monthly, MONTHLY));
        fleet.settle(monthly.key());
        fleet.later(2 * HOUR_MS);
        assertEquals(60_000, fleet.machine.wakeAtTickMs(fleet.cluster) - fleet.cluster.tickMs());
    }

    @Test
    void whatIsPurgedGoesWithTheLastOfIt() {
        var fleet = Fleet.of("a\nb").submit("service count=2");
        fleet.settle();
        fleet.obey().send(new ClusterMessage.StopJob(Jobs.KEY, true)).settle();
        fleet.says("web[0]@a", Status.COMPLETE).later(2 * Job.KEPT_MS);
        assertTrue(known(fleet), "one is being stopped still");
        fleet.says("web[1]@b", Status.COMPLETE).later(0);
        assertFalse(known(fleet));
        fleet = stopped();
        fleet.settle();
        fleet.send(new ClusterMessage.StopJob(Jobs.KEY, true)).later(0);
        assertFalse(known(fleet), "it would have been kept for a month");
    }

    /// Its time is over before anybody has looked at it again.
    @Test
    void whatIsWantedAtTheLastMomentIsNotForgotten() {
        var fleet = stopped();
        fleet.settle();
        fleet.later(Job.KEPT_MS - 1).submit("service count=2").later(1);
        assertTrue(known(fleet));
        fleet = stopped();
        fleet.submit("service count=2 command=next").settle();
        fleet.obey().stopJob().settle();
        fleet.obey().settle();
        fleet.later(Job.KEPT_MS - 1);
        fleet.send(new ClusterMessage.RevertJob(Jobs.KEY, 1, "default", -1, false)).later(1);
        fleet.settle();
        fleet.obey().later(2 * Job.KEPT_MS);
        assertEquals("0v3 1v3", DeploymentTest.running(fleet));
    }

    /// Whoever has recalled it may lift that again, for a month.
    @Test
    void whatWasRecalledIsKeptForAMonthAsWell() {
        var fleet = Fleet.of("a\nb").submit("batch count=2");
        fleet.settle();
        fleet.obey().send(new ClusterMessage.RecallJob(Jobs.KEY, 1, "bad")).settle();
        fleet.obey().settle();
        fleet.later(Job.KEPT_MS - 1);
        assertTrue(known(fleet));
        fleet.later(1);
        assertFalse(known(fleet));
    }

    /// As servers of before have looked at it: nobody knows since when.
    @Test
    void whatWasNotedByNobodyStays() {
        var fleet = stopped();
        var job = fleet.cluster.jobs().find(Jobs.KEY);
        assertNotNull(job);
        var found = job.evaluations().getFirst();
        var before =
                new Evaluation(
                        found.id(),
                        found.job(),
                        found.jobVersion(),
                        found.trigger(),
                        false,
                        0,
                        found.wallMs(),
                        found.groups());
        fleet.apply(new ClusterFact.Evaluated(before, 0, Evaluation.KEPT));
        fleet.later(3 * Job.KEPT_MS);
        assertTrue(known(fleet));
    }

    @Test
    void aTickForgetsSoMuchAndTheNextOneTheRest() {
        var fleet = Fleet.of("a cpu=10000 memory=10000");
        for (var name : List.of("one", "two", "three"))
            fleet.running(name, "batch count=700 cpu=1 memory=1");
        for (var one : fleet.allocations()) fleet.report(one.id(), Status.COMPLETE);
        for (var name : List.of("one", "two", "three")) fleet.settle(new JobKey("default", name));
        fleet.tickMs += Job.KEPT_MS;
        int ticks = 0;
        while (!fleet.allocations().isEmpty() && ticks < 10) {
            int forgotten = 0;
            for (var fact : tick(fleet))
                if (fact instanceof ClusterFact.AllocationsForgotten(var ids))
                    forgotten += ids.size();
            assertTrue(forgotten <= 1_000, forgotten + "");
            fleet.send(new ClusterMessage.Tick());
            ticks++;
        }
        assertTrue(ticks <= 4, ticks + " ticks");
        fleet.later(0);
        assertNull(fleet.cluster.jobs().find(new JobKey("default", "three")));
    }

    private static List<ClusterFact> tick(Fleet fleet) {
        var decision =
                fleet.machine.decide(
                        Sight.alone(fleet.cluster), new ClusterMessage.Tick(), fleet.now());
        return switch (decision) {
            case Decision.Accepted<ClusterFact, ?>(var facts, _) -> facts;
            case Decision.Refused<ClusterFact, ?>(var refusal) ->
                    throw new IllegalStateException(refusal.sentence());
        };
    }

    /// Each note is an entry of the log, and a month has 43,200 minutes.
    @Test
    void whatComesInAMonthIsNotNotedEachMinute() {
        var fleet = stopped();
        long endTickMs = fleet.tickMs + Job.KEPT_MS;
        int notes = 0;
        while (known(fleet) && fleet.tickMs < endTickMs) {
            fleet.tickMs = Math.max(fleet.tickMs, fleet.machine.wakeAtTickMs(fleet.cluster));
            fleet.send(new ClusterMessage.Tick());
            notes++;
        }
        assertFalse(known(fleet));
        assertEquals(endTickMs, fleet.tickMs, "and not a moment later");
        assertTrue(notes < Job.KEPT_MS / HOUR_MS + 800, notes + " notes");
    }
}
