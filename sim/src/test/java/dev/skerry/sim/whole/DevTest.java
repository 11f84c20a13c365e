package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
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
            var nodes = fleet.run("./skerry", "node", "list");
            assertEquals(5, nodes.lines().count(), nodes);
            var given = fleet.run("./skerry", "node", "status", "badge-1");
            assertTrue(given.contains("by configuration, not found:"), given);
            refusesASecond(fleet);
            var before = ids(fleet);

            assertEquals(List.of(), fleet.interrupt());

            fleet.again();
            assertEquals(before, ids(fleet));
            assertEquals(List.of(), fleet.end());
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

    /// The commands of the guide, in its order, in one shell.
    @Test
    void theFirstHourGoesAsItsGuideSays() throws Exception {
        var guide = Path.of(System.getProperty("skerry.root"), "docs/guides/first-fleet.md");
        var script = new StringBuilder("set -eu\ntrap 'kill $(jobs -p) 2>/dev/null || :' EXIT\n");
        boolean inside = false;
        for (var line : Files.readAllLines(guide)) {
            if (line.startsWith("```")) inside = line.equals("```sh test");
            else if (inside) script.append(line).append('\n');
        }
        Files.writeString(folder.resolve("guide.sh"), script);
        try (var fleet = DevFleet.start(folder)) {
            var said = fleet.run("bash", "-x", "guide.sh");
            assertTrue(said.contains("hello from "), said);
            assertTrue(said.contains("the badge answers with 200"), said);
            assertEquals(List.of(), fleet.end());
        }
    }
}
