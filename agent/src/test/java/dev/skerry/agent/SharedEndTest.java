package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.Executable;
import dev.skerry.agent.driver.ExitEvent;
import dev.skerry.agent.driver.LogLimits;
import dev.skerry.agent.driver.ProcessLaunch;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskLimits;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.driver.Walls;
import dev.skerry.agent.shim.ProcessSettings;
import dev.skerry.agent.shim.Processes;
import dev.skerry.cluster.job.TaskSpec.StopSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedEndTest {
    @TempDir Path data;

    /// A number that was half written would keep every later agent from starting.
    @Test
    void theNumberIsReplacedAsAWhole() throws Exception {
        var settings = ProcessSettings.of(data.resolve("exec"), "n-000000000001", 1_000);
        try (var driver = Processes.open(settings, _ -> {})) {
            SharedEnd.open(data, true).endTasks(driver, _ -> StopSpec.DEFAULT);
            var link = Files.createLink(data.resolve("before"), data.resolve("ends"));
            SharedEnd.open(data, true).endTasks(driver, _ -> StopSpec.DEFAULT);
            assertEquals("1", Files.readString(link));
            assertEquals("boot+2", SharedEnd.open(data, true).bootId("boot"));
        }
    }

    /// The agent ends what runs when it is told nothing more, and leaves only then.
    @Test
    void theTasksAreEndedByADriverThatIsClosed() throws Exception {
        var settings = ProcessSettings.of(data.resolve("exec"), "n-000000000001", 1_000);
        var driver = Processes.open(settings, _ -> {});
        try (driver) {
            assertEquals(List.of(), driver.recover());
        }
        SharedEnd.open(data, true).endTasks(driver, _ -> StopSpec.DEFAULT);
        driver.leave();
        assertEquals("boot+1", SharedEnd.open(data, true).bootId("boot"));
    }

    /// Who reads the last line of an agent knows what has become of the tasks.
    @Test
    void theEndSaysWhetherTheTasksGoOn() throws Exception {
        assertEquals(
                "the agent ends, and its tasks with it, as end.tasks says",
                SharedEnd.open(data, true).words());
        assertEquals(
                "the agent ends; its tasks go on, and the next one takes them over",
                SharedEnd.open(data, false).words());
    }

    /// One that saves its work needs the signal and the time that its job file names; it waits here
    /// until the other, which hears nothing, has been killed in the short time of its own.
    @Test
    void eachTaskHasItsOwnSignalAndItsOwnTime() throws Exception {
        var settings = ProcessSettings.of(data.resolve("exec"), "n-000000000001", 1_000);
        var exits = new LinkedBlockingQueue<ExitEvent>();
        var wishes =
                Map.of(
                        "deaf", new StopSpec("SIGTERM", 1_000),
                        "saving", new StopSpec("SIGUSR1", 60_000));
        try (var driver = Processes.open(settings, exits::add)) {
            long deaf = start(driver, "deaf", "trap '' TERM; echo >ready; exec sleep 1000");
            start(
                    driver,
                    "saving",
                    "trap 'while kill -0 %d; do sleep 0.1; done; echo work >saved; exit 3' USR1;"
                                    .formatted(deaf)
                            + " echo >ready; while :; do sleep 0.1; done");
            SharedEnd.open(data, true)
                    .endTasks(
                            driver, handle -> wishes.getOrDefault(handle.task(), StopSpec.DEFAULT));
            assertEquals("work\n", Files.readString(data.resolve("saving/saved")));
            var said = new TreeMap<String, String>();
            while (said.size() < 2) {
                var exit = exits.poll(30, TimeUnit.SECONDS);
                assertNotNull(exit, "both ends are told: " + said);
                if (exit.status() instanceof TaskStatus.Exited(var how))
                    said.put(exit.handle().task(), how.inWords());
            }
            assertEquals("{deaf=ended by SIGKILL, saving=exit code 3}", said.toString());
            for (var task : wishes.keySet()) driver.forget(new TaskHandle("a1", task, 1));
            driver.leave();
        }
    }

    /// @return its process, once it listens to signals as it shall
    private long start(Processes driver, String task, String script) throws Exception {
        var folder = Files.createDirectories(data.resolve(task));
        var started =
                driver.start(
                        new ProcessLaunch(
                                new TaskHandle("a1", task, 1),
                                folder,
                                new Executable(Path.of("/bin/sh"), List.of("sh", "-c", script)),
                                Map.of("PATH", "/usr/bin:/bin"),
                                System.getProperty("user.name"),
                                TaskLimits.NONE,
                                new LogLimits(data.resolve(task + "-logs"), 1, 64 * 1024),
                                Walls.NONE));
        long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(folder.resolve("ready"))) {
            assertTrue(System.nanoTime() - untilNs < 0, task + " is ready within half a minute");
            LockSupport.parkNanos(5_000_000);
        }
        return started.pid();
    }
}
