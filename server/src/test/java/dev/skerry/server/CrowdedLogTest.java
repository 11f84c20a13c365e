package dev.skerry.server;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.server.jobfile.ExpressionCheck;
import dev.skerry.cluster.server.jobfile.JobFile;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.Refusal;
import dev.skerry.yaml.FileReading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The log has room only for what must be noted: what people ask for waits, what has happened and
/// what makes room does not.
class CrowdedLogTest {
    private static final String FULL = "The disk is full.";
    private static final String NODE = "n-000000000001";
    private static final JobKey JOB = new JobKey(JobKey.DEFAULT_NAMESPACE, "a");

    private final Leader leader =
            new Leader(ServerRooms.empty(), new ServerClock(), new ServerMetrics());
    private final MemoryLog memory = new MemoryLog(leader.follower());
    private volatile String crowded = "";

    @BeforeEach
    void start() throws Exception {
        leader.start(new Crowded(), Throwable::printStackTrace);
        leader.awaitLeadership(Duration.ofSeconds(20));
        done(new ClusterMessage.IssueToken(hash(1), "default", 3_600_000));
        done(join());
        done(new ClusterMessage.Contact(NODE, true, 0));
        done(new ClusterMessage.SubmitJob(job(), -1));
    }

    @AfterEach
    void stop() {
        leader.close();
        memory.close();
    }

    private final class Crowded implements FactLog {
        @Override
        public CompletableFuture<Long> append(Batch batch) {
            return memory.append(batch);
        }

        @Override
        public String crowded() {
            return crowded;
        }

        @Override
        public void close() {}
    }

    private static String hash(int number) {
        return "%064x".formatted(number);
    }

    private static ClusterMessage join() {
        var identity = new Node.Identity(NODE, "edge", "default", "here");
        return new ClusterMessage.Join(hash(1), identity, "key");
    }

    private static JobSpec job() {
        var file = "job: a\ngroups: {g: {tasks: {t: {command: /bin/true}}}}";
        var bytes = file.getBytes(StandardCharsets.UTF_8);
        return switch (JobFile.parse(bytes, "a.yaml", ExpressionCheck.NONE)) {
            case FileReading.Parsed<JobSpec>(var spec) -> spec;
            case FileReading.Wrong<JobSpec>(var problems) -> throw new AssertionError(problems);
        };
    }

    private Applied said(ClusterMessage message) throws Exception {
        return leader.submit(CLUSTER, message, Caller.SERVERS).get(20, SECONDS);
    }

    private Node node() {
        var node = leader.now().of(CLUSTER).nodes().find(NODE);
        if (node == null) throw new AssertionError("it has joined");
        return node;
    }

    private void done(ClusterMessage message) throws Exception {
        assertInstanceOf(Applied.Done.class, said(message), message + "");
    }

    @Test
    void whatPeopleAskForWaits() throws Exception {
        crowded = FULL;
        for (var message :
                List.of(
                        new ClusterMessage.IssueToken(hash(2), "default", 3_600_000),
                        join(),
                        new ClusterMessage.NodeCopied(NODE, "a", "b"),
                        new ClusterMessage.SetMeta(NODE, Map.of("a", "b")),
                        new ClusterMessage.SetEligible(NODE, false),
                        new ClusterMessage.DrainNode(NODE, 1_000, false),
                        new ClusterMessage.SubmitJob(job(), -1),
                        new ClusterMessage.Evaluate(JOB),
                        new ClusterMessage.RestartAllocation("a1"))) {
            var refused = assertInstanceOf(Applied.Refused.class, said(message), message + "");
            assertEquals(new Refusal.Unavailable(FULL), refused.refusal(), message + "");
        }
        crowded = "";
        done(new ClusterMessage.SetEligible(NODE, false));
    }

    @Test
    void whatHasHappenedAndWhatMakesRoomIsTaken() throws Exception {
        crowded = FULL;
        var observed =
                Allocation.Observed.of(Allocation.Status.FAILED, false, "", 0, 1_000, Map.of());
        var change = new ClusterFact.ObservedChange("a1", observed);
        done(new ClusterMessage.Report(NODE, List.of(change)));
        done(new ClusterMessage.Describe(NODE, node().facts()));
        done(new ClusterMessage.Present(0));
        done(new ClusterMessage.Tick());
        done(new ClusterMessage.StopJob(JOB, true));
        done(new ClusterMessage.Contact(NODE, false, 0));
        done(new ClusterMessage.RemoveNode(NODE));
        assertEquals(0, leader.now().of(CLUSTER).nodes().size());
        var unknown =
                assertInstanceOf(
                        Applied.Refused.class, said(new ClusterMessage.StopAllocation("a1")));
        assertInstanceOf(Refusal.NotFound.class, unknown.refusal());
    }
}
