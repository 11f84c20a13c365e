package dev.skerry.server.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.Hashes;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.words.WordsRoom;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers of two builds in one cell: the later one has a room more, and its log a newer format.
class UpgradeTest {
    @TempDir Path folder = Path.of("");

    private static List<ServerRoom> later() {
        var rooms = new ArrayList<>(ServerRooms.usual());
        rooms.add(new WordsRoom(new AtomicInteger()));
        return List.copyOf(rooms);
    }

    private static void upgrade(CellFixture cell, String name) throws Exception {
        cell.stop(name);
        cell.installs(name, later());
        cell.again(name);
    }

    private static HttpResponse<String> add(CellFixture cell, String at, String word)
            throws Exception {
        return cell.post(at, "/v1/words/" + word, "text/plain", "");
    }

    private static boolean says(CellFixture cell, String at, int status) throws Exception {
        return add(cell, at, "rock").statusCode() == status;
    }

    private static void goesOn(CellFixture cell, String at, String job) throws Exception {
        CellFixture.await("writes go on", () -> SeveralServersTest.submit(cell, at, job));
        CellFixture.await("it is read", () -> known(cell, at, job));
    }

    private static boolean known(CellFixture cell, String at, String job) throws Exception {
        return cell.get(at, "/v1/jobs/" + job).statusCode() == 200;
    }

    @Test
    void oneAfterTheOtherWhileAllGoesOn() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            cell.join("two", "one");
            cell.join("three", "two");
            goesOn(cell, "three", "before");
            upgrade(cell, "two");
            goesOn(cell, "two", "first");
            upgrade(cell, "three");
            goesOn(cell, "three", "second");
            int early = add(cell, "two", "rock").statusCode();
            assertTrue(early == 404 || early == 409, "an earlier one leads, or a later one");
            cell.stop("one"); // a later one leads
            goesOn(cell, "two", "third");
            var refused = add(cell, "two", "rock");
            assertEquals(409, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("Server s1 runs Skerry 0.1.0, which cannot read"));
            cell.again("one");
            CellFixture.await("it follows", () -> known(cell, "one", "third"));
            assertTrue(says(cell, "two", 409));
            upgrade(cell, "one");
            CellFixture.await("all read it", () -> says(cell, "two", 200));
            CellFixture.await("it is there", () -> words(cell, "one").contains("rock"));
            goesOn(cell, "one", "fourth");
            noWayBack(cell);
        }
    }

    private static String words(CellFixture cell, String at) throws Exception {
        return cell.get(at, "/v1/words").body();
    }

    /// What an earlier build cannot read is in the log.
    private static void noWayBack(CellFixture cell) throws Exception {
        var thrown = assertThrows(IOException.class, () -> cell.join("four", "two"));
        var said = String.valueOf(thrown.getMessage());
        assertTrue(said.contains("reads up to format " + Hashes.USUAL + ". Start"), said);
        cell.stop("one");
        cell.installs("one", ServerRooms.usual());
        try {
            cell.again("one");
            var fault = cell.broken("one").get(30, TimeUnit.SECONDS);
            said = String.valueOf(fault.getMessage());
        } catch (IOException e) {
            said = String.valueOf(e.getMessage());
        }
        assertTrue(said.contains("which this build does not have; start the build"), said);
    }

    /// The first server reads no jobs whose tasks have variants.
    @Test
    void aJobThatOneCannotReadIsTakenWhenAllCan() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.installs("one", EarlierCluster.rooms(2));
            cell.start("one", null);
            cell.join("two", "one");
            goesOn(cell, "two", "plain");
            var text =
                    """
                    job: choice
                    groups:
                      web:
                        tasks:
                          it: {variants: [{arch: arm64, command: small}, {command: any}]}
                    """;
            var refused = cell.post("two", "/v1/jobs", "application/yaml", text);
            assertEquals(409, refused.statusCode(), refused.body());
            assertTrue(refused.body().contains("Server s1 runs Skerry 0.1.0, which cannot read"));
            cell.stop("one");
            cell.installs("one", ServerRooms.usual());
            cell.again("one");
            CellFixture.await(
                    "all read it",
                    () ->
                            cell.post("two", "/v1/jobs", "application/yaml", text).statusCode()
                                    == 200);
            CellFixture.await("it is there", () -> known(cell, "one", "choice"));
        }
    }

    /// Nothing of the later build has been used yet.
    @Test
    void thereIsAWayBackBefore() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            goesOn(cell, "one", "before");
            upgrade(cell, "one");
            goesOn(cell, "one", "with");
            cell.stop("one"); // which saves its state
            cell.installs("one", ServerRooms.usual());
            cell.again("one");
            goesOn(cell, "one", "after");
            assertTrue(known(cell, "one", "with"));
        }
    }
}
