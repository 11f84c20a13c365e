package dev.skerry.cluster;

import static dev.skerry.cluster.Scene.key;
import static dev.skerry.cluster.Scene.lines;
import static dev.skerry.cluster.Scene.place;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact.DesiredChange;
import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.decide.AllocationDecisions;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Allocation.Desired;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.RoundCounts;
import dev.skerry.cluster.state.Allocation.Rounds;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Asking;
import dev.skerry.kernel.Machine;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Jobs that their node runs by a calendar, as the servers have them.
class OnNodeTest {
    private final Scene scene = new Scene();

    private static JobSpec job(JobSpec.Type type, int count, @Nullable Launch launch) {
        var plain =
                Specs.job("badge", type, Specs.group("web", count, Disconnect.DEFAULT, Map.of()));
        return Specs.with(plain, launch);
    }

    private static Launch.OnNode nightly() {
        return new Launch.OnNode(List.of("0 3 * * *"), "UTC", true);
    }

    private static Rounds rounds(boolean running, String says) {
        return new Rounds(9_000, 1_000, 500, running, says, 0, new RoundCounts(3, 1, 2));
    }

    private void reports(String id, Rounds rounds) {
        var says = new Observed(Status.RUNNING, true, "next run", 1, 1, Map.of(), rounds);
        scene.tell(new ClusterMessage.Report("n1", List.of(new ObservedChange(id, says))));
    }

    /// Two of it, which their node has.
    private List<String> placed() {
        scene.node("n1", 1_000);
        scene.submit(job(JobSpec.Type.BATCH, 2, nightly()));
        scene.settle("badge", place(0, "n1"), place(1, "n1"));
        var ids = scene.cluster.ofJob(key("badge")).stream().sorted().toList();
        assertEquals(2, ids.size());
        return ids;
    }

    @Test
    void itIsNoParentAndAsksForItsPlaceAllTheTime() {
        placed();
        var job = scene.job("badge");
        assertTrue(job.places());
        assertFalse(job.over(2));
        assertEquals(2, Asking.of(job.spec()).allocations());
        scene.sleep(10 * 86_400_000L);
        assertEquals(1, scene.cluster.jobs().size(), "nothing is launched by servers");
    }

    @Test
    void whatItsNodeSaysIsKeptWithinBounds() {
        var id = placed().getFirst();
        reports(id, rounds(false, "x".repeat(10_000)));
        var kept = scene.allocation(id).observed().rounds();
        assertNotNull(kept);
        assertEquals(new RoundCounts(3, 1, 2), kept.counts());
        assertEquals(AllocationDecisions.DESCRIPTION_CHARACTERS_MAX, kept.says().length());
        scene.contact("n1", false);
        assertEquals(kept, scene.allocation(id).observed().rounds());
    }

    @Test
    void whoForcesItHasEachNodeRunIt() {
        var ids = placed();
        scene.tell(new ClusterMessage.StopAllocation(ids.getFirst()));
        var last = scene.allocation(ids.getLast()).desired();
        force();
        assertEquals(0, scene.allocation(ids.getFirst()).desired().rounds());
        assertEquals(last.round(), scene.allocation(ids.getLast()).desired());
        assertEquals(1, scene.allocation(ids.getLast()).desired().rounds());
    }

    /// A node takes what its first order asks for as done: the servers say it once more.
    @Test
    void whatIsAskedForBeforeItsNodeHasItRunsOnce() {
        var ids = placed();
        force();
        force();
        reports(ids.getFirst(), Rounds.none(2).planned(5_000, 10));
        assertEquals(3, scene.allocation(ids.getFirst()).desired().rounds());
        reports(ids.getFirst(), Rounds.none(3).planned(5_000, 10).begun(20));
        reports(ids.getFirst(), Rounds.none(3).planned(5_000, 10).begun(20).ended(""));
        assertEquals(3, scene.allocation(ids.getFirst()).desired().rounds());
        reports(ids.getLast(), Rounds.none(1).planned(5_000, 10));
        assertEquals(2, scene.allocation(ids.getLast()).desired().rounds(), "one is on its way");
    }

