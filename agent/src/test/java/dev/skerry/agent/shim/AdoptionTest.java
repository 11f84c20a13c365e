package dev.skerry.agent.shim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskStatus;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdoptionTest {
    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"open", "confined"})
    void aKilledAgentsTasksGoOnAndTheNextTakesThemOver(String how) throws Exception {
        long pid = liveAndDie(how);
        assertTrue(ProcessHandle.of(pid).isPresent(), "the task has outlived its agent");
        Files.createFile(directory.resolve("brief/work/end"));
        var exit = directory.resolve("driver/tasks/brief.main.0/exit");
        Playground.await("an end that no agent sees", () -> Files.exists(exit));

        try (var world = new Playground(directory, true)) {
            var states = new HashMap<TaskHandle, TaskStatus>();
            for (var found : world.processes().recover())
                states.put(found.handle(), found.status());
            var lasting = new TaskHandle("lasting", "main", 0);
            assertEquals(new TaskStatus.Running(pid), states.get(lasting));
            var brief = (TaskStatus.Exited) states.get(new TaskHandle("brief", "main", 0));
            assertTrue(brief != null && brief.exit().code() == 12, states.toString());

            Files.createFile(directory.resolve("lasting/work/end"));
            var end = (TaskStatus.Exited) world.nextExit().status();
            assertEquals(11, end.exit().code());
            assertCountsWithoutGap(world.output("lasting", "stdout"));
        }
    }

    private long liveAndDie(String how) throws Exception {
        var life =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Xmx64m",
                                "-Dskerry.test.cgroup=" + Playground.CGROUP_PARENT,
                                "-cp",
                                System.getProperty("java.class.path"),
                                AgentLife.class.getName(),
                                directory.toString(),
                                how)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (var said =
                new BufferedReader(
                        new InputStreamReader(life.getInputStream(), StandardCharsets.UTF_8))) {
            return Long.parseLong(said.readLine());
        } finally {
            life.destroyForcibly().waitFor();
        }
    }

    private static void assertCountsWithoutGap(String output) {
        var lines = output.split("\n", -1);
        assertTrue(lines.length > 3, output);
        for (int i = 0; i < lines.length - 2; i++) assertEquals(Integer.toString(i + 1), lines[i]);
        assertEquals("end", lines[lines.length - 2]);
    }
}
