package dev.skerry.agent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.SignalName;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.job.StopSignal;
import dev.skerry.cluster.job.Variables;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TaskEnvironmentTest {
    /// The order of a task's entries is not kept: each must find the others whatever it is.
    @Test
    void anEntryCanSpeakOfAnyOther() throws Exception {
        var env = new HashMap<String, String>();
        for (int i = 0; i < 26; i++)
            env.put("" + (char) ('A' + i), "${" + (char) ('A' + (i + 7) % 26) + "}");
        env.put("Z", "end");
        var values = environment(env).values();
        for (int i = 0; i < 26; i++) assertEquals("end", values.get("" + (char) ('A' + i)));
    }

    @Test
    void anEntryCanSpeakOfItselfAsItWasBefore() throws Exception {
        var values = environment(Map.of("PATH", "/opt/bin:${PATH}")).values();
        assertTrue(String.valueOf(values.get("PATH")).startsWith("/opt/bin:/usr/local/sbin"));
        assertEquals("$HOME", environment(Map.of("A", "$$HOME")).values().get("A"));
    }

    @Test
    void aCircleIsRefused() {
        var env = Map.of("A", "${B}", "B", "${A}");
        var refused = assertThrows(TaskRefused.class, () -> environment(env));
        assertTrue(refused.reason().contains("there is no A in the environment"));
        assertTrue(refused.permanent());
    }

    @Test
    void whatGrowsWithoutEndIsRefused() {
        var env = new HashMap<String, String>();
        for (int i = 0; i < 60; i++) env.put("A" + i, "${A%1$d}${A%1$d}".formatted(i + 1));
        env.put("A60", "xxxxxxxx");
        var refused = assertThrows(TaskRefused.class, () -> environment(env));
        assertTrue(refused.reason().contains("more than 131,072 characters"), refused.reason());
    }

    /// Whoever writes a job file is told which names are taken.
    @Test
    void whatTheAgentMakesIsKnownToTheServers() throws Exception {
        var made = new TreeSet<>(environment(Map.of()).values().keySet());
        made.removeIf(name -> !name.startsWith("SKERRY_"));
        assertEquals(new TreeSet<>(Variables.GIVEN), made);
    }

    /// What a job file may say of a signal, a node can send.
    @Test
    void everySignalOfAJobFileHasItsNumber() throws Exception {
        for (var name : StopSignal.NAMES)
            assertEquals(name, SignalName.of(SignalName.number(name)));
    }

    private static TaskEnvironment environment(Map<String, String> env) throws TaskRefused {
        var host = new TaskEnvironment.Host("n-000000000001", "shed", "0", Map.of());
        var task = Orders.task("server", env);
        return new TaskEnvironment(host, Orders.of("a1", task), task, Path.of("/runs/a1"));
    }
}