    @Test
    void whatItsNodeHasRunOrIsAskedOfNobodyIsNotAskedAnew() {
        var ids = placed();
        reports(ids.getFirst(), Rounds.none(0).planned(5_000, 10));
        force();
        reports(ids.getFirst(), Rounds.none(1).planned(5_000, 10));
        assertEquals(1, scene.allocation(ids.getFirst()).desired().rounds(), "a lost journal");
        reports(ids.getLast(), Rounds.none(1).planned(5_000, 10).begun(20));
        assertEquals(1, scene.allocation(ids.getLast()).desired().rounds());
    }

    private void force() {
        scene.tell(new ClusterMessage.ForceJob(key("badge"), "default"));
    }

    @Test
    void nothingIsForcedThatIsNotPlacedOrIsStopped() {
        scene.node("n1", 1_000);
        scene.submit(job(JobSpec.Type.SYSTEM, 1, nightly()));
        var force = new ClusterMessage.ForceJob(key("badge"), "default");
        assertTrue(scene.tell(force).contains("Nothing of job badge is placed"));
        scene.tell(new ClusterMessage.StopJob(key("badge"), false));
        assertTrue(scene.tell(force).contains("is stopped"));
    }

    @Test
    void whatRestsIsNotRestartedAndWhatRunsIs() {
        var id = placed().getFirst();
        reports(id, rounds(false, ""));
        var said = scene.tell(new ClusterMessage.RestartAllocation(id));
        assertTrue(said.contains("rests until its next time"), said);
        assertTrue(said.contains("skerry job periodic force badge"), said);
        reports(id, rounds(true, ""));
        scene.tell(new ClusterMessage.RestartAllocation(id));
        assertEquals(1, scene.allocation(id).desired().restarts());
    }

    @Test
    void itCannotBecomeOneThatServersLaunch() {
        placed();
        var other = new Launch.Periodic(List.of("0 3 * * *"), "UTC", true, true, 3);
        assertEquals(
                lines(
                        "refused: Job badge is periodic on its node and cannot become periodic."
                                + " Stop it with `skerry job stop --purge badge` and submit it"
                                + " again."),
                scene.submit(job(JobSpec.Type.BATCH, 2, other)));
        assertTrue(scene.submit(job(JobSpec.Type.BATCH, 2, null)).contains("one that runs at"));
    }

    /// Servers of before read none of it: it is of the second format.
    @Test
    void whatSpeaksOfItIsALaterFormat() {
        var machine = new ClusterMachine();
        var accepted =
                new ClusterFact.JobAccepted(
                        job(JobSpec.Type.BATCH, 1, nightly()),
                        1,
                        0,
                        List.of(),
                        null,
                        null,
                        Acceptance.How.SUBMITTED,
                        0);
        var plain = Observed.of(Status.RUNNING, true, "", 1, 1, Map.of());
        var says = new Observed(Status.RUNNING, true, "", 1, 1, Map.of(), rounds(false, ""));
        var asked = Desired.of(true, "", 0, 1).round();
        var what = new Recall.Recalled.OfVersions(key("badge"), 1, List.of(1L), accepted.spec());
        for (var later :
                List.of(
                        accepted,
                        new ClusterFact.AllocationsObserved(
                                List.of(
                                        new ObservedChange("a1", plain),
                                        new ObservedChange("a2", says))),
                        new ClusterFact.AllocationsDesired(List.of(new DesiredChange("a1", asked))),
                        new ClusterFact.JobRecalled(new Recall("r1", what, "", "", 0))))
            assertEquals(2, machine.format(later));
        for (var before :
                List.of(
                        new ClusterFact.AllocationsObserved(
                                List.of(new ObservedChange("a1", plain))),
                        new ClusterFact.AllocationsDesired(
                                List.of(new DesiredChange("a1", Desired.of(true, "", 1, 2)))),
                        new ClusterFact.TimeNoted(5)))
            assertEquals(Machine.FIRST_FORMAT, machine.format(before));
    }
}
