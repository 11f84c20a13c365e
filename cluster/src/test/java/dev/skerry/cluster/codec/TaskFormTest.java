package dev.skerry.cluster.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskRole;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.Variant;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TaskFormTest {
    /// As logs, journals and nodes have it since the first build.
    private static final String BEFORE =
            """
            {"name":"web","driver":"exec","run":{"command":"java","args":["-jar","x"],\
            "env":{"A":"b"},"user":"ann"},"resources":{"cpuMhz":100,"memoryBytes":67108864,\
            "diskBytes":0},"cpuMaxMhz":200,"stop":{"signal":"SIGTERM","timeoutMs":10000},\
            "logs":{"maxFiles":3,"maxFileBytes":1048576},"checks":[]}\
            """;

    private static final TaskSpec.RunSpec PROGRAM =
            new TaskSpec.RunSpec("java", List.of("-jar", "x"), Map.of("A", "b"), "ann");

    private static final List<Form<TaskSpec>> FORMS =
            List.of(Codec.of(TaskSpec.class), ServerCodec.of(TaskSpec.class));

    @Test
    void aTaskOfBeforeIsOneVariantThatIsNotConfined() throws Exception {
        for (var form : FORMS) {
            var task = form.decode(BEFORE.getBytes(UTF_8));
            var run = new TaskRun.Exec(PROGRAM, Confinement.OPEN);
            assertEquals(List.of(new Variant("", Variant.Fit.ANY, run)), task.variants());
            assertEquals(TaskRole.MAIN, task.role());
            assertEquals(new TaskSpec.TaskShare(task.resources(), 200), task.share());
            assertEquals(BEFORE, new String(form.encode(task), UTF_8));
        }
    }

    @Test
    void whatCouldBeSaidBeforeIsWrittenAsBefore() throws Exception {
        var dice = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            var form = FORMS.get(i % 2);
            var text = before(dice);
            var task = form.decode(text.getBytes(UTF_8));
            assertEquals(text, new String(form.encode(task), UTF_8));
        }
    }

    @Test
    void whatIsNewStandsBehindWhatWasThere() {
        var task =
                task(
                        List.of(
                                new Variant(
                                        "native",
                                        new Variant.Fit("arm64", "", "musl"),
                                        new TaskRun.Exec(PROGRAM, Confinement.ALL)),
                                new Variant(
                                        "image",
                                        Variant.Fit.ANY,
                                        new TaskRun.Container(
                                                "shop:1",
                                                new TaskRun.Invocation(List.of(), Map.of()),
                                                new TaskRun.ContainerRules(
                                                        List.of("/run"),
                                                        "/srv",
                                                        "app:33",
                                                        true,
                                                        List.of(
                                                                new TaskRun.FolderMount(
                                                                        "local", "/data", true)),
                                                        Confinement.ALL)))),
                        new TaskRole(
                                TaskRole.TaskStage.SIDECAR,
                                List.of("web"),
                                TaskRole.Tier.OPTIONAL));
        assertEquals(
                """
                {"name":"web","resources":{"cpuMhz":1,"memoryBytes":2,"diskBytes":3},"cpuMaxMhz":4,\
                "stop":{"signal":"SIGTERM","timeoutMs":10000},\
                "logs":{"maxFiles":3,"maxFileBytes":1048576},"checks":[],"variants":[\
                {"name":"native","fit":{"arch":"arm64","cpu":"","libc":"musl"},"run":{"exec":{\
                "program":{"command":"java","args":["-jar","x"],"env":{"A":"b"},"user":"ann"},\
                "confinement":{"confined":true,"must":[]}}}},\
                {"name":"image","fit":{"arch":"","cpu":"","libc":""},"run":{"container":{\
                "image":"shop:1","invocation":{"args":[],"env":{}},"rules":{"entrypoint":["/run"],\
                "workDir":"/srv","user":"app:33","readOnly":true,\
                "mounts":[{"folder":"local","at":"/data","readOnly":true}],\
                "confinement":{"confined":true,"must":[]}}}}}],\
                "role":{"stage":"SIDECAR","after":["web"],"tier":"OPTIONAL"}}\
                """,
                new String(FORMS.getFirst().encode(task), UTF_8));
    }

    @Test
    void everyTaskComesBackAsItWas() throws Exception {
        var dice = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            var variants = new ArrayList<Variant>();
            for (int n = dice.nextInt(3); n >= 0; n--) variants.add(variant(dice, n));
            var stages = TaskRole.TaskStage.values();
            var role =
                    new TaskRole(
                            stages[dice.nextInt(stages.length)],
                            dice.nextBoolean() ? List.of() : List.of(word(dice)),
                            dice.nextBoolean() ? TaskRole.Tier.NORMAL : TaskRole.Tier.ESSENTIAL);
            var task = task(variants, role);
            for (var to : FORMS)
                for (var from : FORMS) assertEquals(task, from.decode(to.encode(task)));
        }
    }

    /// Whether it was broken on its way or comes from who knows more.
    @Test
    void whatSaysNotHowItIsRunIsMalformed() {
        for (var run :
                List.of(
                        "",
                        "\"driver\":\"exec\",",
                        "\"run\":{\"command\":\"x\",\"args\":[],\"env\":{},\"user\":\"\"},",
                        "\"variants\":[],",
                        "\"variants\":[{}],",
                        "\"variants\":[null],",
                        "\"variants\":{},",
                        "\"variants\":[{\"name\":\"\",\"fit\":{},\"run\":{}}],",
                        "\"variants\":[{\"name\":\"\",\"fit\":{},\"run\":{\"podman\":{}}}],",
                        "\"variants\":[{\"name\":\"\",\"fit\":{},\"run\":null}],",
                        "\"role\":{\"stage\":\"NOON\",\"after\":[],\"tier\":\"NORMAL\"},",
                        "\"role\":7,")) {
            var text = BEFORE.replaceAll("\"driver.*\"ann\"},", "\\${run}").replace("${run}", run);
            for (var form : FORMS)
                assertThrows(Malformed.class, () -> form.decode(text.getBytes(UTF_8)), text);
        }
    }

    private static String before(Random dice) {
        return BEFORE.replace("\"web\"", quoted(dice))
                .replace("\"exec\"", dice.nextInt(4) == 0 ? quoted(dice) : "\"exec\"")
                .replace("\"java\"", quoted(dice))
                .replace("\"-jar\",\"x\"", quoted(dice))
                .replace("\"b\"", quoted(dice))
                .replace("\"ann\"", quoted(dice))
                .replace(":67108864,", ":" + (dice.nextLong() >>> 1) + ",")
                .replace("Mhz\":200,", "Mhz\":" + dice.nextInt(10_000) + ",");
    }

    private static String quoted(Random dice) {
        return '"' + word(dice) + '"';
    }

    private static String word(Random dice) {
        return "w" + Long.toString(dice.nextLong() >>> 1, 36);
    }

    private static Variant variant(Random dice, int number) {
        var fit = dice.nextBoolean() ? Variant.Fit.ANY : new Variant.Fit(word(dice), "", "glibc");
        return new Variant(number == 0 ? "" : word(dice), fit, run(dice));
    }

    private static TaskRun run(Random dice) {
        var program = new TaskSpec.RunSpec(word(dice), List.of(word(dice)), Map.of(), "");
        var started = new TaskRun.Invocation(List.of(word(dice)), Map.of("A", word(dice)));
        var confinement =
                switch (dice.nextInt(3)) {
                    case 0 -> Confinement.OPEN;
                    case 1 -> Confinement.ALL;
                    default -> new Confinement(true, List.of("pids", word(dice)));
                };
        return switch (dice.nextInt(6)) {
            case 0 -> new TaskRun.Exec(program, confinement);
            case 1 -> new TaskRun.RawExec(program);
            case 4 -> new TaskRun.Unknown(word(dice), program);
            case 2 ->
                    new TaskRun.Java(
                            new TaskRun.JavaProgram(
                                    "", word(dice), List.of("lib"), List.of("-Xss1m"), 21, ""),
                            started,
                            confinement);
            case 3 ->
                    new TaskRun.Wasm(
                            word(dice),
                            started,
                            new TaskRun.WasmGrants(List.of("local"), List.of(), 5));
            default ->
                    new TaskRun.Container(
                            word(dice), started, TaskRun.ContainerRules.confined(confinement));
        };
    }

    private static TaskSpec task(List<Variant> variants, TaskRole role) {
        return new TaskSpec(
                "web",
                variants,
                new TaskSpec.TaskShare(new Resources(1, 2, 3), 4),
                TaskSpec.StopSpec.DEFAULT,
                TaskSpec.Logs.DEFAULT,
                List.<CheckSpec>of(),
                role);
    }
}
