package dev.skerry.agent.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.agent.driver.SignalName;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.job.StopSignal;
import dev.skerry.cluster.job.Variables;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
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

    /// What is left to a shell names nothing, so that this is no circle.
    @Test
    void whatIsLeftToAShellNamesNobody() throws Exception {
        var values = environment(Map.of("A", "$${B}", "B", "${A}")).values();
        assertEquals("${B}", values.get("A"));
        assertEquals("${B}", values.get("B"));
    }

    @Test
    void whatAShellIsToReplaceReachesIt() throws Exception {
        var environment = environment(Map.of("WHO", "you"));
        assertEquals(
                List.of("-c", "echo $$ ${NAME:-world} $(id) $X ${WHO} you"),
                environment.replaced(
                        List.of("-c", "echo $$$$ $${NAME:-world} $(id) $X $${WHO} ${WHO}")));
    }

    /// Whatever a job file may say is replaced, and what it may not say is refused, by an account
    /// of the rule that nobody else has: all texts of six signs.
    @Test
    void serversJudgeWhatNodesReplace() throws Exception {
        var names = Map.of("A", "<A>", "AA", "<AA>", "A0", "<A0>", "AAA", "<AAA>", "AA0", "<AA0>");
        var env = new HashMap<>(names);
        env.putAll(Map.of("A0A", "<A0A>", "A00", "<A00>"));
        var environment = environment(env);
        var signs = "${}A0-";
        for (int number = 0; number < 6 * 6 * 6 * 6 * 6 * 6; number++) {
            var text = new StringBuilder();
            for (int i = 0, left = number; i < 6; i++, left /= 6)
                text.append(signs.charAt(left % 6));
            agree(environment, text.toString());
            agree(environment, text.substring(0, 5)); // every length has its texts
            agree(environment, text.substring(0, 3));
        }
    }

    private static final Pattern RULE = Pattern.compile("[$][$]|[$][{]([A-Z][A-Z0-9]*)[}]|[$][{]");

    private static void agree(TaskEnvironment environment, String text) {
        var unfit = new AtomicBoolean();
        var right =
                RULE.matcher(text)
                        .replaceAll(found -> {
                            if (found.group().equals("$$")) return "\\$";
                            if (found.group(1) == null) unfit.set(true);
                            return "<" + found.group(1) + ">";
                        });
        assertEquals(unfit.get(), Variables.unfit(text) != null, text);
        try {
            assertEquals(right, environment.replaced(text));
            assertFalse(unfit.get(), text);
        } catch (TaskRefused e) {
            assertTrue(unfit.get(), text);
            assertTrue(e.reason().contains(Variables.unfit(text) + " is no ${NAME}"), e.reason());
        }
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
