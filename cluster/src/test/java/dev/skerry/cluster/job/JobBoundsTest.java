package dev.skerry.cluster.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.codec.ServerCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a job may say in words, and that the log and the links can carry the largest.
class JobBoundsTest {
    /// Bytes of JSON: four such would fill an entry of the log, two a frame.
    static final int JSON_BYTES_MAX = 2 * 1024 * 1024;

    /// The characters that become most bytes.
    static final String DEAR = "€";

    static TaskSpec task(String name, List<String> args, Map<String, String> env) {
        return task(name, args, env, List.of());
    }

    static TaskSpec task(
            String name, List<String> args, Map<String, String> env, List<CheckSpec> checks) {
        return new TaskSpec(
                name,
                "exec",
                new TaskSpec.RunSpec("/bin/true", args, env, ""),
                new Resources(1, 1, 0),
                0,
                TaskSpec.StopSpec.DEFAULT,
                TaskSpec.Logs.DEFAULT,
                checks);
    }

    static JobSpec job(Map<String, String> meta, Placement placement, TaskSpec... tasks) {
        return job(meta, placement, List.of(group("g", List.of(tasks))));
    }

    static JobSpec job(Map<String, String> meta, Placement placement, List<GroupSpec> groups) {
        return new JobSpec(
                new JobKey("default", "large"),
                JobSpec.Type.SERVICE,
                50,
                JobSpec.Where.ANYWHERE,
                placement,
                meta,
                groups);
    }

    static GroupSpec group(String name, List<TaskSpec> tasks) {
        var policies =
                new Policies(
                        Policies.Restart.SERVICE,
                        Policies.Reschedule.SERVICE,
                        Policies.Disconnect.DEFAULT);
        return new GroupSpec(name, 1, Placement.ANYWHERE, policies, Map.of(), Map.of(), tasks);
    }

    private static String refused(JobSpec spec) {
        var wrong = JobBounds.wrong(spec);
        return wrong == null ? "" : wrong.sentence();
    }

    private static String refused(TaskSpec task) {
        return refused(job(Map.of(), Placement.ANYWHERE, task));
    }

    @Test
    void eachTextHasItsBound() {
        var most = "x".repeat(JobBounds.ARGUMENT_CHARACTERS_MAX);
        assertEquals("", refused(task("t", List.of(most), Map.of("A", most))));
        var shown = "x".repeat(199) + "…";
        assertEquals(
                "groups.g.tasks.t.args[1] is \"%s\"; it should be text of at most 8,192"
                                .formatted(shown)
                        + " characters without control characters.",
                refused(task("t", List.of("a", most + "x"), Map.of())));
        assertEquals(
                "groups.g.tasks.t.env.A is \"%s\"; it should be text of at most 8,192"
                                .formatted(shown)
                        + " characters without control characters.",
                refused(task("t", List.of(), Map.of("A", most + "x"))));
        assertTrue(refused(task("t", List.of("a\0b"), Map.of())).contains("control characters"));
        assertTrue(refused(task("t", List.of("\ud83d"), Map.of())).contains("args[0] is \"�\""));
        assertEquals(
                "groups.g.tasks.t.args is \"513 entries\"; it should be at most 512 entries.",
                refused(task("t", Collections.nCopies(513, ""), Map.of())));
        assertTrue(refused(job(numbered(65, ""), Placement.ANYWHERE, task())).contains("meta"));
        var rules = Collections.nCopies(65, "true");
        var placement = new Placement(rules, List.of(), List.of(), false, null);
        assertTrue(refused(job(Map.of(), placement, task())).contains("constraints"));
    }

