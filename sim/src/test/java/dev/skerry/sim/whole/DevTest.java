package dev.skerry.sim.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
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

    @Test
    void theFirstHourGoesAsItsGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder)) {
            var said = goThrough("first-fleet.md", fleet);
            assertTrue(said.contains("hello from "), said);
            assertTrue(said.contains("~ groups[web].count: 2 -> 3"), said);
            assertTrue(said.contains("an earlier one that is kept: 1, 2"), said);
            assertTrue(said.contains("reverted to version 1 by person:"), said);
            assertTrue(said.contains("the badge answers with 200"), said);
            assertEquals(List.of(), fleet.end());
        }
    }

    /// curl is a client that nobody here wrote.
    @Test
    void whoMayWhatGoesAsItsGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder)) {
            var said = goThrough("trust.md", fleet);
            assertTrue(said.contains("with the role developer."), said);
            assertTrue(said.contains("Rule 3 of role shop denies"), said);
            for (var answer :
                    List.of("without a token: 401", "elsewhere: 403", "after its end: 401"))
                assertTrue(said.lines().anyMatch(answer::equals), said);
            assertEquals(List.of(1, 1, 2, 2, 6, 6, 6, 6, 6, 6, 6), ends(said));
            assertTrue(said.contains("Namespace tills asks for a signature by release"), said);
            assertTrue(said.contains("Run, it would be refused: Namespace tills asks"), said);
            assertTrue(said.contains("has a private key in it; it was not sent."), said);
            assertTrue(said.contains("Logged in as ci/shop/till at "), said);
            assertTrue(said.contains("{\"caller\":\"task:shop-north/keeper\""), said);
            for (var answer :
                    List.of(
                            "a token: 200",
                            "jobs here: 200",
                            "jobs elsewhere: 403",
                            "not elsewhere"))
                assertTrue(said.lines().anyMatch(answer::equals), said);
            for (var line : List.of("the last line is as it was written", "and is noticed"))
                assertTrue(said.lines().anyMatch(line::equals), said);
            assertTrue(said.contains("The last one is what the servers know."), said);
            assertTrue(said.contains(" is not as it was written."), said);
            assertEquals(List.of(), fleet.end());
        }
    }

    @Test
    void namespacesGoAsTheirGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder)) {
            var said = goThrough("namespaces.md", fleet);
            assertTrue(
                    said.contains("Namespace lab may use 3 allocations; its other jobs ask for 0"),
                    said);
            assertTrue(said.contains("3 held by the quota of namespace lab: 3 of 3"), said);
            assertTrue(said.contains("6 used; its jobs ask for 2"), said);
            assertTrue(said.contains("The namespace lab has 2 jobs."), said);
            assertEquals(List.of(1, 1), ends(said));
            assertEquals(List.of(), fleet.end());
        }
    }

    @Test
    void deploymentsGoAsTheirGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder)) {
            var said = goThrough("deployments.md", fleet);
            assertTrue(said.contains("steps version 1: 3 of 3 running and healthy"), said);
            assertTrue(said.contains("canaries are healthy: promote it, or fail it"), said);
            assertTrue(said.contains("The canaries of steps are promoted"), said);
            assertTrue(said.contains("and none is allowed"), said);
            assertEquals(List.of(), fleet.end());
        }
    }

    @Test
    void prioritiesGoAsTheirGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder)) {
            var said = goThrough("priorities.md", fleet);
            assertTrue(said.contains("where port 28041 is taken"), said);
            assertTrue(said.contains("displaced for main[0]: its priority is 20"), said);
            assertTrue(said.contains("preempts     system, service"), said);
            assertTrue(said.contains("day version 1: 1 of 1 running and healthy"), said);
            assertTrue(said.contains("displaced by work of higher priority: day.main[0]"), said);
            assertEquals(List.of(), fleet.end());
        }
    }

    @Test
    void recallsGoAsTheirGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder, "--no-example")) {
            var said = goThrough("recall.md", fleet);
            assertTrue(said.contains("Version 2 of till is recalled (r"), said);
            assertTrue(said.contains("1 allocation on nodes that are not heard"), said);
            assertTrue(said.contains("This runs the same as version 2 of job"), said);
            assertTrue(said.contains("drops every third sale"), said);
            assertTrue(said.contains(" of till is lifted: it may run again."), said);
            assertTrue(said.contains("forced: all at once"), said);
            assertEquals(List.of(1), ends(said));
            assertEquals(List.of(), fleet.end());
        }
    }

    @Test
    void jobsThatEndGoAsTheirGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder)) {
            var said = goThrough("jobs-that-end.md", fleet);
            assertTrue(said.contains("survey version 1: 4 of 4 complete"), said);
            assertTrue(said.contains("report version 1 waits to be launched"), said);
            assertTrue(said.contains("customer 7 of report"), said);
            assertTrue(said.contains("all of November"), said);
            assertTrue(said.contains("meta.customer is \"\""), said);
            assertTrue(said.contains("Europe/Berlin, one at a time."), said);
            assertTrue(said.contains("no month has such a day"), said);
            assertTrue(said.contains("nightly version 1: 4 of 4 running and healthy"), said);
            var calendar = "runs it by `0 2 * * *`, Europe/Berlin, by its own clock.";
            assertTrue(said.contains("Each node that has it " + calendar), said);
            assertTrue(said.contains("\nnext run  20"), said);
            assertTrue(said.contains("Each node that has nightly runs it now"), said);
            assertTrue(said.contains("a node never runs it beside itself"), said);
            assertEquals(List.of(2, 2, 2), ends(said));
            assertEquals(List.of(), fleet.end());
        }
    }

    @Test
    void severalServersGoAsTheirGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder)) {
            var said = goThrough("several-servers.md", fleet);
            assertTrue(said.contains("One more server may join with it, for 30m."), said);
            assertTrue(said.contains("server s3 of the cell"), said);
            assertTrue(said.contains("server s3 was removed from the cell"), said);
            assertEquals(List.of(1), ends(said));
            var listed = said.substring(said.lastIndexOf("BEHIND"));
            assertTrue(listed.contains("leader") && listed.contains("follower"), listed);
            assertTrue(said.contains("hello version 2: 2 of 2 running and healthy"), said);
            assertEquals(List.of(), fleet.end());
        }
    }

    @Test
    void aCellComesBackAsItsGuideSays() throws Exception {
        try (var fleet = DevFleet.start(folder, "--no-example")) {
            var said = goThrough("backup.md", fleet);
            assertTrue(said.lines().anyMatch("mode 600"::equals), said);
            assertTrue(said.contains("fleet.cell is whole: format 1, written by Skerry"), said);
            assertTrue(said.contains("1 nodes, 1 jobs, 1 allocations, 1 servers"), said);
            assertTrue(said.contains("cut.cell is cut: its end is missing."), said);
            assertTrue(said.contains("is the data folder of server s2 now"), said);
            assertTrue(said.lines().anyMatch("the one of before goes on"::equals), said);
            assertEquals(
                    "2",
                    said.strip().lines().filter(it -> it.matches("[0-9]+")).toList().getLast());
            assertEquals(List.of(1), ends(said));
            assertEquals(List.of(), fleet.end());
        }
    }

    /// The exit codes that a guide shows.
    private static List<Integer> ends(String said) {
        return said.lines()
                .filter(it -> it.startsWith("ends with "))
                .map(it -> Integer.valueOf(it.substring("ends with ".length())))
                .sorted()
                .toList();
    }

    /// The commands of a guide, in its order, in one shell.
    private String goThrough(String name, DevFleet fleet) throws Exception {
        var guide = Path.of(System.getProperty("skerry.root"), "docs/guides", name);
        var script = new StringBuilder("set -eu\ntrap 'kill $(jobs -p) 2>/dev/null || :' EXIT\n");
        boolean inside = false;
        for (var line : Files.readAllLines(guide)) {
            if (line.startsWith("```")) inside = line.equals("```sh test");
            else if (inside) script.append(line).append('\n');
        }
        Files.writeString(folder.resolve("guide.sh"), script);
        return fleet.run("bash", "-x", "guide.sh");
    }
}
