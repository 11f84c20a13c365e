package dev.skerry.sim.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import dev.skerry.sim.whole.OwnPorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The disk under a server's log is full: a real one, of a few mebibytes. It stays, and is read as
/// before; what would be written is refused with the reason; it goes on by itself.
class FullServerDiskTest {
    private static final int DISK_MEBIBYTES = 64;

    private static final List<String> JVM =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Xmx128m");

    /// Less than what is kept free for what must be noted, and more than that takes.
    private static final long RESERVE_BYTES = 16L << 20;

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @TempDir Path home;
    private final int http;
    private final int link;
    private FirstLogin login = FirstLogin.NONE;
    private Api api;
    private final List<Child> agents = new ArrayList<>();
    private Child child;

    FullServerDiskTest() throws Exception {
        http = OwnPorts.next();
        link = OwnPorts.next();
        api = login.api("http://127.0.0.1:" + http);
    }

    @BeforeEach
    void start() throws Exception {
        var data = Files.createDirectory(home.resolve("data"));
        child =
                Child.java(
                        home.resolve("server.log"),
                        List.of("unshare", "--mount", "sh", "-c", script(data)),
                        JVM,
                        "dev.skerry.server.ServerMain",
                        List.of(
                                "--http",
                                "127.0.0.1:" + http,
                                "--link",
                                "127.0.0.1:" + link,
                                "--data",
                                data.toString()));
        awaitReady(1);
        login = FirstLogin.of(disk());
        api = login.api(api.address());
    }

    /// The data of the server as it sees it: its disk is seen through its own root only.
    private Path disk() {
        return Path.of("/proc", child.pid() + "", "root" + home.resolve("data"));
    }

    @AfterEach
    void end() {
        for (var agent : agents) agent.kill();
        if (!child.alive()) return;
        var servers = shell().descendants().toList();
        child.kill();
        for (var each : servers) {
            each.destroyForcibly();
            each.onExit().join();
        }
    }

    /// One disk for three servers, one after the other; the second finds it full.
    private static String script(Path data) {
        return """
        mount -t tmpfs -o size=%1$dm,mode=755 skerry %2$s || exit 9
        "$0" "$@"
        cat /dev/zero >%2$s/filler 2>/dev/null
        "$0" "$@"
        echo "it ended with $?"
        rm %2$s/filler
        exec "$0" "$@"
        """
                .formatted(DISK_MEBIBYTES, data);
    }

    /// Which becomes the last of the servers.
    private ProcessHandle shell() {
        return ProcessHandle.of(child.pid()).orElseThrow();
    }

    private void awaitReady(int times) throws Exception {
        Await.until(
                "it is ready",
                () -> {
                    if (!child.alive()) throw new AssertionError(child.said());
                    return child.said().split("skerry server ready", -1).length - 1 == times;
                });
    }

    /// Nothing of it is placed.
    private void submit(String name) throws Failure {
        send(JobText.of(name).on("nobody").command("/bin/true"));
    }

    private void send(JobText of) throws Failure {
        var job = of.text();
        var body = job.getBytes(StandardCharsets.UTF_8);
        api.send(Call.post("jobs").body("application/yaml", body));
    }

    private List<String> jobs() throws Failure {
        return api.send(Call.get("jobs")).json().list().stream()
                .map(job -> job.at("name").text())
                .toList();
    }

    /// Its node is ready.
    private void agent() throws Exception {
        var token =
                api.send(Call.post("join-tokens").json("{\"ttl\":\"10m\"}"))
                        .json()
                        .at("token")
                        .text();
        var flags = new ArrayList<>(List.of("--servers=127.0.0.1:" + link, "--token=" + token));
        flags.addAll(List.of("--name=rock", "--http=none", "--data=" + home.resolve("rock")));
        var log = home.resolve("rock.log");
        agents.add(Child.java(log, List.of(), "dev.skerry.agent.AgentMain", flags));
        Await.until("its node is ready", () -> node().matches("ready"));
    }

