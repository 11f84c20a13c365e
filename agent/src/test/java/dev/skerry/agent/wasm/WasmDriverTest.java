package dev.skerry.agent.wasm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.facts.JavaHome;
import dev.skerry.agent.shim.Playground;
import dev.skerry.cluster.job.TaskRun.WasmGrants;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Modules of C in real hosts.
class WasmDriverTest {
    @TempDir static Path made;

    @TempDir Path directory;
    private Playground world;
    private WasmTasks tasks;

    @BeforeAll
    static void make() throws Exception {
        WasmTasks.make(made);
    }

    @BeforeEach
    void open() throws Exception {
        world = new Playground(directory, true);
        tasks = new WasmTasks(world, made, true);
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private WasmDriver driver() {
        return tasks.driver(world.processes());
    }

    private void start(TaskLaunch launch) throws Exception {
        driver().start(driver().prepare(launch, _ -> {}));
    }

    private Exit ended(TaskLaunch launch) throws Exception {
        start(launch);
        return world.exitOf(launch);
    }

    private String inWords(TaskLaunch launch) throws Exception {
        return driver().inWords(ended(launch), launch.logs().directory());
    }

    private static TaskLaunch said(WasmTasks tasks, WasmGrants grants, String... words)
            throws Exception {
        return tasks.launch("a1", WasmTasks.SMALL, "work.wasm", grants, words);
    }

    private String output(TaskLaunch launch) throws Exception {
        var exit = ended(launch);
        assertTrue(exit.successful(), exit + world.output("a1", "stderr"));
        world.processes().forget(launch.handle());
        return world.output("a1", "stdout").strip();
    }

    private String refused(TaskLaunch launch) {
        return refused(driver(), launch);
    }

    private static String refused(WasmDriver driver, TaskLaunch launch) {
        return assertThrows(TaskRefused.class, () -> driver.prepare(launch, _ -> {})).reason();
    }

    /// A JVM would take orders from one of them. Of a small memory and of a large one: neither its
    /// host's heap nor the kernel is in its way.
    @ParameterizedTest
    @ValueSource(longs = {64, 128, 512})
    void whatTakesAllThatItMayIsToldThatThereIsNoMore(long mebibytes) throws Exception {
        var limits = new TaskLimits(0, 0, mebibytes << 20, 0);
        var launch = tasks.work("a1", limits, "greedy", "1000");
        assertEquals(9, ended(launch).code(), world.output("a1", "stdout"));
        assertEquals("no more\n", world.output("a1", "stdout"));
    }

    /// A JVM would take orders from one of them.
    @Test
    void itsVariablesAreItsOwn() throws Exception {
        assertEquals(
                "work.wasm HOME=/home/x JAVA_TOOL_OPTIONS=-Dof.the.module=yes MODULE_HOME=(none)",
                output(
                        said(
                                tasks,
                                WasmGrants.NOTHING,
                                "say",
                                "HOME",
                                "JAVA_TOOL_OPTIONS",
                                "MODULE_HOME")));
        assertEquals("", world.output("a1", "stderr"));
    }

    @Test
    void itSeesAFolderThatItMay() throws Exception {
        var grants = new WasmGrants(List.of("work", "_alloc"), List.of(), 0);
        var launch = said(tasks, grants, "copy", "work/there");
        Files.writeString(launch.directory().resolve("there"), "what is there");
        assertEquals("what is there", output(launch));
    }

    @Test
    void itIsSaidWhatRunsIt() throws Exception {
        var prepared = driver().prepare(said(tasks, WasmGrants.NOTHING, "say"), _ -> {});
        var by = "a WASM host, Java " + System.getProperty("java.version");
        assertEquals(by, driver().start(prepared).by());
    }

    /// Where its host has no language it has only the letters of English.
    @Test
    void allLettersReachIt() throws Exception {
        var grants = new WasmGrants(List.of("work/größe=1"), List.of(), 0);
        var launch = said(tasks, grants, "keep", "work/größe=1/änderung", "für\nalle");
        var folder = Files.createDirectory(launch.directory().resolve("größe=1"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals("kept", output(launch));
        assertEquals("für\nalle", Files.readString(folder.resolve("änderung")));
    }

    @Test
    void aVariableHasAllLettersAndLines() throws Exception {
        assertEquals(
                "work.wasm PLACE=große\nhalle LANG=(none) LC_ALL=(none)",
                output(said(tasks, WasmGrants.NOTHING, "say", "PLACE", "LANG", "LC_ALL")));
    }

    /// Behind its walls it has the file at the end of the link, and not the link.
    @Test
    void itsPathAndItsWordsCanBeOfAnyKind() throws Exception {
        var none = WasmGrants.NOTHING;
        var launch = tasks.launch("a1", WasmTasks.SMALL, "my module.wasm", none, "--pages", "");
        var link = launch.directory().resolve("my module.wasm");
        Files.createSymbolicLink(link, Path.of("work.wasm"));
        assertEquals("", output(launch));
    }

    @Test
    void aFolderThatIsGrantedTwiceIsSeen() throws Exception {
        var twice = new WasmGrants(List.of("work", "work"), List.of(), 0);
        var launch = said(tasks, twice, "copy", "work/there");
        Files.writeString(launch.directory().resolve("there"), "what is there");
        assertEquals("what is there", output(launch));
    }

    /// Its host would follow a link; behind the walls there is nothing at its end.
    @Test
    void noLinkLeadsOutOfAFolder() throws Exception {
        var grants = new WasmGrants(List.of("work"), List.of(), 0);
        var launch = said(tasks, grants, "copy", "work/out/passwd");
        Files.createSymbolicLink(launch.directory().resolve("out"), Path.of("/etc"));
        assertEquals("work/out/passwd: No such file or directory", output(launch));
    }

    @Test
    void whereNothingKeepsItToAFolderItGetsNone() throws Exception {
        var open = new WasmTasks(world, made, false);
        var grants = new WasmGrants(List.of("work"), List.of(), 0);
        assertEquals(
                "folders: this node cannot keep a module to them; it needs bubblewrap, and"
                        + " namespaces for its users",
                refused(open.driver(world.processes()), said(open, grants, "copy", "work/x")));
        assertFalse(open.driver(world.processes()).facts().words().contains("wasm.folders"));
        assertTrue(driver().facts().words().contains("wasm.folders"));
    }

    @Test
    void withoutWallsItRunsAllTheSame() throws Exception {
        var open = new WasmTasks(world, made, false).driver(world.processes());
        var launch = tasks.work("a1", WasmTasks.SMALL, "brief", "7");
        open.start(open.prepare(launch, _ -> {}));
        assertEquals(7, world.exitOf(launch).code());
    }

    @Test
    void aFolderThatIsNotThereIsRefused() throws Exception {
        for (var name : List.of("work/none", "_alloc/none", "local", "work/\0", "work/work.wasm")) {
            var grants = new WasmGrants(List.of(name), List.of(), 0);
            assertEquals(
                    "folders: %s is not there, or no folder of the task's own; say %s, and let the"
                                    .formatted(name, name.substring(0, (name + "/").indexOf('/')))
                            + " task make it",
                    refused(said(tasks, grants, "brief", "0")));
        }
        var grants = new WasmGrants(List.of("work/out"), List.of(), 0);
        var launch = said(tasks, grants, "brief", "0");
        Files.createSymbolicLink(launch.directory().resolve("out"), Path.of("/etc"));
        assertTrue(refused(launch).startsWith("folders: work/out is not there, or no folder of"));
    }

    @Test
    void itListensWhereItMay() throws Exception {
        var grants = new WasmGrants(List.of("work"), List.of("main"), 0);
        var launch = said(tasks, grants, "echo");
        start(launch);
        world.awaitOutput(launch, "ready\n");
        assertEquals("hello", asked("hello"));
        assertEquals("end", asked("end"));
        assertEquals(0, world.exitOf(launch).code());
    }

    private static String asked(String text) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), WasmTasks.PORT)) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aPortThatItMayNotHaveIsNotThere() throws Exception {
        assertEquals(1, ended(said(tasks, WasmGrants.NOTHING, "echo")).code());
        assertEquals("ready\naccept: Bad file descriptor\n", world.output("a1", "stdout"));
        var other = new WasmGrants(List.of(), List.of("other"), 0);
        assertEquals(
                "listen: its group has no port \"other\"", refused(said(tasks, other, "echo")));
    }

