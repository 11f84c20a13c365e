package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Api;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @TempDir Path home;
    private Child child;
    private Api api;

    @BeforeEach
    void start() throws Exception {
        int http = Fleet.freePort();
        api = Api.at("http://127.0.0.1:" + http);
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
                                "127.0.0.1:0",
                                "--data",
                                data.toString()));
        awaitReady(1);
    }

    @AfterEach
    void end() {
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

    private void submit(String name) throws Failure {
        var job = JobText.of(name).command("/bin/true").text();
        var body = job.getBytes(StandardCharsets.UTF_8);
        api.send(Call.post("jobs").body("application/yaml", body));
    }

    private List<String> jobs() throws Failure {
        return api.send(Call.get("jobs")).json().list().stream()
                .map(job -> job.at("name").text())
                .toList();
    }

    @Test
    void itStaysAndGoesOnWhenThereIsRoomAgain() throws Exception {
        submit("before");
        // its disk is seen through its own root only
        var disk = Path.of("/proc", child.pid() + "", "root" + home.resolve("data"));
        var filler = Filler.on(disk);
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
