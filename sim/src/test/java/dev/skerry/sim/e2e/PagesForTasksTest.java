package dev.skerry.sim.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cli.api.Call;
import dev.skerry.sim.whole.OwnPorts;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/// What runs on a node is shown to those who stand beside it, and not to what runs there.
class PagesForTasksTest {
    @Test
    void aTaskDoesNotSeeWhatOthersRun() throws Exception {
        try (var fleet = Fleet.start()) {
            seesNothing(fleet);
        }
    }

    private static void seesNothing(Fleet fleet) throws Exception {
        int port = OwnPorts.next();
        var agent = fleet.agent("shown", "--http", "127.0.0.1:" + port);
        var asking =
                """
                exec 3<>/dev/tcp/127.0.0.1/%d; \
                printf "GET /v1/allocations HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n" >&3; \
                cat <&3; exec sleep 1000\
                """
                        .formatted(port);
        var job = JobText.of("nosy").on("shown").command("/bin/bash");
        fleet.run(job.task("args: [\"-c\", '" + asking + "']").text());
        var allocation = fleet.awaitRunning("nosy", 1).getFirst().at("id").text();
        Await.until("it has its answer", () -> output(fleet, allocation).contains("\r\n\r\n"));
        boolean root = (Integer) Files.getAttribute(agent.data(), "unix:uid") == 0;
        var seen = output(fleet, allocation);
        // the tasks of an agent that is not root are its own user, and can read its files
        assertTrue(seen.startsWith("HTTP/1.1 " + (root ? "403" : "200")), seen);
        if (root) assertTrue(seen.contains("not for tasks") && !seen.contains(allocation), seen);
        var page = URI.create("http://127.0.0.1:" + port + "/v1/allocations");
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(page).build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertTrue(answer.body().contains(allocation), answer.body());
        }
    }

    private static String output(Fleet fleet, String allocation) throws Exception {
        var call = Call.get("allocations", allocation, "logs").with("task", "it");
        return fleet.api.send(call.with("offset", "0")).text();
    }
}
