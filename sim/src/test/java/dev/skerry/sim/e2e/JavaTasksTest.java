package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Jars made by `javac` and `jar`, from a job file to a JVM and its end.
class JavaTasksTest {
    private static final String SOURCE =
            """
            public class Talk {
                public static void main(String[] words) throws Exception {
                    System.out.println(String.join(" ", words));
                    int kept = Integer.getInteger("keep", 0);
                    byte[][] all = new byte[kept][];
                    for (int i = 0; i < kept; i++) all[i] = new byte[1 << 20];
                    Thread.sleep(Long.MAX_VALUE);
                }
            }
            """;

    private Fleet fleet;
    private Path jar;

    @BeforeEach
    void start() throws Exception {
        fleet = Fleet.start();
        jar = fleet.home.resolve("talk.jar");
        var classes = Files.createDirectories(fleet.home.resolve("classes"));
        var source = Files.writeString(classes.resolve("Talk.java"), SOURCE);
        tool("javac", "--release", "17", "-d", classes + "", source + "");
        tool("jar", "-c", "-f", jar + "", "-e", "Talk", "-C", classes + "", ".");
    }

    @AfterEach
    void end() throws Exception {
        fleet.close();
    }

    private static void tool(String name, String... words) {
        var out = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        assertEquals(0, ToolProvider.findFirst(name).orElseThrow().run(out, out, words));
    }

    /// @param task lines for its task
    private static String job(String name, String... task) {
        return """
        job: %s
        groups:
          main:
            restart: {attempts: 1, interval: 10m, delay: 1s, mode: fail}
            reschedule: {attempts: 0}
            tasks:
              it:
                %s
                resources: {cpu: 20MHz, memory: 128MiB, disk: 1MiB}
                stop: {timeout: 5s}
        """
                .formatted(name, String.join("\n        ", task));
    }

    private String said(Json allocation) throws Exception {
        var id = allocation.at("id").text();
        var call = Call.get("allocations", id, "logs").with("task", "it").with("offset", "0");
        return fleet.api.send(call).text();
    }

    private String message(String job) throws Exception {
        var all = fleet.allocations(job);
        return all.isEmpty() ? "" : task(all.getFirst()).at("message").text();
    }

    private static Json task(Json allocation) {
        return allocation.at("tasks", "it");
    }

    @Test
    void aJarRunsIsCheckedAndOutlivesItsAgent() throws Exception {
        var rock = fleet.agent("rock");
        fleet.run(
                job(
                        "talk",
                        "driver: java",
                        "java: '>=17'",
                        "jar: " + jar,
                        "args: [hello, from, '${SKERRY_NODE_NAME}']",
                        "checks: [{type: script, command: /bin/true, interval: 1s}]"));
        var runs = fleet.awaitRunning("talk", 1).getFirst();
        Await.until("it has spoken", () -> said(runs).contains("hello from rock\n"));
        var id = runs.at("id").text();
        Await.until("it is well", () -> task(fleet.get("allocations", id)).at("healthy").yes());
        var task = task(fleet.get("allocations", id));
        assertTrue(task.at("message").text().startsWith("runs on Java "), task.text());
        long pid = task.at("pid").whole();
        rock.child().kill();
        fleet.again(rock);
        fleet.awaitReachable("rock");
        fleet.run(job("next", "command: /bin/sleep", "args: ['1000']"));
        fleet.awaitRunning("next", 1);
        task = task(fleet.get("allocations", id));
        assertEquals(pid, task.at("pid").whole(), "the same JVM");
        assertTrue(ProcessHandle.of(pid).isPresent());
        fleet.api.send(Call.of("DELETE", "jobs", "talk"));
        Await.until(
                "it has ended as a JVM does that is asked to",
                () -> task(fleet.get("allocations", id)).at("exitCode").whole() == 143);
    }

    @Test
    void aNodeRunsTheVariantThatItsJavaIsNewEnoughFor() throws Exception {
        fleet.agent("rock");
        var shell = "{name: shell, command: /bin/sleep, args: ['1000']}";
        for (var least : List.of("17", "99")) {
            var java = "{name: jvm, driver: java, java: '>=%s', jar: %s}".formatted(least, jar);
            fleet.run(job("by" + least, "variants: [" + java + ", " + shell + "]"));
        }
        var first = fleet.awaitRunning("by17", 1).getFirst().at("id").text();
        var other = fleet.awaitRunning("by99", 1).getFirst().at("id").text();
        var variants = fleet.get("allocations", first).at("variants").text();
        assertTrue(variants.contains("jvm"), variants);
        variants = fleet.get("allocations", other).at("variants").text();
        assertTrue(variants.contains("shell"), variants);
    }

    @Test
    void whyItDoesNotRunIsSaid() throws Exception {
        fleet.agent("rock");
        fleet.run(job("later", "driver: java", "java: '>=99'", "jar: " + jar));
        Await.until("it waits", () -> fleet.get("jobs", "later").at("blocked").yes());
        var look = fleet.get("jobs", "later", "evaluations").text();
        assertTrue(look.contains("Java 99 or a newer one"), look);

        var text = Files.writeString(fleet.home.resolve("text.jar"), "no jar");
        fleet.run(job("wrong", "driver: java", "jar: " + text));
        var no = "jar '%s' is no jar: it is not a zip file, or damaged".formatted(text);
        Await.until("it is refused", () -> message("wrong").equals(no));

        fleet.run(job("hungry", "driver: java", "jar: " + jar, "jvmArgs: ['-Dkeep=200']"));
        var memory = "out of memory, Java heap space; raise resources.memory of the task";
        Await.until("it has no memory", () -> message("hungry").contains(memory));
    }
}
