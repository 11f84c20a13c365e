package dev.skerry.cluster;

import static dev.skerry.cluster.Scene.place;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.decide.AllocationDecisions;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What people want of single allocations, and what nodes say of theirs.
class AllocationTest {
    static Scene running(JobSpec.Type type) {
        var scene = new Scene().node("n1", 20).node("n2", 20);
        var group = Specs.group("web", 2, Specs.STAYS, Map.of());
        scene.submit(Specs.job("badge", type, group));
        scene.settle("badge", place(0, "n1"), place(1, "n2"));
        scene.report("n1", "a2 RUNNING");
        scene.report("n2", "a3 RUNNING");
        return scene;
    }

    @Test
    void aNodeSpeaksForItsOwnOnly() {
        var scene = running(JobSpec.Type.SERVICE);
        assertEquals("", scene.report("n1", "a3 FAILED", "a99 FAILED", "a2 LOST", "a2 UNKNOWN"));
    }

    @Test
    void timesAreTheServersAndStayWhileTheStatusStays() {
        var scene = running(JobSpec.Type.SERVICE);
        scene.pass(500);
        var healthy = Scene.observed(Allocation.Status.RUNNING);
        var sick =
                Allocation.Observed.of(
                        healthy.status(), false, "http: 500", 77, 77, healthy.tasks());
        var change = new ClusterFact.ObservedChange("a2", sick);
        scene.tell(new ClusterMessage.Report("n1", List.of(change)));
        var observed = scene.allocation("a2").observed();
        assertEquals(500, observed.sinceTickMs(), "since when it is unhealthy");
        assertEquals(Scene.WALL_MS, observed.sinceWallMs());
        assertEquals("http: 500", observed.description());
    }

    @Test
    void whatANodeSaysIsCutToItsBounds() {
        var scene = running(JobSpec.Type.SERVICE);
        var longer = "😀".repeat(AllocationDecisions.DESCRIPTION_CHARACTERS_MAX);
        var task = new Allocation.TaskState(longer, 1, 0, -1, true, 0, longer);
        var tasks = Map.of("main", task, longer, task, "\ud83d", task);
        var status = Allocation.Status.RUNNING;
        var says = Allocation.Observed.of(status, false, "half \ud83d", 1, 1, tasks);
        var change = new ClusterFact.ObservedChange("a2", says);
        scene.tell(new ClusterMessage.Report("n1", List.of(change)));
        var observed = scene.allocation("a2").observed();
        assertEquals("half �", observed.description());
        assertEquals(List.of("main"), List.copyOf(observed.tasks().keySet()));
        var kept = observed.tasks().getOrDefault("main", task);
        assertEquals(499, kept.message().length());
        assertEquals("😀😀😀😀😀😀😀…", kept.phase());
    }

    @Test
    void anEndIsAnEndAndMakesRoom() {
        var scene = running(JobSpec.Type.SERVICE);
        scene.submit(Specs.service("waiting", 1));
        var blocked = scene.plan("waiting", List.of(), List.of(), true, 0);
        scene.tell(new ClusterMessage.Settle(blocked));
        assertEquals(
                """
                observed a2 FAILED
                due badge: allocation failed
                due waiting: capacity changed
                """,
                scene.report("n1", "a2 FAILED"));
        assertEquals(Node.Reserved.NONE, scene.node("n1").used());
        assertEquals("", scene.report("n1", "a2 RUNNING"));
        assertEquals("", scene.report("n1", "a2 COMPLETE"));
    }

    @Test
    void aServiceShallNotEndAndABatchShall() {
        var service = running(JobSpec.Type.SERVICE);
        assertEquals(
                "observed a2 COMPLETE\ndue badge: allocation ended\n",
                service.report("n1", "a2 COMPLETE"));
        var batch = running(JobSpec.Type.BATCH);
        assertEquals("observed a2 COMPLETE\n", batch.report("n1", "a2 COMPLETE"));
        assertEquals("", batch.sleep(24 * 3_600_000L));
    }

    @Test
    void peopleStopAndRestart() {
        var scene = running(JobSpec.Type.SERVICE);
        var restart = new ClusterMessage.RestartAllocation("a2");
        assertEquals("desired a2 restart 1\n", scene.tell(restart));
        assertEquals("desired a2 restart 2\n", scene.tell(restart));
        assertEquals(3, scene.allocation("a2").desired().generation());
        var stop = new ClusterMessage.StopAllocation("a2");
        assertEquals(
                """
                desired a2 stop (stopped by a person)
                due badge: allocation stopped
                """,
                scene.tell(stop));
        assertEquals("", scene.tell(stop));
        assertEquals(
                "refused: Allocation a2 is being stopped (stopped by a person). There is nothing"
                        + " left to restart.\n",
                scene.tell(restart));
        assertEquals(
                "observed a2 COMPLETE\ndue badge: allocation ended\n",
                scene.report("n1", "a2 COMPLETE"));
        assertEquals(
                "refused: Allocation a2 has ended. Restart the one that followed it, or evaluate"
                        + " its job.\n",
                scene.tell(restart));
        assertEquals("at 3600000:\nforgotten a2\n", scene.sleep(3_600_000));
        assertEquals(
                "refused: There is no allocation \"a2\"; `skerry alloc list` shows what there"
                        + " is.\n",
                scene.tell(stop));
    }

    @Test
    void anUpdateInPlaceIsANewOrder() {
        var scene = running(JobSpec.Type.SERVICE);
        var group = Specs.group("web", 2, Specs.STAYS, Map.of());
        var next = Specs.job("badge", JobSpec.Type.SERVICE, group);
        scene.submit(Specs.with(next, Map.of("colour", "blue")));
        var plan = scene.plan("badge", List.of(), List.of());
        var updates =
                new Plan(
                        plan.job(),
                        plan.jobVersion(),
                        plan.sequence(),
                        List.of(),
                        List.of(),
                        List.of("a2", "a3", "a99"),
                        plan.evaluation());
        assertEquals(
                "updated a2, a3 to version 2\nevaluated badge e6 of 5\n",
                scene.tell(new ClusterMessage.Settle(updates)));
        assertEquals(2, scene.allocation("a2").desired().generation());
        assertEquals(2, scene.allocation("a2").slot().version());
    }
}
