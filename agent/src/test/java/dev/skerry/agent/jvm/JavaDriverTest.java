package dev.skerry.agent.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.TaskLaunch;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.facts.JavaHome;
import dev.skerry.agent.facts.JavaHomes;
import dev.skerry.agent.shim.Playground;
import dev.skerry.cluster.job.Confinement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real JVMs of this machine, and homes that are made up, for what they say of themselves.
class JavaDriverTest {
    private static final TaskLimits SMALL = new TaskLimits(0, 0, 64 << 20, 0);

    @TempDir static Path made;
    private static Path jar;

    @TempDir Path directory;
    private final JavaHome own = JavaHome.own();
    private Playground world;
    private JavaTasks tasks;

    @BeforeAll
    static void makeJar() throws Exception {
        jar = Jars.work(made);
    }

    @BeforeEach
    void open() throws Exception {
        world = new Playground(directory, true);
        tasks = new JavaTasks(world, jar, Confinement.OPEN);
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private JavaDriver driver(JavaHome... node) {
        return tasks.driver(world.processes(), List.of(node), own);
    }

    /// @return what it said
    private String ran(JavaDriver driver, TaskLaunch launch) throws Exception {
        driver.start(driver.prepare(launch, _ -> {}));
        var exit = world.exitOf(launch);
        var allocation = launch.handle().allocation();
        assertTrue(exit.successful(), exit + world.output(allocation, "stderr"));
        return world.output(allocation, "stdout").strip();
    }

    private static String refused(JavaDriver driver, TaskLaunch launch) {
        var refused = assertThrows(TaskRefused.class, () -> driver.prepare(launch, _ -> {}));
        assertTrue(refused.permanent());
        return refused.reason();
    }

    /// A home with a `java` that is the agent's own, whatever version it says.
    private JavaHome madeUp(String version) throws Exception {
        var folder = directory.resolve("java-" + version);
        var bin = Files.createDirectories(folder.resolve("bin"));
        var program = bin.resolve("java");
        Files.writeString(program, "#!/bin/sh\nexec %s \"$@\"\n".formatted(own.program()));
        assertTrue(program.toFile().setExecutable(true, false));
        return new JavaHome(folder, version);
    }

    @Test
    void aJarRunsOnEachJavaThatIsHere() throws Exception {
        var all = new ArrayList<>(JavaHomes.ofThisMachine().found());
        all.add(own);
        int number = 0;
        for (var home : all) {
            if (home.feature() < 17) continue; // the jar is made for that
            var launch =
                    tasks.work("a" + number++, SMALL, "properties", "java.specification.version");
            var driver = tasks.driver(world.processes(), List.of(home), home);
            var prepared = driver.prepare(launch, _ -> {});
            assertEquals("Java " + home.version(), driver.start(prepared).by());
            assertEquals(0, world.exitOf(launch).code(), home.toString());
            assertEquals(
                    "java.specification.version=" + home.feature(),
                    world.output(launch.handle().allocation(), "stdout").strip());
        }
    }

    @Test
    void aNodeWithoutAnyHasTheAgentsOwn() throws Exception {
        var driver = driver();
        assertEquals(List.of("java", "java." + own.feature()), driver.facts().words());
        var launch = tasks.work("a1", SMALL, "properties", "java.home");
        assertEquals("java.home=" + own.folder().toRealPath(), ran(driver, launch));
    }

    @Test
    void theNewestIsToldAndTaken() throws Exception {
        var newer = madeUp("99.0.1");
        var driver = driver(newer, madeUp("8"));
        assertEquals(List.of("java", "java.99"), driver.facts().words());
        var asks = tasks.launch("a1", SMALL, JavaTasks.jar("work.jar", List.of(), 98), "hello");
        var prepared = driver.prepare(asks, _ -> {});
        assertEquals(newer.program(), prepared.process().program().file());
        assertEquals("Java 99.0.1", prepared.by());
        assertEquals("hello", ran(driver, asks));
        var never = tasks.launch("a2", SMALL, JavaTasks.jar("work.jar", List.of(), 100), "hello");
        assertEquals(
                "java: \">=100\" is newer than all that this node has; the newest is Java 99",
                refused(driver, never));
    }

    /// Neither one for another machine, nor one that the tasks do not come to.
    @Test
    void whatDoesNotRunHereIsPassedOver() throws Exception {
        var other = madeUp("98");
        var elf = new byte[64]; // 32 bits, big end first, for a machine that is not there
        System.arraycopy(new byte[] {127, 'E', 'L', 'F', 1, 2, 1}, 0, elf, 0, 7);
        Files.write(other.program(), elf);
        var closed = madeUp("97");
        Files.setPosixFilePermissions(
                closed.folder(), PosixFilePermissions.fromString("rwx------"));
        var gone = new JavaHome(directory.resolve("gone"), "96");
        var open = madeUp("95");
        var newest = AgentConfig.root() ? open : closed;
        var driver = driver(other, closed, gone, open);
        assertEquals("java." + newest.feature(), driver.facts().words().getLast());
        var none = tasks.driver(world.processes(), List.of(gone), gone);
        assertEquals(List.of(), none.facts().words());
        var launch = tasks.work("a1", SMALL, "hello");
        assertTrue(refused(none, launch).startsWith("no task of java runs here: "));
        assertEquals(1, none.facts().shortcomings().size());
    }

    @Test
    void whatIsMadeForANewerOneIsRefused() throws Exception {
        var old = madeUp("17.0.15");
        var source = "package org.example; public class Later { static void main() {} }";
        var later = Jars.made(made, "later.jar", own.feature(), source);
        var launch =
                tasks.launch("a1", SMALL, JavaTasks.jar(later.toString(), List.of(), 0), "hello");
        var driver = tasks.driver(world.processes(), List.of(old), old);
        assertEquals(
                "jar '%s' is made for Java %d, and the newest here is Java 17; say java: \">=%2$d\""
                                .formatted(later, own.feature())
                        + ", and it is placed where there is one",
                refused(driver, launch));
        var prepared = driver(old).prepare(launch, _ -> {});
        assertEquals(own.program(), prepared.process().program().file(), "its own can");
    }

    @Test
    void itsMemoryIsSharedOutAndItsAuthorHasTheLastWord() throws Exception {
        var driver = driver();
        int heap = Integer.parseInt(ran(driver, tasks.work("a1", SMALL, "heap")));
        assertTrue(heap > 24 && heap <= 32, heap + " MiB");
        var asks = tasks.work("a2", SMALL, List.of("-Xmx16m", "-XX:+UseSerialGC"), "heap");
        heap = Integer.parseInt(ran(driver, asks));
        assertTrue(heap > 10 && heap <= 16, heap + " MiB");
    }

    @Test
    void nothingOfTheAgentsReachesIt() throws Exception {
        var properties = tasks.work("a1", SMALL, "properties", "user.home", "user.dir");
        assertEquals(
                "user.home=%s\nuser.dir=%1$s".formatted(properties.directory()),
                ran(driver(), properties));
    }

    @Test
    void wantOfMemorySaysWhichKeyToRaise() throws Exception {
        var driver = driver();
        var heap = tasks.work("a1", SMALL, "greedy");
        driver.start(driver.prepare(heap, _ -> {}));
        var words = driver.inWords(world.exitOf(heap), heap.logs().directory());
        assertEquals(
                "exit code 3: out of memory, Java heap space; raise resources.memory of the task,"
                        + " or its part in jvmArgs",
                words);
        var direct = tasks.work("a2", SMALL, "direct");
        driver.start(driver.prepare(direct, _ -> {}));
        words = driver.inWords(world.exitOf(direct), direct.logs().directory());
        assertTrue(words.startsWith("exit code 1: out of memory, "), words);

        var larger = tasks.work("a3", SMALL, List.of("-Xmx300m"), "greedy");
        driver.start(driver.prepare(larger, _ -> {}));
        var exit = world.exitOf(larger);
        var lacks = world.processes().shortcomings();
        boolean enforced = lacks.stream().noneMatch(it -> it.contains("memory limits"));
        var killed = "killed: out of memory; raise resources.memory of the task";
        assertEquals(
                enforced ? killed : "exit code 0", driver.inWords(exit, larger.logs().directory()));
        assertEquals(enforced ? Exit.Starved.FIRST : Exit.Starved.NONE, exit.starved());
    }

    @Test
    void whatIsBehindItsWallsIsRefused() throws Exception {
        var confined = new JavaTasks(world, jar, Confinement.ALL);
        var driver = confined.driver(world.processes(), List.of(), own);
        var words = driver.facts().words();
        assertTrue(words.containsAll(List.of("java", "java.files", "java.pids")), words + "");
        var launch =
                confined.launch("a1", SMALL, JavaTasks.jar(jar.toString(), List.of(), 0), "hello");
        assertEquals(
                "file %s is not seen by a confined task, which has nothing of /tmp; put it into"
                                .formatted(jar)
                        + " another folder, or into the task's own",
                refused(driver, launch));
        var inItsOwn = confined.work("a2", SMALL, "hello", "world");
        assertEquals("hello world", ran(driver, inItsOwn));
    }

    @Test
    void itRunsNothingOfAnotherDriver() throws Exception {
        var launch = world.launch("a1", "/bin/true", List.of(), TaskLimits.NONE);
        assertEquals("it is to be run by exec", refused(driver(), launch));
    }
}
