package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Call;
import dev.skerry.sim.whole.OwnPorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A node runs a job by its own clock, and needs neither a server for it nor the agent that it was
/// told to.
class OwnCalendarTest {
    /// The next full minute, on a busy machine.
    private static final Duration MINUTE = Duration.ofMinutes(2);

    @Test
    void runsGoOnWithoutAServerAndAreToldAfterwards() throws Exception {
        try (var fleet = Fleet.start()) {
            var board = fleet.board;
            int port = OwnPorts.next();
            var agent = fleet.agent("rock", "--http", "127.0.0.1:" + port);
            var job =
                    JobText.of("nightly")
                            .job("type: batch")
                            .job("periodic: {on: node, cron: '* * * * *', timeZone: Asia/Tokyo}")
                            .group("disconnect: {lostAfter: 1h, replace: false}")
                            .shell(board.sign("nightly"));
            fleet.run(job.text());
            var before = fleet.awaitRunning("nightly", 1).getFirst();
            assertTrue(before.at("description").text().startsWith("next run "), before + "");

            fleet.killServer();
            int ran = board.signed("nightly").size();
            Await.until("it runs alone", MINUTE, () -> board.signed("nightly").size() > ran);
            agent.child().kill();
            fleet.again(agent);
            int alone = board.signed("nightly").size();
            Await.until(
                    "it runs by the journal", MINUTE, () -> board.signed("nightly").size() > alone);

            fleet.startServer();
            int told = board.signed("nightly").size();
            Await.until(
                    "its runs are told",
                    () ->
                            fleet.running("nightly").stream()
                                    .anyMatch(it -> it.at("rounds", "ended").whole() >= told));
            var after = fleet.running("nightly").getFirst();
            assertEquals(before.at("id").text(), after.at("id").text());
            assertEquals(0, after.at("rounds", "failed").whole());
            assertTrue(after.at("healthy").yes());
            assertEquals("resting", after.at("tasks", "it", "phase").text(), after + "");

            var ended = " " + after.at("rounds", "ended").whole();
            assertTrue(
                    metrics(port)
                            .lines()
                            .filter(line -> line.startsWith("skerry_agent_calendar_runs_total"))
                            .anyMatch(
                                    line -> line.contains("end=\"well\"") && line.endsWith(ended)),
                    metrics(port));

            int asked = board.signed("nightly").size();
            fleet.api.send(Call.post("jobs", "nightly", "force"));
            Await.until("it runs now", () -> board.signed("nightly").size() > asked);
            fleet.api.send(Call.of("DELETE", "jobs", "nightly"));
            Await.until("it is stopped", () -> fleet.running("nightly").isEmpty());
        }
    }

    private static String metrics(int port) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:" + port + "/metrics");
            var request = HttpRequest.newBuilder(uri).build();
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
