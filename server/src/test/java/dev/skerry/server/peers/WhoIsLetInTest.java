package dev.skerry.server.peers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.ServerSettings.CellSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who belongs to a cell: who is let in, who is not, and who goes.
class WhoIsLetInTest {
    @TempDir Path folder = Path.of("");

    private CellFixture three() throws Exception {
        return CellFixture.of(folder, "two", "three");
    }

    @Test
    void oneThatIsRemovedEndsAndSaysSo() throws Exception {
        try (var cell = three()) {
            assertEquals(200, cell.delete("two", "/v1/servers/s3").statusCode());
            var why = cell.broken("three").get(30, SECONDS).getMessage() + "";
            assertTrue(why.contains("server s3 was removed from the cell"), why);
            cell.stop("three");
            cell.stop("two");
            CellFixture.await(
                    "two of two are needed", () -> !SeveralServersTest.submit(cell, "one", "lost"));
        }
    }

    /// It tells the others that it goes before it does.
    @Test
    void aLeaderThatIsRemovedLeavesTheOthersWhole() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            cell.join("two", "one");
            assertEquals(200, cell.delete("two", "/v1/servers/s1").statusCode());
            var why = cell.broken("one").get(30, SECONDS).getMessage() + "";
            assertTrue(why.contains("server s1 was removed from the cell"), why);
            cell.stop("one");
            CellFixture.await(
                    "the other leads alone", () -> SeveralServersTest.submit(cell, "two", "after"));
        }
    }

    @Test
    void aTokenLetsOneServerInOnce() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            var token = cell.joinToken("one");
            cell.start("two", new CellSettings.Join(cell.link("one"), token));
            var again = new CellSettings.Join(cell.link("one"), token);
            var thrown = assertThrows(IOException.class, () -> cell.start("three", again));
            assertTrue((thrown.getMessage() + "").contains("has been used"), thrown::toString);
            var twice = new CellSettings.Join(cell.link("one"), cell.joinToken("one"));
            var taken = assertThrows(IOException.class, () -> cell.start("one", twice));
            assertTrue((taken.getMessage() + "").contains("uses the folder"), taken::toString);
        }
    }

    /// Its votes would count twice.
    @Test
    void aCopyOfAServerIsNoticedAndEnds() throws Exception {
        try (var cell = three()) {
            cell.stop("two");
            cell.copy("two", "copy");
            cell.again("two");
            CellFixture.await("it is there", () -> SeveralServersTest.submit(cell, "two", "here"));
            cell.again("copy");
            var why = cell.broken("copy").get(30, SECONDS).getMessage() + "";
            assertTrue(why.startsWith("Another process is server s2, at " + cell.link("two")), why);
            cell.stop("copy");
            CellFixture.await("it goes on", () -> SeveralServersTest.submit(cell, "two", "still"));
            assertFalse(cell.broken("two").isDone());
        }
    }

    @Test
    void aFolderThatDoesNotSayWhichOfSeveralItIsOfIsNotTakenForTheFirst() throws Exception {
        try (var cell = three()) {
            cell.stop("two");
            Files.delete(folder.resolve("two/server-id"));
            var thrown = assertThrows(IOException.class, () -> cell.again("two"));
            var why = thrown.getMessage() + "";
            assertTrue(why.contains("two/server-id is missing"), why);
            assertTrue(why.contains("the servers s1, s2, s3"), why);
            Files.writeString(folder.resolve("two/server-id"), "s2\n");
            cell.again("two");
        }
    }

    @Test
    void aTokenOfANodeLetsNoServerInAndIsSaidToBeOne() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            var made = cell.post("one", "/v1/join-tokens", "application/json", "{\"ttl\":\"1h\"}");
            var token = CellFixture.value("token", made.body());
            var join = new CellSettings.Join(cell.link("one"), token);
            var thrown = assertThrows(IOException.class, () -> cell.start("two", join));
            assertTrue(
                    (thrown.getMessage() + "").contains("This is a token of `skerry node join"),
                    thrown::toString);
        }
    }

    /// Two logs are never mixed: what is in the folder stays, and the cell has let nobody in.
    @Test
    void aServerOfOneCellDoesNotJoinAnother() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            cell.start("other", null);
            cell.asks("other");
            assertTrue(SeveralServersTest.submit(cell, "other", "kept"));
            cell.stop("other");
            cell.asks("one");
            var join = new CellSettings.Join(cell.link("one"), cell.joinToken("one"));
            var thrown = assertThrows(IOException.class, () -> cell.start("other", join));
            assertEquals(
                    folder.resolve("other")
                            + " is the data folder of server s1 of a cell already; start it"
                            + " without \"join\", or choose another --data; one that was removed"
                            + " joins with an empty one",
                    thrown.getMessage());
            var epoch = folder.resolve("other/epoch");
            var before = Files.readString(epoch);
            Files.delete(epoch);
            thrown = assertThrows(IOException.class, () -> cell.start("other", join));
            assertEquals(
                    folder.resolve("other")
                            + " has the log of another server in it; a server joins with an empty"
                            + " --data",
                    thrown.getMessage());
            Files.writeString(epoch, before);
            cell.again("other");
            cell.asks("other");
            CellFixture.await(
                    "it has what it had", () -> SeveralServersTest.knows(cell, "other", "kept"));
            assertEquals(Set.of("s1"), cell.members("other"));
            cell.asks("one");
            assertEquals(Set.of("s1"), cell.members("one"));
        }
    }

    @Test
    void aTokenOfAnotherCellIsNoneHere() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            var foreign = "0".repeat(64) + "." + "0".repeat(64);
            var join = new CellSettings.Join(cell.link("one"), foreign);
            var thrown = assertThrows(IOException.class, () -> cell.start("two", join));
            assertTrue((thrown.getMessage() + "").contains("authority"), thrown::toString);
        }
    }
}
