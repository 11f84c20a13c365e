package dev.skerry.agent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whatever runs a task, the words in what it is started with are replaced, and in nothing else.
class RunWordsTest {
    private static final Map<String, String> ENV = Map.of("X", "it", "Y", "${X}!");
    private static final TaskRun.FolderMount MOUNT =
            new TaskRun.FolderMount("local", "/data", false);

    private static final TaskRun.Invocation INVOCATION =
            new TaskRun.Invocation(List.of("a", "${Y}"), ENV);

    @Test
    void programs() throws Exception {
        var program = new TaskSpec.RunSpec("bin/${X}", List.of("${Y}"), ENV, "bob");
        for (var run :
                List.of(
                        new TaskRun.Exec(program, Confinement.ALL),
                        new TaskRun.RawExec(program),
                        new TaskRun.Unknown("qemu", program))) {
            assertEquals("bob", RunWords.user(run));
            var replaced = task(RunWords.replaced(run, environment(run))).run();
            assertEquals("bin/it [it!] bob", words(replaced));
            assertEquals("it!", replaced.env().get("Y"));
        }
    }

    private static String words(TaskSpec.RunSpec run) {
        return "%s %s %s".formatted(run.command(), run.args(), run.user());
    }

    @Test
    void java() throws Exception {
        var program =
                new TaskRun.JavaProgram(
                        "local/${X}.jar", "${X}.Main", List.of("${X}"), List.of("-D${X}"), 21, "");
        var run = new TaskRun.Java(program, INVOCATION, Confinement.ALL);
        var replaced = (TaskRun.Java) RunWords.replaced(run, environment(run));
        assertEquals(
                new TaskRun.JavaProgram(
                        "local/it.jar", "it.Main", List.of("it"), List.of("-Dit"), 21, ""),
                replaced.program());
        assertEquals(List.of("a", "it!"), replaced.invocation().args());
    }

    @Test
    void modules() throws Exception {
        var run = new TaskRun.Wasm("local/${X}.wasm", INVOCATION, TaskRun.WasmGrants.NOTHING);
        var replaced = (TaskRun.Wasm) RunWords.replaced(run, environment(run));
        assertEquals("local/it.wasm", replaced.module());
        assertEquals("it!", replaced.invocation().env().get("Y"));
        assertEquals("", RunWords.user(run));
    }

    /// An image is what was signed and placed, and no other.
    @Test
    void containers() throws Exception {
        var rules =
                new TaskRun.ContainerRules(
                        List.of("/${X}"), "/w/${X}", "app", true, List.of(MOUNT), Confinement.ALL);
        var run = new TaskRun.Container("web:${X}", INVOCATION, rules);
        var replaced = (TaskRun.Container) RunWords.replaced(run, environment(run));
        assertEquals(
                new TaskRun.ContainerRules(
                        List.of("/it"), "/w/it", "app", true, List.of(MOUNT), Confinement.ALL),
                replaced.rules());
        assertEquals("web:${X}", replaced.image());
        assertEquals(List.of("a", "it!"), replaced.invocation().args());
    }

    @Test
    void aWordThatNobodyKnowsIsRefused() throws Exception {
        var run = new TaskRun.Wasm("${NOBODY}", INVOCATION, TaskRun.WasmGrants.NOTHING);
        var by = environment(run);
        assertThrows(TaskRefused.class, () -> RunWords.replaced(run, by));
    }

    private static TaskSpec task(TaskRun run) {
        return new TaskSpec(
                "server",
                run,
                new TaskSpec.TaskShare(TaskSpec.RESOURCES_DEFAULT, 0),
                TaskSpec.StopSpec.DEFAULT,
                TaskSpec.Logs.DEFAULT,
                List.<CheckSpec>of());
    }

    private static TaskEnvironment environment(TaskRun run) throws TaskRefused {
        var host = new TaskEnvironment.Host("n-000000000001", "shed", "0", Map.of());
        var task = task(run);
        return new TaskEnvironment(host, Orders.of("a1", task), task, Path.of("/runs/a1"));
    }
}
