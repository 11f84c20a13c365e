package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.TaskRefused;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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

    private static TaskEnvironment environment(Map<String, String> env) throws TaskRefused {
        var host = new TaskEnvironment.Host("n-000000000001", "shed", "0", Map.of());
        var task = Orders.task("server", env);
        return new TaskEnvironment(host, Orders.of("a1", task), task, Path.of("/runs/a1"));
    }
}