    @Test
    void whatNeverEndsEndsAtItsDeadline() throws Exception {
        for (var word : List.of("spin", "lasting")) {
            var grants = new WasmGrants(List.of(), List.of(), 1_500);
            var launch = said(tasks, grants, word);
            assertEquals(
                    "exit code 124: its deadline of 1500 ms has passed", inWords(launch), word);
            world.processes().forget(launch.handle());
        }
    }

    @Test
    void howItEndedIsSaid() throws Exception {
        assertEquals(
                "exit code 125: it trapped: Trapped on unreachable instruction",
                inWords(tasks.work("a1", WasmTasks.SMALL, "trap")));
        assertEquals("exit code 125", inWords(tasks.work("a2", WasmTasks.SMALL, "brief", "125")));
        assertEquals("exit code 3", inWords(tasks.work("a3", WasmTasks.SMALL, "brief", "3")));
    }

    @Test
    void whatIsNoModuleIsRefused() throws Exception {
        var launch = tasks.launch("a1", WasmTasks.SMALL, "gone.wasm", WasmGrants.NOTHING);
        var gone = launch.directory().resolve("gone.wasm");
        assertEquals("module 'gone.wasm' (%s) is not there".formatted(gone), refused(launch));
        Files.createDirectory(gone);
        assertEquals("module 'gone.wasm' (%s) is not a file".formatted(gone), refused(launch));
        Files.delete(gone);
        Files.writeString(gone, "#!/bin/sh\n");
        assertEquals("module 'gone.wasm' is no WASM module", refused(launch));
        Files.write(gone, new byte[] {0, 'a', 's', 'm'});
        assertEquals("module 'gone.wasm' is no WASM module", refused(launch));
        Files.write(gone, new byte[] {0, 'a', 's', 'm', 2, 0, 0, 0});
        assertEquals(
                "module 'gone.wasm' is of version 2 of WASM, and what runs here is of 1",
                refused(launch));
        Files.write(gone, new byte[] {0, 'a', 's', 'm', 13, 0, 1, 0});
        assertEquals(
                "module 'gone.wasm' is a component; what runs here is a core module for WASI"
                        + " preview 1, as of target wasm32-wasip1",
                refused(launch));
    }