    @Test
    void eachVariantHasItsBoundsAndANameOfItsOwn() {
        assertEquals("", refused(variants("native", "image")));
        assertEquals(
                "groups.g.tasks.t.variants is \"image\"; it should be there once.",
                refused(variants("image", "native", "image")));
        assertTrue(refused(variants("a", "")).contains("groups.g.tasks.t.variants is \"\""));
        var many = new String[JobBounds.VARIANTS_MAX + 1];
        for (int i = 0; i < many.length; i++) many[i] = "v" + i;
        assertEquals(
                "groups.g.tasks.t.variants is \"17 entries\"; it should be at most 16 entries.",
                refused(variants(many)));
        var image = "x".repeat(JobBounds.WORD_CHARACTERS_MAX + 1);
        for (var run :
                List.of(
                        container(image, "", List.of()),
                        container("", image, List.of()),
                        container("", "", List.of(image)),
                        new TaskRun.Wasm(image, NOTHING, TaskRun.WasmGrants.NOTHING),
                        new TaskRun.Java(
                                new TaskRun.JavaProgram(image, "", List.of(), List.of(), 0, ""),
                                NOTHING,
                                Confinement.ALL)))
            assertTrue(refused(of(List.of(Variant.only(run)))).contains("at most 1,024"), run + "");
    }

    private static final TaskRun.Invocation NOTHING = new TaskRun.Invocation(List.of(), Map.of());

    private static TaskRun container(String image, String workDir, List<String> must) {
        var confinement = new Confinement(true, must);
        var rules =
                new TaskRun.ContainerRules(
                        List.of(), workDir, workDir, false, List.of(), confinement);
        return new TaskRun.Container(image, NOTHING, rules);
    }

    private static TaskSpec variants(String... names) {
        var run = container("shop:1", "", List.of());
        return of(Stream.of(names).map(it -> new Variant(it, Variant.Fit.ANY, run)).toList());
    }

    private static TaskSpec of(List<Variant> variants) {
        var it = task();
        return new TaskSpec(
                "t", variants, it.share(), it.stop(), it.logs(), it.checks(), it.role());
    }

    private static TaskSpec task() {
        return task("t", List.of(), Map.of());
    }

    private static Map<String, String> numbered(int count, String value) {
        var all = new HashMap<String, String>();
        for (int i = 0; i < count; i++) all.put("k" + i, value);
        return all;
    }

    @Test
    void allOfItTogetherHasABound() {
        var most = "x".repeat(JobBounds.ARGUMENT_CHARACTERS_MAX);
        assertEquals("", refused(task("t", Collections.nCopies(7, most), Map.of())));
        assertEquals(
                "the size of the job is \"65,822 characters\"; it should be at most 65,536; large"
                        + " texts belong into files on the nodes.",
                refused(task("t", Collections.nCopies(8, most), Map.of())));
    }

    /// In each way that there is to make one large.
    static List<JobSpec> largest() {
        var all = new ArrayList<JobSpec>();
        var most = DEAR.repeat(JobBounds.ARGUMENT_CHARACTERS_MAX);
        all.add(
                job(
                        Map.of(),
                        Placement.ANYWHERE,
                        task("t", Collections.nCopies(7, most), Map.of())));
        var word = DEAR.repeat(JobBounds.WORD_CHARACTERS_MAX);
        all.add(job(numbered(60, word), Placement.ANYWHERE, task()));
        var tasks = new ArrayList<TaskSpec>();
        var checks = new ArrayList<CheckSpec>();
        for (int i = 0; i < JobBounds.CHECKS_MAX; i++)
            checks.add(new CheckSpec("c" + i, new CheckSpec.Target.Tcp("p"), 1, 1, 1, 1));
        for (int i = 0; i < JobBounds.TASKS_MAX; i++)
            tasks.add(task("t" + i, List.of(), Map.of(), i < 5 ? checks : List.of()));
        var groups = new ArrayList<GroupSpec>();
        for (int i = 0; i < JobBounds.GROUPS_MAX; i++) groups.add(group("g" + i, tasks));
        all.add(job(Map.of(), Placement.ANYWHERE, groups.subList(0, 12)));
        return all;
    }

    @Test
    void theLargestGoThroughTheLog() throws Exception {
        for (var spec : largest()) {
            assertNull(JobBounds.wrong(spec), () -> refused(spec));
            assertTrue(JobBounds.characters(spec) > JobBounds.JOB_CHARACTERS_MAX * 0.85);
            var fact = new ClusterFact.JobAccepted(spec, 1, 0, List.of(), null);
            var bytes = ServerCodec.CLUSTER_FACT.encode(fact);
            assertTrue(bytes.length < JSON_BYTES_MAX, bytes.length + " bytes");
            assertEquals(fact, ServerCodec.CLUSTER_FACT.decode(bytes));
        }
    }
}
