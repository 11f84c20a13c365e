package dev.skerry.cluster.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.Specs;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Portion;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.ScalingSpec;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.cluster.node.Run;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.recall.RecallsTold;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Quota;
import dev.skerry.cluster.state.Schedule;
import dev.skerry.kernel.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CodecTest {
    @Test
    void aFactIsAnObjectWithItsNameAsTheOnlyKey() throws Exception {
        var fact =
                new ClusterFact.NodeJoined(
                        new Node.Identity("n-1", "edge-7", "default", "dc1"), 5, 1_000, "ab12");
        var bytes = ServerCodec.CLUSTER_FACT.encode(fact);
        assertEquals(
                """
                {"nodeJoined":{"identity":{"id":"n-1","name":"edge-7","pool":"default",\
                "datacenter":"dc1"},"tickMs":5,"wallMs":1000,"joining":"ab12"}}\
                """,
                new String(bytes, StandardCharsets.UTF_8));
        assertEquals(fact, ServerCodec.CLUSTER_FACT.decode(bytes));
    }

    @Test
    void aNamespaceIsWrittenWithEachLimitOfItsQuota() throws Exception {
        var quota = new Quota(2_000, 4L << 30, Quota.UNLIMITED, List.of("tills"));
        var applied = new ClusterFact.NamespaceApplied(NamespaceSpec.of("shop", "Tills", quota));
        assertWritten(
                """
                {"namespaceApplied":{"spec":{"name":"shop","description":"Tills","quota":\
                {"cpuMhz":2000,"memoryBytes":4294967296,"allocations":-1,"pools":["tills"]},\
                "preempts":["SYSTEM"]}}}\
                """,
                applied);
        assertWritten(
                "{\"namespaceDeleted\":{\"name\":\"shop\"}}",
                new ClusterFact.NamespaceDeleted("shop"));
    }

    @Test
    void aRecallIsWrittenWithWhatItIsAbout() throws Exception {
        var key = new JobKey("default", "till");
        var all = new Recall("r0123456789", new Recall.Recalled.OfJob(key), "bad", "person:a", 5);
        assertWritten(
                """
                {"jobRecalled":{"recall":{"id":"r0123456789","what":{"job":{"job":{\
                "namespace":"default","name":"till"}}},"reason":"bad","by":"person:a","wallMs":5}}}\
                """,
                new ClusterFact.JobRecalled(all));
        var what = new Recall.Recalled.OfVersions(key, 2, List.of(1L, 2L), null);
        assertWritten(
                """
                {"jobRecalled":{"recall":{"id":"r0123456789","what":{"versions":{"job":{\
                "namespace":"default","name":"till"},"version":2,"versions":[1,2]}},"reason":"",\
                "by":"person:a","wallMs":5}}}\
                """,
                new ClusterFact.JobRecalled(new Recall("r0123456789", what, "", "person:a", 5)));
        assertWritten(
                """
                {"recallLifted":{"recall":"r0123456789","job":{"namespace":"default",\
                "name":"till"}}}\
                """,
                new ClusterFact.RecallLifted("r0123456789", key));
        assertWritten(
                """
                {"versionForced":{"job":{"namespace":"default","name":"till"},"version":3}}\
                """,
                new ClusterFact.VersionForced(key, 3));
    }

    /// A node of before reads the orders of such a part, and nothing of recalls.
    @Test
    void whatIsRecalledIsAFieldMoreOfOrders() throws Exception {
        var work =
                new RecallsTold.RecalledWork(new JobKey("default", "till"), List.of(), "recalled");
        var told = new RecallsTold(3, List.of(work));
        var plain = new ServersSay.Sync(7, false, false, List.of(), List.of(), List.of());
        for (var sync : List.of(plain, plain.saying(told)))
            assertEquals(sync, Codec.SERVERS_SAY.decode(Codec.SERVERS_SAY.encode(sync)));
        assertEquals(
                """
                {"sync":{"version":7,"whole":false,"current":false,"orders":[],"removed":[],\
                "kept":[],"recalls":{"changes":3,"all":[{"job":{"namespace":"default",\
                "name":"till"},"versions":[],"why":"recalled"}]}}}\
                """,
                new String(Codec.SERVERS_SAY.encode(plain.saying(told)), StandardCharsets.UTF_8));
        assertEquals(
                """
                {"sync":{"version":7,"whole":false,"current":false,"orders":[],"removed":[],\
                "kept":[]}}\
                """,
                new String(Codec.SERVERS_SAY.encode(plain), StandardCharsets.UTF_8));
    }

    @Test
    void howAJobIsLaunchedStandsBehindItsKind() throws Exception {
        assertLaunched(
                """
                {"periodic":{"cron":["0 3 * * *"],"timeZone":"UTC","noOverlap":true,\
                "enabled":true,"keep":10}}\
                """,
                new Launch.Periodic(List.of("0 3 * * *"), "UTC", true, true, 10));
        assertLaunched(
                """
                {"parameterized":{"payload":"REQUIRED","metaRequired":["who"],\
                "metaOptional":["how"],"keep":3}}\
                """,
                new Launch.Parameterized(
                        Launch.Payload.REQUIRED, List.of("who"), List.of("how"), 3));
        assertLaunched(
                """
                {"launched":{"parent":"report","version":7,"cause":"DISPATCHED","atWallMs":5,\
                "payload":"cGF5"}}\
                """,
                new Launch.Launched("report", 7, Launch.Cause.DISPATCHED, 5, "cGF5"));
        assertLaunched(
                """
                {"onNode":{"cron":["0 3 * * *"],"timeZone":"UTC","enabled":true}}\
                """,
                new Launch.OnNode(List.of("0 3 * * *"), "UTC", true));
        assertWritten(
                """
                {"jobScheduled":{"job":{"namespace":"default","name":"backup"},\
                "schedule":{"nextWallMs":5,"decidedWallMs":4,"lastWallMs":3,\
                "child":"backup-periodic-3","says":""}}}\
                """,
                new ClusterFact.JobScheduled(
                        new JobKey("default", "backup"),
                        new Schedule(5, 4, 3, "backup-periodic-3", "")));
    }

    /// Whoever reads an earlier format has no calendars.
    @Test
    void whatComesOfACalendarIsAFieldMore() throws Exception {
        var desired = Allocation.Desired.of(true, "", 0, 3);
        var counts = new Allocation.RoundCounts(4, 1, 2);
        var rounds = new Allocation.Rounds(9, 8, 7, true, "", 1, counts);
        assertWritten(
                """
                {"allocationsDesired":{"changes":[{"allocation":"a1","desired":{"run":true,\
                "reason":"","restarts":0,"generation":3,"rounds":0}}]}}\
                """,
                new ClusterFact.AllocationsDesired(
                        List.of(new ClusterFact.DesiredChange("a1", desired))));
        assertWritten(
                """
                {"allocationsDesired":{"changes":[{"allocation":"a1","desired":{"run":true,\
                "reason":"","restarts":0,"generation":4,"rounds":1}}]}}\
                """,
                new ClusterFact.AllocationsDesired(
                        List.of(new ClusterFact.DesiredChange("a1", desired.round()))));
        var observed =
                new Allocation.Observed(
                        Allocation.Status.RUNNING, true, "", 5, 6, Map.of(), rounds);
        assertWritten(
                """
                {"allocationsObserved":{"changes":[{"allocation":"a1","observed":{\
                "status":"RUNNING","healthy":true,"description":"","sinceTickMs":5,\
                "sinceWallMs":6,"tasks":{},"rounds":{"nextWallMs":9,"decidedWallMs":8,\
                "lastWallMs":7,"running":true,"says":"","asked":1,"counts":{"ended":4,\
                "failed":1,"skipped":2}}}}]}}\
                """,
                new ClusterFact.AllocationsObserved(
                        List.of(new ClusterFact.ObservedChange("a1", observed))));
    }

    private static void assertLaunched(String json, Launch launch) throws Exception {
        for (var form : List.of(ServerCodec.of(Launch.class), Codec.of(Launch.class))) {
            var bytes = form.encode(launch);
            assertEquals(json, new String(bytes, StandardCharsets.UTF_8));
            assertEquals(launch, form.decode(bytes));
        }
    }

    private static void assertWritten(String json, ClusterFact fact) throws Exception {
        var bytes = ServerCodec.CLUSTER_FACT.encode(fact);
        assertEquals(json, new String(bytes, StandardCharsets.UTF_8));
        assertEquals(fact, ServerCodec.CLUSTER_FACT.decode(bytes));
    }

    /// Node and server are of different ages while a fleet is brought up to date.
    @Test
    void whatALaterBuildAddsIsPassedOver() throws Exception {
        var report = "{\"report\":{\"number\":7,\"changes\":[],\"moon\":{\"full\":[true]}}}";
        assertEquals(
                new NodeSays.Report(7, List.of()),
                Codec.NODE_SAYS.decode(report.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aWholeJobComesBackAsItWas() throws Exception {
        var task =
                new TaskSpec(
                        "server",
                        "exec",
                        new TaskSpec.RunSpec("java", List.of("-jar", "x"), Map.of("A", "b"), ""),
                        new Resources(100, 64 << 20, 0),
                        0,
                        TaskSpec.StopSpec.DEFAULT,
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
        var fact = new ClusterFact.JobAccepted(spec, 1, 2, List.of(), List.of("ab12"));
        assertEquals(fact, ServerCodec.CLUSTER_FACT.decode(ServerCodec.CLUSTER_FACT.encode(fact)));
    }

    @Test
    void whatNodesSayAndTheirFactsComeBackAsTheyWere() throws Exception {
        var synced = new NodeSays.Synced(7);
        assertEquals(synced, Codec.NODE_SAYS.decode(Codec.NODE_SAYS.encode(synced)));
        var moved =
                new NodeFact.TaskMoved(
                        "a1",
                        new Run.Task(
                                "server",
                                1,
                                new Run.Phase.Running(77, 5, 6, null),
                                List.of(1L),
                                1,
                                -1,
                                Map.of("up", 0),
                                ""));
        assertEquals(moved, Codec.NODE_FACT.decode(Codec.NODE_FACT.encode(moved)));
    }

    @Test
    void brokenBytesAreMalformedAndNothingWorse() {
        var random = new Random(7);
        var report =
                """
                {"report":{"number":7,"changes":[{"allocation":"a1","observed":{"status":"RUNNING",\
                "healthy":true,"description":"ü\\u00e4\\n","sinceTickMs":5,"sinceWallMs":6.5e3,\
                "tasks":{"t":{"phase":"running","pid":9,"restarts":1,"exitCode":-1,"healthy":true,\
                "startedWallMs":5,"message":"😀"}}}}]}}\
                """
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 50_000; i++) {
            var bytes = java.util.Arrays.copyOf(report, 1 + random.nextInt(report.length));
            for (int n = random.nextInt(4); n > 0; n--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            try {
                Codec.NODE_SAYS.decode(bytes);
            } catch (Malformed e) {
                assertEquals(false, String.valueOf(e.getMessage()).isEmpty());
            }
        }
    }

    @Test
    void whatIsNoneIsRefused() {
        var deep = "{\"ping\":" + "[".repeat(1_000_000);
        for (var text :
                List.of(
                        "",
                        "{}",
                        "{\"nope\":{}}",
                        "[1]",
                        "{\"ping\":{},\"pong\":{}}",
                        "{\"renew\":{\"publicKey\":\"\\u12",
                        deep)) {
            assertThrows(
                    Malformed.class,
                    () -> Codec.NODE_SAYS.decode(text.getBytes(StandardCharsets.UTF_8)),
                    text.length() > 100 ? "deep" : text);
        }
    }

    @Test
    void keysWithAnythingInThemComeBackAsTheyWere() throws Exception {
        var dice = new Random(7);
        var keys = new TreeMap<String, Integer>();
        keys.put("node.arch == \"arm64\"", 1);
        keys.put("back\\slash \t \n \u0001 \b \f \r / \u2028 \ud83d\ude00", 2);
        for (int i = 0; i < 500; i++) {
            var key = new StringBuilder();
            for (int j = dice.nextInt(8); j >= 0; j--)
                key.append((char) (dice.nextBoolean() ? dice.nextInt(128) : dice.nextInt(0xd800)));
            keys.put(key.toString(), i);
        }
        var fact = evaluated(0.5, keys);
        for (int restart = 0; restart < 3; restart++) {
            var back = ServerCodec.CLUSTER_FACT.decode(ServerCodec.CLUSTER_FACT.encode(fact));
            assertEquals(fact, back);
        }
    }

    @Test
    void doublesComeBackToTheLastDigit() throws Exception {
        var dice = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            double any = Double.longBitsToDouble(dice.nextLong());
            if (!Double.isFinite(any)) continue;
            for (double number : new double[] {any, dice.nextDouble(), 0, 1e-300, 1 / 3.0}) {
                var fact = evaluated(number, Map.of());
                assertEquals(
                        fact,
                        ServerCodec.CLUSTER_FACT.decode(ServerCodec.CLUSTER_FACT.encode(fact)));
            }
        }
    }

    @Test
    void aKeyWithABrokenEscapeIsMalformed() {
        for (var escape : List.of("\\x", "\\u12", "\\uzzzz", "\\")) {
            var text = "{\"nodeMetaSet\":{\"node\":\"n\",\"meta\":{\"" + escape + "\":\"v\"}}}";
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThrows(Malformed.class, () -> ServerCodec.CLUSTER_FACT.decode(bytes), text);
        }
    }

    /// What a log of before they were said has none of, and what one of today has.
    @Test
    void whoMakesWayComesBack() throws Exception {
        var lineage = new Allocation.Lineage(null, null, List.of(), 0.5, 1, 2, List.of("a1"), "a2");
        var type = ServerCodec.of(Allocation.Lineage.class);
        var text = new String(type.encode(lineage), StandardCharsets.UTF_8);
        assertEquals(
                "{\"reschedules\":[],\"score\":0.5,\"createdTickMs\":1,\"createdWallMs\":2,"
                        + "\"displaces\":[\"a1\"],\"displacedBy\":\"a2\"}",
                text);
        assertEquals(lineage, type.decode(text.getBytes(StandardCharsets.UTF_8)));
        var before = text.replaceAll(",\"displaces.*}", "}").getBytes(StandardCharsets.UTF_8);
        assertEquals(new Allocation.Lineage(null, null, List.of(), 0.5, 1, 2), type.decode(before));
        var shop = new NamespaceSpec("shop", "", Quota.NONE, List.of(JobSpec.Type.BATCH));
        var spec = ServerCodec.of(NamespaceSpec.class);
        assertEquals(shop, spec.decode(spec.encode(shop)));
        var old = new String(spec.encode(shop), StandardCharsets.UTF_8);
        assertTrue(old.endsWith(",\"preempts\":[\"BATCH\"]}"), old);
        old = old.replace(",\"preempts\":[\"BATCH\"]", "");
        assertEquals(
                NamespaceSpec.of("shop", "", Quota.NONE),
                spec.decode(old.getBytes(StandardCharsets.UTF_8)));
        var bounds = ServerCodec.of(ScalingSpec.class);
        assertEquals(
                "{\"min\":2,\"max\":5}",
                new String(bounds.encode(new ScalingSpec(2, 5)), StandardCharsets.UTF_8));
    }

    private static ClusterFact evaluated(double score, Map<String, Integer> filtered) {
        var explanation =
                new Evaluation.Explanation(
                        "web",
                        new Evaluation.Counts(1, 0, 0, 0, 0),
                        1,
                        filtered,
                        Map.of(),
                        List.of(new Evaluation.Score("n-1", score, Map.of("binpack", score))),
                        List.of());
        var key = new JobKey("default", "badge");
        return new ClusterFact.Evaluated(
                new Evaluation("e1", key, 1, "why", false, 0, 0, List.of(explanation)), 1, 5);
    }

    /// An adapter is made when it is needed first: without this test that were on a node.
    @Test
    void aNodeHasTheFormsOfAllThatItMayMeet() {
        for (var names :
                List.of(
                        NodeNames.NODE_FACTS,
                        NodeNames.NODE_SAYS,
                        NodeNames.SERVERS_SAY,
                        NodeNames.TARGETS,
                        NodeNames.LAUNCHES,
                        NodeNames.RUNS,
                        NodeNames.PHASES))
            for (var type : names.all()) assertNotNull(Codec.of(type), type.getName());
        assertNotNull(Codec.of(LogRequest.class));
        assertNotNull(Codec.of(OwnAnswers.Self.class));
        assertNotNull(Codec.of(OwnAnswers.OwnStanding.class));
    }

    @Test
    void aServerHasTheFormsOfAllThatItKeeps() {
        for (var names : List.of(ServerNames.CLUSTER_FACTS, ServerNames.SAVED))
            for (var type : names.all()) assertNotNull(ServerCodec.of(type), type.getName());
    }

    /// What older builds wrote says nothing of it, and neither does what nobody has said.
    @Test
    void howAGroupIsMovedStandsWhereItIsSaid() throws Exception {
        var form = ServerCodec.of(JobSpec.class);
        var plain = Specs.service("badge", 1);
        assertFalse(new String(form.encode(plain), UTF_8).contains("migrate"));
        var moved = Specs.moved(plain, new Policies.Migrate(new Portion(25, true), 5_000));
        var text = new String(form.encode(moved), UTF_8);
        var says =
                """
                "migrate":{"maxParallel":{"amount":25,"percent":true},"minHealthyMs":5000}\
                """;
        assertTrue(text.contains(says), text);
        assertEquals(moved, form.decode(text.getBytes(UTF_8)));
    }
}
