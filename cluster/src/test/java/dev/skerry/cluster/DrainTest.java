package dev.skerry.cluster;

import static dev.skerry.cluster.Scene.place;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A node's work is moved away.
class DrainTest {
    /// `a3` of the service badge and `a5` of the system job guard run on n1.
    static Scene running() {
        var scene = new Scene().node("n1", 100).node("n2", 100);
        scene.submit(Specs.service("badge", 1));
        var group = Specs.group("web", 1, Specs.STAYS, Map.of());
        scene.submit(Specs.job("guard", JobSpec.Type.SYSTEM, group));
        scene.settle("badge", place(0, "n1"));
        scene.settle("guard", place(0, "n1"));
        scene.report("n1", "a3 RUNNING", "a5 RUNNING");
        return scene;
    }

    static String drain(Scene scene, long deadlineMs, boolean systemToo) {
        return scene.tell(new ClusterMessage.DrainNode("n1", deadlineMs, systemToo));
    }

    @Test
    void itIsOverWhenTheLastHasMoved() {
        var scene = running();
        assertEquals(
                """
                scheduled n1 eligible, drained by 60000
                due badge: node drained
                due guard: node drained
                """,
                drain(scene, 60_000, false));
        var stop = List.of(new Plan.Stop("a3", "node drained", null));
        scene.settle("badge", List.of(place(0, "n2", "a3")), stop);
        assertEquals("", scene.sleep(1_000));
        scene.report("n1", "a3 COMPLETE");
        assertEquals("at 1000:\nscheduled n1 ineligible\n", scene.sleep(0));
    }

    @Test
    void whatIsLeftAtTheDeadlineIsStopped() {
        var scene = running();
        drain(scene, 60_000, true);
        assertEquals(
                """
                at 60000:
                desired a3 stop (drain deadline)
                due badge: drain deadline
                """,
                scene.sleep(100_000));
        scene.report("n1", "a3 COMPLETE");
        assertEquals(
                """
                at 100000:
                desired a5 stop (drain deadline)
                due guard: drain deadline
                """,
                scene.sleep(0));
        assertEquals("", scene.sleep(1_000));
        scene.report("n1", "a5 COMPLETE");
        assertEquals("at 101000:\nscheduled n1 ineligible\n", scene.sleep(0));
    }

    /// What else runs on the node may need it until its own end.
    @Test
    void workOfSystemJobsEndsLast() {
        var scene = running();
        drain(scene, 60_000, true);
        var stop = List.of(new Plan.Stop("a3", "node drained", null));
        scene.settle("badge", List.of(place(0, "n2", "a3")), stop);
        assertEquals(
                """
                observed a3 COMPLETE
                due badge: allocation ended
                due guard: node drained
                """,
                scene.report("n1", "a3 COMPLETE"));
        scene.settle("guard", List.of(), List.of(new Plan.Stop("a5", "node drained", null)));
        scene.report("n1", "a5 COMPLETE");
        assertEquals("at 0:\nscheduled n1 ineligible\n", scene.sleep(0));
    }

    @Test
    void anEmptyNodeIsDrainedAtOnce() {
        var scene = new Scene().node("n1", 100);
        drain(scene, 60_000, true);
        assertEquals("at 0:\nscheduled n1 ineligible\n", scene.sleep(0));
        assertEquals(
                """
                refused: Node n1 is not draining. It takes no new work, as after a drain: `skerry \
                node eligibility n1 --on` lets it take some.
                """,
                drain(scene, -1, false));
        scene.tell(new ClusterMessage.SetEligible("n1", true));
        assertEquals(
                "refused: Node n1 is not draining. It takes new work.\n", drain(scene, -1, false));
    }

    @Test
    void itCanBeEnded() {
        var scene = running();
        drain(scene, 60_000, false);
        assertEquals(
                "refused: Node n1 is draining. End the drain first: `skerry node drain n1"
                        + " --off`.\n",
                scene.tell(new ClusterMessage.SetEligible("n1", false)));
        assertEquals(
                """
                scheduled n1 eligible
                due badge: drain ended
                due guard: drain ended
                """,
                drain(scene, -1, false));
        assertEquals("", scene.sleep(100_000));
        assertEquals(
                "refused: deadline is \"-5ms\"; it should be from 0s to 30d.\n",
                drain(scene, -5, false));
    }

    @Test
    void anEligibleNodeIsLookedAt() {
        var scene = running();
        assertEquals(
                "scheduled n2 ineligible\n",
                scene.tell(new ClusterMessage.SetEligible("n2", false)));
        assertEquals("", scene.tell(new ClusterMessage.SetEligible("n2", false)));
        assertEquals(
                "scheduled n2 eligible\ndue guard: node eligible\n",
                scene.tell(new ClusterMessage.SetEligible("n2", true)));
    }
}
