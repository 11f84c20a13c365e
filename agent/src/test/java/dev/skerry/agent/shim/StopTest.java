package dev.skerry.agent.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskLaunch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A task that is asked to end: all its processes hear of it, and all have time.
class StopTest {
    /// A program that needs a moment, and another program, to save what it has.
    private static final String SAVER =
            "trap 'sleep 0.3; echo saved; exit 0' TERM; echo ready; while :; do sleep 0.05; done";

    /// A program that goes on for some time, whatever it is told.
    private static final String DEAF = "trap '' TERM; echo $$ > second; echo ready; sleep 60; true";

    @TempDir Path directory;
    Playground world;

    @BeforeEach
    void open() throws Exception {
        world = open(directory);
    }

    Playground open(Path directory) throws Exception {
        return new Playground(directory, true);
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    @Test
    void aProgramBehindAShellHasTimeToSave() throws Exception {
        var launch = start("sh saver; true", SAVER);
        world.processes().signal(launch.handle(), "SIGTERM");
        assertEquals(15, world.exitOf(launch).signal(), "the shell has ended at once");
        assertEquals("ready\nsaved\n", world.output("a1", "stdout"));
    }

    @Test
    void soHasOneBehindAShellThatWaitsForIt() throws Exception {
        var launch = start("trap 'exit 6' TERM; sh saver; exit 5", SAVER);
        world.processes().signal(launch.handle(), "SIGTERM");
        assertEquals(6, world.exitOf(launch).code());
        assertEquals("ready\nsaved\n", world.output("a1", "stdout"));
    }

    /// The kernel lists the children of each thread by themselves.
    @Test
    void soHasOneThatAnotherThreadHasStarted() throws Exception {
        Files.writeString(
                directory.resolve("Starts.java"),
                """
                class Starts {
                    public static void main(String... words) throws Exception {
                        var saver = new ProcessBuilder("sh", words[0]).inheritIO();
                        for (int i = 0; i < 3; i++) Thread.ofPlatform().start(Starts::rest);
                        Thread.ofPlatform().start(() -> run(saver)).join();
                    }

                    static void run(ProcessBuilder saver) {
                        try {
                            saver.start().waitFor();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    }

                    static void rest() {
                        java.util.concurrent.locks.LockSupport.park();
                    }
                }
                """);
        var java = Path.of(System.getProperty("java.home"), "bin/java");
        var program = directory.resolve("Starts.java");
        var launch = start("exec %s -Xmx64m %s $PWD/saver".formatted(java, program), SAVER);
        world.processes().signal(launch.handle(), "SIGTERM");
        assertEquals(143, world.exitOf(launch).code(), "it ends by itself");
        assertEquals("ready\nsaved\n", world.output("a1", "stdout"));
    }

    @Test
    void soHasOneInASessionOfItsOwn() throws Exception {
        var launch = start("(setsid sh saver &); sleep 60; true", SAVER);
        world.processes().signal(launch.handle(), "SIGTERM");
        assertEquals(15, world.exitOf(launch).signal());
        assertEquals("ready\nsaved\n", world.output("a1", "stdout"));
    }

    @Test
    void soHasOneThatIsPaused() throws Exception {
        var launch = start("sh saver; true", "echo $$ > pid; " + SAVER);
        var pid = Files.readString(launch.directory().resolve("pid")).strip();
        new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
        world.processes().signal(launch.handle(), "SIGTERM");
        assertEquals(15, world.exitOf(launch).signal());
        assertEquals("ready\nsaved\n", world.output("a1", "stdout"));
    }

    @Test
    void whatIsLeftWhenTheTimeIsOverIsKilled() throws Exception {
        var launch = start("echo $$ > first; sh saver; true", DEAF);
        world.processes().signal(launch.handle(), "SIGTERM");
        Playground.await("the shell's end", () -> !there(launch, "first"));
        assertTrue(there(launch, "second"), "it is given its time");
        assertEquals(0, world.exits.size());
        world.processes().kill(launch.handle());
        assertEquals(15, world.exitOf(launch).signal());
        assertFalse(there(launch, "second"));
    }

    @Test
    void theNextAgentFindsItStillEnding() throws Exception {
        var launch = start("echo $$ > first; sh saver; true", DEAF);
        world.processes().signal(launch.handle(), "SIGTERM");
        Playground.await("the shell's end", () -> !there(launch, "first"));
        world.reopen().recover();
        world.processes().kill(launch.handle());
        assertEquals(15, world.exitOf(launch).signal());
    }

    /// Starts a script that runs another one, `saver`, and waits until that is ready.
    private TaskLaunch start(String script, String saver) throws Exception {
        var launch = world.shell("a1", script);
        Files.writeString(launch.directory().resolve("saver"), saver);
        world.start(launch);
        Playground.await("its being ready", this::ready);
        return launch;
    }

    /// Whether the process is there whose pid is in the file.
    private static boolean there(TaskLaunch launch, String file) {
        try {
            var pid = Files.readString(launch.directory().resolve(file)).strip();
            return ProcessStat.exists(Long.parseLong(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean ready() {
        try {
            return world.output("a1", "stdout").equals("ready\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