    private String node() throws Failure {
        var nodes = api.send(Call.get("nodes")).json().list();
        return nodes.isEmpty() ? "none" : nodes.getFirst().at("status").text();
    }

    private String status(String job) throws Failure {
        var all = api.send(Call.get("jobs", job, "allocations")).json().list();
        return all.isEmpty() ? "none" : all.getFirst().at("status").text();
    }

    /// The status of an answer to whoever wants to change something.
    private int answered() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var at = URI.create("http://127.0.0.1:" + http + "/v1/nodes/rock/meta");
            var change = HttpRequest.BodyPublishers.ofString("{\"a\":\"b\"}");
            var request =
                    HttpRequest.newBuilder(at)
                            .timeout(DEADLINE)
                            .header("Content-Type", "application/json")
                            .method("PATCH", change);
            if (!login.headers().isEmpty()) request.headers(login.headers().toArray(String[]::new));
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /// Lines of the events as they come, for as long as the stream is open.
    private Queue<String> events() {
        var heard = new ConcurrentLinkedQueue<String>();
        Thread.ofVirtual()
                .start(() -> {
                    try (var in = api.stream(Call.get("events"));
                            var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
                        lines.lines().forEach(heard::add);
                    } catch (IOException | UncheckedIOException | Failure _) {
                        // the server has ended
                    }
                    heard.add("the stream has ended");
                });
        return heard;
    }

    /// With the rest of the room: what has happened is noted, and told to whoever listens.
    @Test
    void streamsAndLinksGoOnAndWhatMustBeNotedIsNoted() throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        agent();
        var end = home.resolve("end");
        send(
                JobText.of("ends")
                        .job("type: batch")
                        .shell("while test ! -e %s; do sleep 0.1; done".formatted(end)));
        Await.until("its task runs", () -> status("ends").equals("running"));
        var heard = events();
        var filler = Filler.on(disk(), RESERVE_BYTES);
        Await.until("changes are refused", () -> answered() == 503);
        Files.createFile(end);
        Await.until("its end is noted", () -> status("ends").equals("complete"));
        Await.until(
                "its end is told",
                () ->
                        heard.stream()
                                .anyMatch(it ->
                                        it.contains("ends.main[0]")
                                                && it.contains(" is complete")));
        assertEquals("ready", node());
        api.send(Call.of("DELETE", "jobs", "ends").with("purge", "true"));
        filler.remove();
        Await.until("changes are taken", () -> answered() == 200);
        Await.until(
                "that is told on the same stream",
                () -> heard.stream().anyMatch(it -> it.contains("has new meta")));
        assertFalse(heard.contains("the stream has ended"), heard + "");
    }

    @Test
    void itStaysAndGoesOnWhenThereIsRoomAgain() throws Exception {
        submit("before");
        var filler = Filler.on(disk());
        var refused = assertThrows(Failure.class, () -> submit("meanwhile"));
        assertTrue(refused.sentence().contains("The disk is full: "), refused.sentence());
        assertTrue(refused.sentence().contains("make room"), refused.sentence());
        assertEquals(List.of("before"), jobs(), "reading goes on");
        Await.until("it says so", () -> child.said().contains("Until then changes are refused"));

        filler.remove();
        Await.until("it goes on", () -> accepted("after"));
        Await.until("it says so", () -> child.said().contains("There is room on the disk again"));
        assertEquals(List.of("after", "before"), jobs());

        shell().children().forEach(ProcessHandle::destroyForcibly);
        Await.until("the next one ends too", () -> child.said().contains("it ended with"));
        var said = child.said();
        var started = said.substring(said.lastIndexOf("There is room"));
        assertTrue(started.contains("skerry server did not start: The disk is full: "), started);
        assertTrue(started.contains("it ended with 1\n"), started);
        assertFalse(started.contains("\tat "), started);

        awaitReady(2);
        assertEquals(List.of("after", "before"), jobs(), "what was acknowledged is there");
    }

    private boolean accepted(String name) {
        try {
            submit(name);
            return true;
        } catch (Failure _) {
            return false;
        }
    }
}
