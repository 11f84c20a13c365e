package dev.skerry.cluster.server.jobfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.yaml.FileReading;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// By which driver a task is run, as people write it.
class RunReaderTest {
    private static final TaskRun.Invocation PLAIN =
            new TaskRun.Invocation(List.of("-v"), Map.of("A", "b"));

    static String text(String task) {
        return "job: a\ngroups: {g: {ports: {main: {}}, tasks: {t:\n  {" + task + "}}}}";
    }

    static FileReading<JobSpec> read(String task) {
        return JobFile.parse(text(task).getBytes(UTF_8), "job.yaml", ExpressionCheck.NONE);
    }

    private static TaskSpec task(String task) {
        if (read(task) instanceof FileReading.Parsed<JobSpec>(var spec))
            return spec.groups().getFirst().tasks().getFirst();
        throw new AssertionError(read(task));
    }

    private static String wrong(String task) {
        return switch (read(task)) {
            case FileReading.Parsed<JobSpec> _ -> "";
            case FileReading.Wrong<JobSpec>(var problems) ->
                    problems.stream()
                            .map(it -> "3:%d: %s".formatted(it.column(), it.message()))
                            .collect(Collectors.joining("\n"));
        };
    }

    @Test
    void eachDriverHasKeysOfItsOwn() {
        var program = new TaskSpec.RunSpec("/bin/x", List.of("-v"), Map.of("A", "b"), "ann");
        var says = "args: [-v], env: {A: b}";
        assertEquals(
                new TaskRun.Exec(program, Confinement.OPEN),
                task("command: /bin/x, user: ann, " + says).way());
        assertEquals(
                new TaskRun.Exec(program, new Confinement(true, List.of("files", "pids"))),
                task("command: /bin/x, user: ann, confine: [files, pids, files], " + says).way());
        assertEquals(
                new TaskRun.Exec(program, Confinement.ALL),
                task("driver: exec, command: /bin/x, user: ann, confine: [], " + says).way());
        assertEquals(
                new TaskRun.Exec(program, Confinement.ALL),
                task("command: /bin/x, user: ann, confine: all, " + says).way());
        assertEquals(
                new TaskRun.Exec(program, Confinement.OPEN),
                task("command: /bin/x, user: ann, confine: none, " + says).way());
        assertEquals(
                new TaskRun.RawExec(program),
                task("driver: rawExec, command: /bin/x, user: ann, " + says).way());
        assertEquals(
                new TaskRun.Java(
                        new TaskRun.JavaProgram(
                                "local/a.jar", "", List.of(), List.of("-Xss1m"), 21, "ann"),
                        PLAIN,
                        Confinement.ALL),
                task("driver: java, jar: local/a.jar, jvmArgs: [-Xss1m], java: '>=21',"
                                + " user: ann, "
                                + says)
                        .way());
        assertEquals(
                new TaskRun.Java(
                        new TaskRun.JavaProgram(
                                "", "org.example.Main", List.of("local"), List.of(), 0, ""),
                        PLAIN,
                        new Confinement(true, List.of("tmp"))),
                task("driver: java, main: org.example.Main, classPath: [local],"
                                + " confine: [tmp], "
                                + says)
                        .way());
        assertEquals(
                new TaskRun.Wasm(
                        "local/a.wasm",
                        PLAIN,
                        new TaskRun.WasmGrants(
                                List.of("local/data", "_alloc"), List.of("main"), 30_000)),
                task("driver: wasm, module: local/a.wasm, listen: [main],"
                                + " folders: [local/data, _alloc], deadline: 30s, "
                                + says)
                        .way());
    }

    @Test
    void aContainerHasKeysOfItsOwn() {
        var says = "args: [-v], env: {A: b}";
        assertEquals(
                new TaskRun.Container(
                        "registry.example/a:1",
                        PLAIN,
                        new TaskRun.ContainerRules(
                                List.of("/bin/a"),
                                "/srv",
                                "app:33",
                                true,
                                List.of(
                                        new TaskRun.FolderMount("local/d", "/data", false),
                                        new TaskRun.FolderMount("_alloc", "/in", true)),
                                Confinement.ALL)),
                task("driver: container, image: 'registry.example/a:1', user: 'app:33',"
                                + " entrypoint: [/bin/a], workDir: /srv, readOnly: true, mounts:"
                                + " [{folder: local/d, at: /data}, {folder: _alloc, at: /in,"
                                + " readOnly: true}], "
                                + says)
                        .way());
        assertEquals(
                "3:42: groups.g.tasks.t.confine should not be none: a container has walls of its"
                        + " own",
                wrong("driver: container, image: a, confine: none"));
        assertEquals(
                "mounts[1].at is the place of another mount",
                wrong(
                                "driver: container, image: a, mounts: [{folder: local, at: /a},"
                                        + " {folder: local/b, at: /a}]")
                        .replaceFirst("3:\\d+: groups.g.tasks.t.", ""));
    }

    /// On any node: no need to wait for one to say it.
    @Test
    void aJvmWithTooLittleMemoryIsRefusedByItsLine() {
        var jar = "driver: java, jar: local/a.jar, ";
        assertEquals(
                "3:56: groups.g.tasks.t.resources.memory should be at least 24MiB: no JVM can"
                        + " begin in less, and most programs of Java need 64MiB or more",
                wrong(jar + "resources: {memory: 8MiB}"));
        assertEquals("", wrong(jar + "resources: {memory: 24MiB}"));
        assertEquals("", wrong("command: /bin/x, resources: {memory: 8MiB}"));
        assertEquals(
                "3:60: groups.g.tasks.t.resources.memory should be at least 64MiB: no host of a"
                        + " module can begin in less",
                wrong("driver: wasm, module: local/a.wasm, resources: {memory: 63MiB}"));
        assertEquals("", wrong("driver: wasm, module: local/a.wasm, resources: {memory: 64MiB}"));
    }

