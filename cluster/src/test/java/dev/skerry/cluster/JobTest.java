package dev.skerry.cluster;

import static dev.skerry.cluster.Scene.place;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Sight;
import dev.skerry.kernel.signing.Artifact;
import dev.skerry.kernel.signing.Signatures;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How jobs come, change and go.
class JobTest {
    @Test
    void onlyAChangeIsANewVersion() {
        var scene = new Scene();
        var spec = Specs.service("badge", 1);
        assertEquals("job badge version 1\ndue badge: job submitted\n", scene.submit(spec));
        assertEquals("", scene.submit(spec));
        var more = Specs.service("badge", 2);
        assertEquals(
                "refused: job badge is at 1 by now, not at 7; read it again and repeat the"
                        + " change.\n",
                scene.tell(new ClusterMessage.SubmitJob(more, 7)));
        assertEquals(
                "refused: job badge is at 1 by now, not at 0; read it again and repeat the"
                        + " change.\n",
                scene.tell(new ClusterMessage.SubmitJob(more, 0)));
        assertEquals(
                "job badge version 2\ndue badge: job submitted\n",
                scene.tell(new ClusterMessage.SubmitJob(more, 1)));
        assertEquals(spec, scene.job("badge").at(1));
    }

    /// By whom it was signed stands in the log; what only starts, stops or looks brings nothing.
    @Test
    void aJobFileIsAnArtifact() {
        var scene = new Scene();
        var spec = Specs.service("badge", 1);
        var signatures = new Signatures(2, List.of("ab12"));
        var message = new ClusterMessage.SubmitJob(spec, -1, signatures);
        assertEquals(List.of("job"), scene.machine.kinds());
        assertEquals(
                new Artifact("job", "default", signatures),
                scene.machine.brings(scene.cluster, message));
        assertNull(
                scene.machine.brings(
                        scene.cluster, new ClusterMessage.StopJob(Scene.key("badge"), false)));
        assertNull(
                scene.machine.brings(
                        scene.cluster, new ClusterMessage.Evaluate(Scene.key("badge"))));
        assertNull(scene.machine.brings(scene.cluster, new ClusterMessage.RestartAllocation("a1")));
        scene.submit(spec);
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), false));
        var sight = Sight.alone(scene.cluster);
        if (!(scene.machine.decide(sight, message, scene.now())
                instanceof Decision.Accepted(var facts, _)))
            throw new AssertionError("it is taken in");
        var accepted = (ClusterFact.JobAccepted) facts.getFirst();
        assertEquals(List.of("ab12"), accepted.signed());
    }

    @Test
    void aStoppedJobIsStartedBySubmittingItAgain() {
        var scene = new Scene();
        var spec = Specs.service("badge", 1);
        scene.submit(spec);
        var stop = new ClusterMessage.StopJob(Scene.key("badge"), false);
        assertEquals("job badge stopped\ndue badge: job stopped\n", scene.tell(stop));
        assertEquals(
                "refused: Job badge is stopped already. With --purge it is forgotten as well.\n",
                scene.tell(stop));
        assertEquals("job badge version 2\ndue badge: job submitted\n", scene.submit(spec));
        var purge = new ClusterMessage.StopJob(Scene.key("badge"), true);
        assertEquals(
                "job badge stopped, to be purged\ndue badge: job stopped\n", scene.tell(purge));
        assertEquals("at 0:\njob badge purged\n", scene.sleep(0));
        assertEquals(
                "refused: There is no job \"badge\"; `skerry job list` shows what there is.\n",
                scene.tell(purge));
    }

    @Test
    void aPurgeWaitsForWhatStillRuns() {
        var scene = new Scene().node("n1", 100);
        scene.submit(Specs.service("badge", 1));
        scene.settle("badge", place(0, "n1"));
        scene.tell(new ClusterMessage.StopJob(Scene.key("badge"), true));
        assertEquals("", scene.sleep(1_000));
        scene.report("n1", "a2 COMPLETE");
        assertEquals("at 1000:\nforgotten a2\njob badge purged\n", scene.sleep(0));
    }

    @Test
    void versionsAreKeptWhileSomethingRunsOfThem() {
        var scene = new Scene().node("n1", 100);
        scene.submit(Specs.service("badge", 1));
        scene.settle("badge", place(0, "n1"));
        for (int i = 0; i < 20; i++) {
            scene.submit(Specs.with(Specs.service("badge", 1), Map.of("salt", i + "")));
        }
        var versions = scene.job("badge").versions().keys().stream().sorted().toList();
        assertEquals(List.of(1L, 16L, 17L, 18L, 19L, 20L), versions);
    }

    @Test
    void whatIsOutOfBoundsIsRefused() {
        var group = Specs.group("web", 1, Specs.STAYS, Map.of());
        assertEquals("refused: groups is \"0 groups\"; it should be 1 to 20 groups.\n", refused());
        assertEquals(
                "refused: groups is \"web\"; it should be there once.\n", refused(group, group));
        assertEquals(
                "refused: groups.web.count is \"100001\"; it should be from 0 to 100000.\n",
                refused(Specs.group("web", 100_001, Specs.STAYS, Map.of())));
        assertEquals(
                "refused: groups.web.ports.http is \"70000\"; it should be from 0 to 65535.\n",
                refused(Specs.group("web", 1, Specs.STAYS, Map.of("http", 70_000))));
        var greedy =
                new GroupSpec(
                        "web",
                        1,
                        group.placement(),
                        group.policies(),
                        Map.of(),
                        Map.of(),
                        List.of(Specs.task(0)));
        assertEquals(
                "refused: groups.web.tasks.main.resources.memory is \"0B\"; it should be from 1B to"
                        + " 1024TiB.\n",
                refused(greedy));
    }

    static String refused(GroupSpec... groups) {
        return new Scene().submit(Specs.job("badge", JobSpec.Type.SERVICE, groups));
    }

    @Test
    void aJobKeepsItsType() {
        var scene = new Scene();
        scene.submit(Specs.service("badge", 1));
        var group = Specs.group("web", 1, Specs.STAYS, Map.of());
        assertEquals(
                "refused: Job badge is a service job and cannot become a batch job. Stop it with"
                        + " `skerry job stop --purge badge` and submit it again.\n",
                scene.submit(Specs.job("badge", JobSpec.Type.BATCH, group)));
    }
}
