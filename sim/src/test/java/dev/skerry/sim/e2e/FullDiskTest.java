package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Json;
import dev.skerry.sim.whole.OwnPorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The disk under a node's journal is full: a real one, of a few mebibytes.
@ExtendWith(SharedFleet.class)
class FullDiskTest {
    private static final int DISK_MEBIBYTES = 4;

    /// Orders that are larger together than what the journal holds in reserve.
    private static final int LARGE_JOBS = 12;

    private final Fleet fleet;

    FullDiskTest(Fleet fleet) {
        this.fleet = fleet;
    }

    @Test
    void itsTasksRunOnAndItGoesOnWhenThereIsRoomAgain() throws Exception {
        int port = OwnPorts.next();
        var node =
                fleet.agentOnItsOwnDisk(
                        "island",
                        DISK_MEBIBYTES,
                        "--http",
                        "127.0.0.1:" + port,
                        "--fact.disk",
                        "1GiB");
        fleet.run(JobText.of("steady").on("island").signing(fleet.board));
        var steady = fleet.awaitRunning("steady", 1).getFirst();
        long pid = steady.at("tasks", "it", "pid").whole();

        // its disk is seen through its own root only
        var disk = Path.of("/proc", node.child().pid() + "", "root" + node.data());
        var filler = Filler.on(disk);
        for (int i = 0; i < LARGE_JOBS; i++) fleet.run(large("large-" + i));
        Await.until("it says so", () -> node.child().said().contains("does not take facts"));
        assertTrue(node.child().said().contains("free some space"), node.child().said());
        assertTrue(self(port).at("trouble").text().contains("the disk is full"), self(port) + "");
        Await.until("it is counted", () -> metric(port, "skerry_agent_journal_failures_total") > 0);
        assertTrue(Board.alive(pid), "what runs goes on");
        assertTrue(fleet.node("island").at("reachable").yes());

        filler.remove();
        Await.until("it goes on", () -> node.child().said().contains("takes facts again"));
        fleet.run(JobText.of("after").on("island").signing(fleet.board));
        fleet.awaitRunning("after", 1);
        assertEquals("", self(port).at("trouble").text());
        assertTrue(Board.alive(pid));
        assertTrue(fleet.board.once("steady"), "it was never started again");
        fleet.powerOff(node);
    }

    private String large(String name) {
        var arguments = ("\"" + "x".repeat(8_000) + "\", ").repeat(7);
        return JobText.of(name)
                .on("island")
                .command("/bin/true")
                .task("args: [" + arguments + "]")
                .text();
    }

    private static Json self(int port) throws Exception {
        return Json.parse(page(port, "/v1/self"));
    }

    private static double metric(int port, String name) throws Exception {
        return page(port, "/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    private static String page(int port, String path) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + port + path);
            var request = HttpRequest.newBuilder(uri).build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
