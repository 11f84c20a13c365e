package dev.skerry.cluster.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Node.JoinToken;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.cluster.state.Quota;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SavedClusterTest {
    static final JobKey KEY = new JobKey("default", "badge");

    static JobSpec spec(int count) {
        var group =
                new GroupSpec(
                        "web",
                        count,
                        Placement.ANYWHERE,
                        new Policies(
                                Policies.Restart.SERVICE,
                                Policies.Reschedule.SERVICE,
                                Policies.Disconnect.DEFAULT),
                        Map.of("http", 0),
                        Map.of(),
                        List.of());
        var where = new JobSpec.Where("all", List.of("*"));
        return new JobSpec(
                KEY,
                JobSpec.Type.SERVICE,
                50,
                where,
                Placement.ANYWHERE,
                Map.of("a", "\"quoted\"\nand two lines"),
                List.of(group));
    }

    static Cluster cluster() {
        var observed =
                Allocation.Observed.of(
                        Allocation.Status.RUNNING,
                        true,
                        "runs",
                        5,
                        6,
                        Map.of("t", new Allocation.TaskState("running", 9, 1, -1, true, 5, "ü")));
        var allocation =
                new Allocation(
                        "a4",
                        new Allocation.Slot(KEY, 2, "web", 0),
                        "n-000000000001",
                        Map.of("http", 20_000),
                        new Resources(100, 200, 300),
                        Allocation.Desired.of(true, "", 1, 3),
                        observed,
                        new Allocation.Lineage(null, null, List.of(7L), 0.5, 1, 2));
        var evaluation = new Evaluation("e5", KEY, 2, "why", true, 0, 3, List.of());
        var identity = new Node.Identity("n-000000000001", "edge", "default", "here");
        var quota = new Quota(2_000, Quota.UNLIMITED, 10, List.of("default", "tills"));
        var facts =
                List.<ClusterFact>of(
                        new ClusterFact.NamespaceApplied(
                                NamespaceSpec.of("shop", "The \"shop\"", quota)),
                        new ClusterFact.TokenIssued(
                                new JoinToken("ab", "default", 99, 100, "", "", "")),
                        new ClusterFact.NodeJoined(identity, 1, 2, "ab12"),
                        new ClusterFact.NodeDescribed(identity.id(), NodeFacts.NONE),
                        new ClusterFact.NodeMetaSet(identity.id(), Map.of("k", "v")),
                        new ClusterFact.NodeContact(identity.id(), true, 3, 4, 5, 1),
                        new ClusterFact.JobAccepted(spec(1), 1, 5, List.of(), null),
                        new ClusterFact.JobAccepted(
                                spec(2),
                                2,
                                6,
                                List.of(),
                                List.of("ab"),
                                "person:ada",
                                Acceptance.How.SCALED,
                                1),
                        new ClusterFact.EvaluationDue(KEY, "job submitted", 0),
                        new ClusterFact.AllocationsPlaced(List.of(allocation)),
                        new ClusterFact.Evaluated(evaluation, 0, 1),
                        new ClusterFact.ServersAway(7, 100_000, 30_000, 9),
                        new ClusterFact.VersionForced(KEY, 2),
                        new ClusterFact.JobRecalled(
                                new Recall(
                                        "r1",
                                        new Recall.Recalled.OfVersions(
                                                KEY, 1, List.of(1L), spec(1)),
                                        "bad",
                                        "person:ada",
                                        8)));
        var machine = new ClusterMachine();
        var cluster = Cluster.EMPTY;
        for (var fact : facts) cluster = machine.apply(cluster, fact);
        return cluster;
    }

    static byte[] saved(Cluster cluster) throws IOException {
        var out = new ByteArrayOutputStream();
        new SavedCluster().write(cluster, out);
        return out.toByteArray();
    }

    @Test
    void itComesBackAsItWas() throws Exception {
        var cluster = cluster();
        var back = new SavedCluster().read(new ByteArrayInputStream(saved(cluster)));
        assertEquals(cluster.passed(), back.passed());
        assertEquals(cluster.nodes(), back.nodes());
        assertEquals(cluster.jobs(), back.jobs());
        assertEquals(cluster.allocations(), back.allocations());
        assertEquals(cluster.index(), back.index());
        assertEquals(cluster.namespaces(), back.namespaces());
        assertEquals(cluster.tokens(), back.tokens());
        assertEquals(cluster.recalls(), back.recalls());
        assertEquals(cluster.watch().due(), back.watch().due());
        assertEquals(cluster.watch().deadlines(), back.watch().deadlines());
    }

    /// Builds before this one have not noted it.
    @Test
    void whoAskedForAVersionOfBeforeIsNotKnown() throws Exception {
        var lines = getClass().getResourceAsStream("saved.golden");
        if (lines == null) throw new AssertionError("the golden file is there");
        try (lines) {
            var line =
                    new String(lines.readAllBytes(), UTF_8)
                            .lines()
                            .filter(it -> it.startsWith("{\"job\""))
                            .findFirst()
                            .orElseThrow();
            var read = ServerCodec.of(SavedRecord.class).decode(line.getBytes(UTF_8));
            var job = ((SavedRecord.OfJob) read).job();
            assertEquals("", job.current().acceptance().by());
            assertEquals(job.submittedWallMs(), job.current().acceptance().wallMs());
            assertTrue(job.submittedWallMs() > 0);
            for (var each : job.versions().values())
                assertEquals(Acceptance.UNKNOWN, each.acceptance());
        }
    }

    @Test
    void everyFlippedBitIsFound() throws Exception {
        var bytes = saved(cluster());
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 4;
            assertThrows(
                    IOException.class,
                    () -> new SavedCluster().read(new ByteArrayInputStream(bytes)));
            bytes[i] ^= 4;
        }
    }

    @Test
    void everyMissingByteIsFound() throws Exception {
        var bytes = saved(cluster());
        for (int length = 0; length < bytes.length; length++) {
            var cut = new ByteArrayInputStream(bytes, 0, length);
            assertThrows(IOException.class, () -> new SavedCluster().read(cut));
        }
    }
}
