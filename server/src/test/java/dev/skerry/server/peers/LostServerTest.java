package dev.skerry.server.peers;

import static dev.skerry.server.peers.CellFixture.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.skerry.cluster.link.ServersSay;
import dev.skerry.kernel.link.Frame;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.authority.AuthorityFile;
import dev.skerry.server.link.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a fleet has of several servers: each of them is a way to the one that leads, and may go
/// with all that is on its disk.
class LostServerTest {
    private static final String NODE = "n-000000000001";

    @TempDir Path folder = Path.of("");

    private static TestNode joined(CellFixture cell, String at) throws Exception {
        var made = cell.post(at, "/v1/join-tokens", "application/json", "{\"ttl\":\"30m\"}");
        var token = CellFixture.value("token", made.body());
        var node = new TestNode(NODE, cell.settings(at).link());
        var answer = node.join(token.substring(0, token.indexOf('.')));
        assertInstanceOf(Frame.Certified.class, answer, answer::toString);
        return node;
    }

    /// As the fleet is called to whoever is welcome.
    private static String epoch(TestNode node) throws Exception {
        try (var talk = node.connect()) {
            talk.wire().write(node.hello("", 0));
            var epoch = talk.read(Frame.Welcome.class).epoch();
            assertFalse(epoch.isEmpty());
            talk.told(ServersSay.Sync.class); // it is told what it has to run
            return epoch;
        }
    }

    /// It knows the address of one server, which does not lead.
    @Test
    void aNodeIsHeardByTheLeaderThroughAnyServer() throws Exception {
        try (var cell = CellFixture.of(folder, "two", "three")) {
            var node = joined(cell, "two");
            try (var talk = node.connect()) {
                talk.wire().write(node.hello("", 0));
                talk.read(Frame.Welcome.class);
                talk.told(ServersSay.Sync.class);
                for (var at : List.of("one", "two", "three"))
                    await("it is there", () -> reachable(cell, at));
            }
            for (var at : List.of("one", "three"))
                epoch(new TestNode(node, cell.settings(at).link()));
        }
    }

    private static boolean reachable(CellFixture cell, String at) throws Exception {
        return cell.get(at, "/v1/nodes/" + NODE).body().contains("\"reachable\":true");
    }

    /// All that makes a fleet the same is on each disk: its epoch, its authority, what it knows.
    @Test
    void theFounderIsReplacedAndTheFleetIsTheSame() throws Exception {
        try (var cell = CellFixture.of(folder, "two", "three")) {
            var node = joined(cell, "one");
            var epoch = epoch(node);
            await("a job is there", () -> SeveralServersTest.submit(cell, "two", "kept"));
            cell.stop("one");
            forget(folder.resolve("one"));
            await("the others go on", () -> SeveralServersTest.submit(cell, "two", "later"));
            await("it is let go", () -> cell.delete("three", "/v1/servers/s1").statusCode() == 200);
            cell.joinInPlaceOf("one", "four", "two");
            await("another is in its place", () -> cell.members("four").contains("s4"));
            assertEquals(Set.of("s2", "s3", "s4"), cell.members("four"));
            assertEquals(epoch, epoch(node), "the node finds it where the first was");
            assertEquals(authority("two"), authority("four"));
            cell.stop("two");
            await("it counts", () -> SeveralServersTest.submit(cell, "four", "last"));
            for (var job : List.of("kept", "later", "last"))
                assertEquals(200, cell.get("four", "/v1/jobs/" + job).statusCode(), job);
            assertEquals(epoch, epoch(node));
        }
    }

    private String authority(String name) throws IOException {
        return AuthorityFile.read(folder.resolve(name).resolve(Authority.FOLDER)).pem();
    }

    private static void forget(Path disk) throws IOException {
        try (var all = Files.walk(disk)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }

    @Test
    void fiveGoOnWithoutTwo() throws Exception {
        try (var cell = CellFixture.of(folder, "two", "three", "four", "five")) {
            cell.stop("one");
            cell.stop("four");
            await("writes go on", () -> SeveralServersTest.submit(cell, "five", "after"));
            for (var at : List.of("two", "three", "five"))
                assertEquals(200, cell.get(at, "/v1/jobs/after?consistent").statusCode(), at);
            cell.stop("two");
            await("three of five are needed", () -> !SeveralServersTest.submit(cell, "five", "no"));
            cell.again("four");
            await("it counts", () -> SeveralServersTest.submit(cell, "three", "yes"));
            assertEquals(5, cell.members("four").size(), "nobody was let go");
        }
    }
}
