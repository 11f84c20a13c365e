package dev.skerry.agent.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.Recovered;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskStatus;
import dev.skerry.agent.shim.Playground;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An agent with options for its own JVM in its environment is killed, and the next takes over the
/// JVMs of its tasks.
class JavaAdoptionTest {
    @TempDir Path directory;
    @TempDir Path made;

    @Test
    void itsTasksGoOnWithoutAnyOfItsOptions() throws Exception {
        long pid = liveAndDie(Jars.work(made));
        var exit = directory.resolve("driver/tasks/brief.main.0.java/exit");
        Playground.await("an end that no agent sees", () -> Files.exists(exit));
        var lasting = new TaskHandle("lasting", "main", 0, "java");
        try (var world = new Playground(directory, true)) {
            var found = world.processes().recover();
            assertTrue(
                    found.contains(new Recovered(lasting, new TaskStatus.Running(pid))),
                    found.toString());
            assertEquals(
                    "JAVA_TOOL_OPTIONS=null\nJDK_JAVA_OPTIONS=null\nPATH=/usr/bin:/bin\n",
                    world.output("brief", "stdout"));
            assertEquals("", world.output("brief", "stderr"), "no option was picked up");
            world.processes().signal(lasting, "SIGTERM");
            var end = world.nextExit();
            assertEquals(lasting, end.handle());
            assertEquals(5, ((TaskStatus.Exited) end.status()).exit().code());
        }
    }

    private long liveAndDie(Path jar) throws Exception {
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Dskerry.test.cgroup=" + Playground.CGROUP_PARENT,
                        "-cp",
                        System.getProperty("java.class.path"),
                        JavaAgentLife.class.getName(),
                        directory.toString(),
                        jar.toString());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Xmx64m");
        builder.environment().put("JDK_JAVA_OPTIONS", "-Dof.the.agent=yes");
        var life = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (var said =
                new BufferedReader(
                        new InputStreamReader(life.getInputStream(), StandardCharsets.UTF_8))) {
            return Long.parseLong(said.readLine());
        } finally {
            life.destroyForcibly().waitFor();
        }
    }
}
