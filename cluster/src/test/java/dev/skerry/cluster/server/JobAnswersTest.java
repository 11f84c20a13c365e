package dev.skerry.cluster.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.server.jobfile.JobFile;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.JobVersion;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentMap;
import dev.skerry.yaml.FileReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is counted of a job's groups.
class JobAnswersTest {
    private static final String FILE =
            "{job: shop, groups: {web: {count: 3, tasks: {t: {command: /bin/true}}}}}";

    private final List<Allocation> all = new ArrayList<>();

    private static JobSpec spec() {
        return switch (JobFile.parse(FILE.getBytes(UTF_8), "job.yaml", new CelExpressions())) {
            case FileReading.Parsed<JobSpec>(var spec) -> spec;
            case FileReading.Wrong<JobSpec>(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }

    private void one(Status status, boolean wanted) {
        all.add(
                new Allocation(
                        "a" + (all.size() + 1),
                        new Allocation.Slot(spec().key(), 1, "web", all.size()),
                        "n1",
                        Map.of(),
                        new Resources(100, 200, 300),
                        Allocation.Desired.of(wanted, "", 0, 1),
                        Allocation.Observed.of(status, true, "", 5, 6, Map.of()),
                        new Allocation.Lineage(null, null, List.of(), 0.5, 1, 2)));
    }

    private JobAnswers.Group group(boolean stopped) {
        var placed = new ClusterFact.AllocationsPlaced(all);
        var cluster = new ClusterMachine().apply(Cluster.EMPTY, placed);
        var versions = PersistentMap.<Long, JobVersion>empty();
        var job = new Job(new JobVersion(spec()), 1, stopped, versions, List.of(), null);
        return JobAnswers.groups(cluster, job).getFirst();
    }

    /// The last look at it has found that a month is left.
    private @Nullable String forgottenAt(boolean stopped) {
        var cluster =
                new ClusterMachine().apply(Cluster.EMPTY, new ClusterFact.AllocationsPlaced(all));
        var look =
                new Evaluation("e1", spec().key(), 1, "it", false, 5 + Job.KEPT_MS, 0, List.of());
        var versions = PersistentMap.<Long, JobVersion>empty();
        var job = new Job(new JobVersion(spec()), 1, stopped, versions, List.of(look), null);
        var nodes = new NodesSeen(cluster, _ -> true, _ -> true);
        return JobAnswers.detail(nodes, job, new Now(5, 0)).forgottenAt();
    }

    @Test
    void whenAJobIsForgottenIsSaidOnceItIsOver() {
        assertNull(forgottenAt(false));
        assertEquals("1970-01-31T00:00:00Z", forgottenAt(true));
        one(Status.COMPLETE, false);
        assertEquals("1970-01-31T00:00:00Z", forgottenAt(true));
        one(Status.RUNNING, false);
        assertNull(forgottenAt(true), "something of it ends");
    }

    /// As the old ones are whose slots canaries have taken, and canaries that were given up.
    @Test
    void whatHasEndedAndIsNotWantedAnyMoreIsNotCounted() {
        for (int i = 0; i < 2; i++) one(Status.RUNNING, true);
        one(Status.FAILED, true);
        one(Status.RUNNING, false);
        one(Status.COMPLETE, false);
        one(Status.FAILED, false);
        assertEquals(new JobAnswers.Group("web", 3, 3, 0, 0, 1, 0, 0), group(false));
    }

    @Test
    void ofAJobThatIsStoppedItIsSaidHowItsAllocationsEnded() {
        one(Status.COMPLETE, false);
        one(Status.FAILED, false);
        assertEquals(new JobAnswers.Group("web", 0, 0, 0, 0, 1, 0, 1), group(true));
    }
}
