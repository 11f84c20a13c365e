package dev.skerry.cluster.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.Node;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.Frame;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.cluster.node.Run;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CodecTest {
    @Test
    void aFactIsAnObjectWithItsNameAsTheOnlyKey() throws Exception {
        var fact =
                new ClusterFact.NodeJoined(
                        new Node.Identity("n-1", "edge-7", "default", "dc1"), 5, 1_000);
        var bytes = Codec.CLUSTER_FACT.encode(fact);
        assertEquals(
                """
                {"nodeJoined":{"identity":{"id":"n-1","name":"edge-7","pool":"default",\
                "datacenter":"dc1"},"tickMs":5,"wallMs":1000}}\
                """,
                new String(bytes, StandardCharsets.UTF_8));
        assertEquals(fact, Codec.CLUSTER_FACT.decode(bytes));
    }

    @Test
    void aWholeJobComesBackAsItWas() throws Exception {
        var task =
                new TaskSpec(
                        "server",
                        "exec",
                        new TaskSpec.Run("java", List.of("-jar", "x"), Map.of("A", "b"), ""),
                        new Resources(100, 64 << 20, 0),
                        0,
                        TaskSpec.Stop.DEFAULT,
                        TaskSpec.Logs.DEFAULT,
                        List.of(
                                new CheckSpec(
                                        "up",
                                        new CheckSpec.Target.Http("main", "/"),
                                        10_000,
                                        2_000,
                                        0,
                                        3)));
        var policies =
                new Policies(
                        Policies.Restart.SERVICE,
                        Policies.Reschedule.SERVICE,
                        Policies.Disconnect.DEFAULT);
        var spec =
                new JobSpec(
                        new JobKey("default", "badge"),
                        JobSpec.Type.SERVICE,
                        50,
                        new JobSpec.Where("default", List.of("*")),
                        new Placement(
                                List.of("node.arch == \"arm64\""),
                                List.of(),
                                List.of(new Placement.Spread("node.meta.site", 50, List.of())),
                                true,
                                new Placement.DistinctProperty("node.meta.site", 2)),
                        Map.of(),
                        List.of(
                                new GroupSpec(
                                        "web",
                                        1,
                                        Placement.ANYWHERE,
                                        policies,
                                        Map.of("main", 0),
                                        Map.of(),
                                        List.of(task))));
        var fact = new ClusterFact.JobAccepted(spec, 1, 2);
        assertEquals(fact, Codec.CLUSTER_FACT.decode(Codec.CLUSTER_FACT.encode(fact)));
    }

    @Test
    void framesAndNodeFactsComeBackAsTheyWere() throws Exception {
        assertEquals(
                new Frame.Ping(), Codec.FROM_NODE.decode(Codec.FROM_NODE.encode(new Frame.Ping())));
        var moved =
                new NodeFact.TaskMoved(
                        "a1",
                        new Run.Task(
                                "server",
                                1,
                                new Run.Phase.Running(77, 5, 6),
                                List.of(1L),
                                1,
                                -1,
                                Map.of("up", 0),
                                ""));
        assertEquals(moved, Codec.NODE_FACT.decode(Codec.NODE_FACT.encode(moved)));
    }

    @Test
    void whatIsNoneIsRefused() {
        for (var text : List.of("", "{}", "{\"nope\":{}}", "[1]", "{\"ping\":{},\"pong\":{}}")) {
            assertThrows(
                    Codec.Malformed.class,
                    () -> Codec.FROM_NODE.decode(text.getBytes(StandardCharsets.UTF_8)),
                    text);
        }
    }
}
