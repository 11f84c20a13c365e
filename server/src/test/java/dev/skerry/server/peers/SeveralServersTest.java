package dev.skerry.server.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
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

    static boolean knows(CellFixture cell, String at, String job) throws Exception {
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
}
