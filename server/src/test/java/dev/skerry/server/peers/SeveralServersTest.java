package dev.skerry.server.peers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.ServerSettings.CellSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeveralServersTest {
    @TempDir Path folder = Path.of("");

    private CellFixture three() throws Exception {
        return CellFixture.of(folder, "two", "three");
    }

    static boolean submit(CellFixture cell, String at, String job) throws Exception {
        var file =
                """
                job: %s
                type: service
                groups:
                  one:
                    tasks:
                      sleep:
                        driver: exec
                        command: /bin/sleep
                        args: ["1000"]
                        resources: {cpu: 50MHz, memory: 16MiB, disk: 1MiB}
                """
                        .formatted(job);
        var answer = cell.post(at, "/v1/jobs", "application/yaml", file);
        int status = answer.statusCode();
        assertTrue(status / 100 == 2 || status == 503 || status == 504, answer::body);
        return status / 100 == 2;
    }

    private static boolean knows(CellFixture cell, String at, String job) throws Exception {
        return cell.get(at, "/v1/jobs/" + job).statusCode() == 200;
    }

    @Test
    void anyOfThreeTakesWritesAndAllAnswer() throws Exception {
        try (var cell = three()) {
            for (var at : List.of("one", "two", "three")) {
                assertTrue(submit(cell, at, "by-" + at), at);
                for (var other : List.of("one", "two", "three"))
                    assertTrue(knows(cell, other, "by-" + at), other);
            }
        }
    }

    @Test
    void theOthersGoOnWithoutTheOneThatLed() throws Exception {
        try (var cell = three()) {
            assertTrue(submit(cell, "three", "before"));
            cell.stop("one");
            CellFixture.await("writes go on", () -> submit(cell, "two", "after"));
            for (var at : List.of("two", "three")) {
                assertTrue(knows(cell, at, "before"), at);
                assertTrue(knows(cell, at, "after"), at);
            }
            cell.again("one");
            CellFixture.await("it is told", () -> knows(cell, "one", "after"));
        }
    }

    @Test
    void oneAloneOfThreeAnswersWhatItKnowsAndChangesNothing() throws Exception {
        try (var cell = three()) {
            assertTrue(submit(cell, "one", "kept"));
            CellFixture.await("it has it", () -> knows(cell, "three", "kept"));
            cell.stop("one");
            cell.stop("two");
            CellFixture.await("it answers itself", () -> !submit(cell, "three", "lost"));
            assertTrue(knows(cell, "three", "kept"));
            cell.again("two");
            CellFixture.await("writes go on", () -> submit(cell, "three", "later"));
        }
    }

    /// It leads still, as far as it knows, or hears nobody who does.
    @Test
    void oneThatIsCutOffReadsNothingForSure() throws Exception {
        try (var cell = three()) {
            assertTrue(submit(cell, "two", "kept"));
            for (var at : List.of("one", "two", "three"))
                assertEquals(200, cell.get(at, "/v1/jobs/kept?consistent").statusCode(), at);
            cell.stop("three");
            assertEquals(200, cell.get("two", "/v1/jobs/kept?consistent=true").statusCode());
            cell.stop("two");
            var refused = cell.get("one", "/v1/jobs/kept?consistent");
            assertEquals(503, refused.statusCode(), refused::body);
            assertTrue(refused.body().contains("It is not certain"), refused::body);
            assertTrue(knows(cell, "one", "kept"));
            assertEquals(200, cell.get("one", "/v1/jobs/kept?consistent=false").statusCode());
            assertEquals(400, cell.get("one", "/v1/jobs/kept?consistent=no").statusCode());
        }
    }

    /// As after `kill -9`: only the log is there.
    private void forgetSaved(String name) throws IOException {
        try (var all = Files.walk(folder.resolve(name).resolve("raft"))) {
            for (var file : all.filter(it -> it.toString().contains("/sm/")).toList())
                Files.delete(file);
        }
    }

    /// It has all on its disk, and does not know what of it counts.
    @Test
    void oneThatStartsWithoutTheOthersRefusesNobodyForGood() throws Exception {
        try (var cell = three()) {
            assertTrue(submit(cell, "one", "kept"));
            for (var each : List.of("one", "two", "three")) cell.stop(each);
            forgetSaved("one");
            cell.again("one");
            var json = "application/json";
            // each is held for seconds, in case that it knows soon
            allUnavailable(
                    List.of(
                            () -> cell.get("one", "/v1/jobs/kept"),
                            () -> cell.get("one", "/v1/openapi.yaml"),
                            () -> cell.post("one", "/v1/session", json, "{\"code\":\"x\"}")));
            cell.again("two");
            CellFixture.await("it knows again", () -> knows(cell, "one", "kept"));
        }
    }

    private static void allUnavailable(List<Callable<HttpResponse<String>>> requests)
            throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : callers.invokeAll(requests))
                assertEquals(503, answer.get().statusCode(), answer.get()::body);
        }
    }

    @Test
    void oneThatIsRemovedEndsAndSaysSo() throws Exception {
        try (var cell = three()) {
            assertEquals(200, cell.delete("two", "/v1/servers/s3").statusCode());
            var why = cell.broken("three").get(30, SECONDS).getMessage() + "";
            assertTrue(why.contains("server s3 was removed from the cell"), why);
            cell.stop("three");
            cell.stop("two");
            CellFixture.await("two of two are needed", () -> !submit(cell, "one", "lost"));
        }
    }

    /// At its start it does not know yet whether it will lead.
    @Test
    void whoHasLostAllTokensGetsAnotherFromOneThatLeads() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            cell.join("two", "one");
            cell.stop("one");
            cell.stop("two");
            var second = CompletableFuture.supplyAsync(() -> firstToken(cell, "two"));
            var one = firstToken(cell, "one");
            var two = second.get(60, SECONDS);
            CellFixture.await("it is made", () -> Files.exists(one) || Files.exists(two));
        }
    }

    private static Path firstToken(CellFixture cell, String name) {
        try {
            return cell.againWithFirstToken(name);
        } catch (Exception e) {
            throw new AssertionError(e);
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
            CellFixture.await("the other leads alone", () -> submit(cell, "two", "after"));
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
            CellFixture.await("it is there", () -> submit(cell, "two", "here"));
            cell.again("copy");
            var why = cell.broken("copy").get(30, SECONDS).getMessage() + "";
            assertTrue(why.startsWith("Another process is server s2, at " + cell.link("two")), why);
            cell.stop("copy");
            CellFixture.await("it goes on", () -> submit(cell, "two", "still"));
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

    /// It is not passed on either: what is said in plain has been heard by others.
    @Test
    void oneThatSpeaksTlsRefusesPlainHttpThoughAnotherLeads() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            cell.joinSecure("two", "one");
            CellFixture.await("it counts", () -> cell.members("one").contains("s2"));
            var answer = cell.get("two", "/v1/servers");
            assertEquals(400, answer.statusCode());
            assertTrue(answer.body().contains("This server speaks TLS here"), answer::body);
        }
    }

    /// Two logs are never mixed: what is in the folder stays, and the cell has let nobody in.
    @Test
    void aServerOfOneCellDoesNotJoinAnother() throws Exception {
        try (var cell = new CellFixture(folder)) {
            cell.start("one", null);
            cell.start("other", null);
            assertTrue(submit(cell, "other", "kept"));
            cell.stop("other");
            var join = new CellSettings.Join(cell.link("one"), cell.joinToken("one"));
            var thrown = assertThrows(IOException.class, () -> cell.start("other", join));
            assertEquals(
                    folder.resolve("other")
                            + " is the data folder of server s1 of a cell already; start it"
                            + " without \"join\", or choose another --data",
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
            CellFixture.await(
                    "it has what it had",
                    () -> {
                        return cell.get("other", "/v1/jobs/kept").statusCode() == 200;
                    });
            assertEquals(Set.of("s1"), cell.members("one"));
            assertEquals(Set.of("s1"), cell.members("other"));
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
