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
import org.junit.jupiter.api.Test;

/// From a job file to a process on the right node, or a JVM, and away from it again.
class PlacementTest {
    private static final String SOURCE =
            """
            public class Talk {
                public static void main(String[] words) throws Exception {
                    System.out.println(String.join(" ", words));
                    int kept = Integer.getInteger("keep", 0);
                    byte[][] all = new byte[kept][];
                    for (int i = 0; i < kept; i++) all[i] = new byte[1 << 20];
                    new java.util.concurrent.CountDownLatch(1).await();
                }
            }
            """;

    private final Fleet fleet = Fleet.start();

    PlacementTest() throws Exception {}

    @AfterEach
    void end() throws Exception {
        fleet.close();
    }

    @Test
    void workGoesWhereItCanAndMovesWhenAskedTo() throws Exception {
        fleet.agent("paper", "--fact.device.display", "epd2in7");
        fleet.agent("plain");

        fleet.run(
                JobText.of("shown")
                        .job("constraints: ['node.devices.exists(d, d.type == \"display\")']")
                        .signing(fleet.board));
        var shown = fleet.awaitRunning("shown", 1).getFirst();
        assertEquals("paper", shown.at("nodeName").text());
        Await.until("it has begun", () -> fleet.board.once("shown"));
        var look = fleet.get("jobs", "shown", "evaluations").text();
        assertTrue(look.contains("d.type == \"display\""), look);

        waitsForMeta();
        drains();
    }

    private void waitsForMeta() throws Exception {
        fleet.run(
                JobText.of("waiting")
                        .job("constraints: ['node.meta.site == \"hall-1\"']")
                        .signing(fleet.board));
        Await.until("it waits", () -> fleet.get("jobs", "waiting").at("blocked").yes());
        fleet.api.send(Call.of("PATCH", "nodes", "plain", "meta").json("{\"site\":\"hall-1\"}"));
        Await.until("it is placed", () -> !fleet.allocations("waiting").isEmpty());
        var placed = fleet.awaitRunning("waiting", 1).getFirst();
        assertEquals("plain", placed.at("nodeName").text());
    }

    private void drains() throws Exception {
        fleet.run(JobText.of("free").on("paper").signing(fleet.board));
        fleet.awaitRunning("free", 1);
        fleet.run(JobText.of("free").signing(fleet.board));
        fleet.awaitRunning("free", 1);
        fleet.post("{\"deadline\":\"10s\"}", "nodes", "paper", "drain");
        Await.until(
                "the drained node's work is at the other",
                () -> {
                    var free = fleet.running("free");
                    return free.size() == 1 && free.getFirst().at("nodeName").is("plain");
                });
        Await.until(
                "the node is empty", () -> fleet.node("paper").at("used", "cpuMhz").whole() == 0);
        assertEquals(0, fleet.running("shown").size(), "no other node has a display");
    }

    private Path jar() throws Exception {
        var jar = fleet.home.resolve("talk.jar");
        var classes = Files.createDirectories(fleet.home.resolve("classes"));
        var source = Files.writeString(classes.resolve("Talk.java"), SOURCE);
        tool("javac", "--release", "17", "-d", classes + "", source + "");
        tool("jar", "-c", "-f", jar + "", "-e", "Talk", "-C", classes + "", ".");
        return jar;
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
        var jar = jar();
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
        Await.until(
                "the next agent has said which process it is",
                () -> task(fleet.get("allocations", id)).at("pid").whole() != 0);
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
        var jar = jar();
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
        var jar = jar();
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