    @Test
    void aContainerMayWriteUnlessItsTaskSaysOtherwise() {
        var run = (TaskRun.Container) task("driver: container, image: a").way();
        assertFalse(run.rules().readOnly());
    }

    /// Those that builds of before wrote are read by them, and by agents of before.
    @Test
    void whatThereWasBeforeIsSaidAsBefore() {
        assertTrue(task("command: x").plain());
        assertTrue(task("driver: rawExec, command: x").plain());
        assertFalse(task("command: x, confine: []").plain());
        assertFalse(task("driver: java, jar: x").plain());
    }

    /// A key of another driver is no typing error: what is said is whose it is.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "command: x, jar: a.jar|3:16: groups.g.tasks.t.jar should be left out: it belongs"
                        + " to driver java, and this task says none, so it has exec",
                "driver: java, jar: a, command: x|3:26: groups.g.tasks.t.command should be left"
                        + " out: it belongs to drivers exec and rawExec, and this task has driver"
                        + " java",
                "driver: rawExec, command: x, confine: [files]|3:33: groups.g.tasks.t.confine"
                        + " should be left out: it belongs to drivers exec, java and container,"
                        + " and this task has driver rawExec",
                "driver: wasm, module: x, user: a|3:29: groups.g.tasks.t.user should be left out:"
                        + " it belongs to drivers exec, rawExec, java and container, and this"
                        + " task has driver wasm",
                "driver: container, image: x, module: y|3:33: groups.g.tasks.t.module should be"
                        + " left out: it belongs to driver wasm, and this task has driver"
                        + " container",
            })
    void aKeyOfAnotherDriverIsRefusedWithThatDriver(String task, String said) {
        assertEquals(said, wrong(task));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "driver: podman, command: x|driver should be one of exec, rawExec, java, wasm,"
                        + " container, not \"podman\"",
                "driver: Java, jar: a|driver should be one of exec, rawExec, java, wasm,"
                        + " container, not \"Java\"; did you mean \"java\"?",
                "driver: jave, jar: a, jvmArgs: [b]|driver should be one of exec, rawExec, java,"
                        + " wasm, container, not \"jave\"; did you mean \"java\"?",
                "driver: 5, command: x|driver should be one of exec, rawExec, java, wasm,"
                        + " container, not the number 5",
                "driver: [java], command: x|driver should be one of exec, rawExec, java, wasm,"
                        + " container, not a list",
                "driver: java|jar is missing; it should be there, or main and classPath",
                "driver: java, jar: a, main: B|main should be left out: a jar says which class is"
                        + " run",
                "driver: java, jar: a, classPath: [b]|classPath should be left out: a jar says"
                        + " what it needs",
                "driver: java, main: a.B|classPath is missing; it should say where a.B is",
                "driver: java, main: a/B, classPath: [c]|main should be the name of a class, not"
                        + " \"a/B\"",
                "driver: java, jar: a, java: '21'|java should be >= and a version, as \">=21\","
                        + " not \"21\"",
                "driver: java, jar: a, java: 21|java should be >= and a version, as \">=21\","
                        + " not the number 21",
                "command: x, confine: [file]|confine[0] should be one of user, files, tmp, pids,"
                        + " devices, capabilities, privileges, syscalls, memory, cpu, processes,"
                        + " not \"file\"; did you mean \"files\"?",
                "command: x, confine: off|confine should be all, none, or a list of user,"
                        + " files, tmp, pids, devices, capabilities, privileges, syscalls,"
                        + " memory, cpu, processes, not \"off\"",
                "command: x, confine: false|confine should be all, none, or a list of user,"
                        + " files, tmp, pids, devices, capabilities, privileges, syscalls,"
                        + " memory, cpu, processes, not false",
                "driver: wasm|module is missing; it should be text of 1 to 1,024 characters",
                "driver: wasm, module: a, folders: [local/../..]|folders[0] should be local,"
                        + " _alloc, or a folder at most three below one of them, not"
                        + " \"local/../..\"",
                "driver: wasm, module: a, folders: [/etc]|folders[0] should be local, _alloc, or"
                        + " a folder at most three below one of them, not \"/etc\"",
                "driver: wasm, module: a, listen: [mian]|listen[0] should be a port of the group,"
                        + " which has main, not \"mian\"; did you mean \"main\"?",
                "driver: wasm, module: a, listen: [main, main]|listen[1] is \"main\" again; a"
                        + " module listens at a port once",
                "driver: wasm, module: a, checks: [{type: script, command: b}]|checks[0] is a"
                        + " script, and nothing can run beside a module; ask it by http",
                "driver: container|image is missing; it should be text of 1 to 1,024 characters",
                "driver: container, image: a, workDir: srv|workDir should be a path that begins"
                        + " with /, at most 1,024 characters, not \"srv\"",
            })
    void sayWhatWouldBeRight(String task, String said) {
        var lines = wrong(task);
        assertEquals("groups.g.tasks.t." + said, lines.replaceFirst("3:\\d+: ", ""));
    }
}