    @Test
    void whatIsNoPathIsRefused() throws Exception {
        assertEquals(
                "module 'a\0' is not a path",
                refused(tasks.launch("a1", WasmTasks.SMALL, "a\0", WasmGrants.NOTHING)));
    }

    @Test
    void tooLittleMemoryIsRefused() throws Exception {
        assertEquals(
                "resources.memory is 32MiB, in which no host can begin; 64MiB is the least",
                refused(tasks.work("a1", new TaskLimits(0, 0, 32 << 20, 0), "brief", "0")));
    }

    @Test
    void withoutAHostItIsNotThere() throws Exception {
        var none = tasks.driver(world.processes(), directory);
        assertEquals(List.of(), none.facts().words());
        var why =
                "no task of wasm runs here: %s with its jars is not there"
                        .formatted(directory.resolve("lib/wasm"));
        assertEquals(List.of(why), none.facts().shortcomings());
        assertEquals(why, refused(none, tasks.work("a1", TaskLimits.NONE, "brief", "0")));
        var java = new JavaHome(directory.resolve("none"), "25");
        assertEquals(
                List.of(
                        "no task of wasm runs here: %s of the agent cannot be run by user %s of"
                                        .formatted(java.folder(), user())
                                + " the tasks"),
                tasks.driver(world.processes(), tasks.hostOf(java)).facts().shortcomings());
    }

    private static String user() {
        return dev.skerry.agent.AgentConfig.root() ? "nobody" : "";
    }
}
