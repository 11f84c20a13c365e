package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a new user does first, with real processes.
class DevTest {
    private static final Pattern BADGE = Pattern.compile("Badge {5}(http://\\S+) on (\\S+)");

    @TempDir Path folder = Path.of("");

    @Test
    void aFleetComesUpEndsWholeAndGoesOn() throws Exception {
        try (var fleet = DevFleet.start(folder)) {
            var badges = BADGE.matcher(fleet.said()).results().toList();
            assertEquals(2, badges.size(), fleet.said());
            for (var badge : badges) assertEquals(200, status(badge.group(1)));
            var own = "Logged in as first at " + fleet.address() + ", with the role admin; ";
            assertTrue(fleet.said().contains(own), fleet.said());
            linkLogsInOnce(fleet);
            var nodes = fleet.run("./skerry", "node", "list");
            assertEquals(5, nodes.lines().count(), nodes);
            var given = fleet.run("./skerry", "node", "status", "badge-1");
            assertTrue(given.contains("by configuration, not found:"), given);
            refusesASecond(fleet);
            var before = ids(fleet);

            assertEquals(List.of(), fleet.interrupt());

            fleet.again();
            assertEquals(before, ids(fleet));
            fleet.run("./skerry", "token", "revoke", "first");
            assertEquals(List.of(), fleet.end());

            fleet.again();
            assertTrue(fleet.said().contains("the server makes another."), fleet.said());
            assertEquals(before, ids(fleet));
            assertEquals(List.of(), fleet.end());
        }
    }

    /// The one that leads is killed, and so is the one that all commands go to, in two rounds.
    @Test
    void threeServersGoOnWithoutAnyOfThem() throws Exception {
        try (var fleet = DevFleet.start(folder, "--servers", "3", "--no-example")) {
            assertEquals(3, counting(fleet), fleet.run("./skerry", "server", "list"));
            for (var home : List.of("server", "servers/2")) {
                fleet.run("sh", "-c", "kill -9 $(cat .skerry/dev/" + home + "/pid)");
                var script = "until ./skerry namespace list --consistent; do sleep 0.2; done";
                fleet.run("sh", "-c", script);
                fleet.run("sh", "-c", "until [ \"$(" + HEARD + ")\" = 3 ]; do sleep 0.2; done");
            }
            assertEquals(List.of(), fleet.interrupt());
            fleet.again();
            assertEquals(3, counting(fleet), fleet.run("./skerry", "server", "list"));
            assertEquals(List.of(), fleet.end());
        }
    }

    private static final String HEARD = "./skerry server list | grep -c ' now '";

    private static long counting(DevFleet fleet) throws Exception {
        var list = fleet.run("./skerry", "server", "list");
        return list.lines().filter(it -> it.contains(" counts ")).count();
    }

    /// As a browser does it that is given the link.
    private static void linkLogsInOnce(DevFleet fleet) throws Exception {
        for (int expected : new int[] {200, 401})
            try (var client = HttpClient.newHttpClient()) {
                var session = URI.create(fleet.address() + "/v1/session");
                var code = BodyPublishers.ofString("{\"code\":\"" + fleet.code() + "\"}");
                var login =
                        HttpRequest.newBuilder(session)
                                .header("Content-Type", "application/json")
                                .POST(code)
                                .build();
                var answer = client.send(login, BodyHandlers.ofString());
                assertEquals(expected, answer.statusCode(), answer.body());
                var cookie = answer.headers().firstValue("Set-Cookie").orElse("");
                assertEquals(expected == 200, cookie.contains("HttpOnly; SameSite=Strict"), cookie);
            }
    }

    private void refusesASecond(DevFleet fleet) throws IOException, InterruptedException {
        var said = fleet.run("sh", "-c", "! ./skerry dev");
        assertTrue(said.contains("A fleet runs already in"), said);
        assertTrue(said.contains(fleet.address()), said);
    }

    /// The first columns of nodes and allocations.
    private static List<String> ids(DevFleet fleet) throws IOException, InterruptedException {
        var script = "(./skerry node list; ./skerry alloc list) | awk '{ print $1, $2 }'";
        return fleet.run("sh", "-c", script).lines().toList();
    }

    private static int status(String address) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address)).build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
