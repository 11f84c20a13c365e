package dev.skerry.server.trust;

import static dev.skerry.server.trust.TrustFixture.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.ServerSettings;
import dev.skerry.trust.server.rates.RequestRates;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who has done what, as it is read from a whole server.
class AuditServerTest {
    private static final String SHOP =
            """
            role: shop
            rules:
              - allow: [read cluster/jobs]
            """;

    @TempDir Path folder;
    private String first = "";

    private TrustFixture server() throws Exception {
        var server = new TrustFixture(folder.resolve("data"), false);
        if (first.isEmpty()) first = server.first();
        return server;
    }

    private static String id(String token) {
        return token.substring(7, 19);
    }

    private List<String> lines(TrustFixture server, String query) throws Exception {
        var answer = server.get(first, "/v1/audit" + query);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("application/jsonl", answer.headers().firstValue("Content-Type").orElse(""));
        return answer.body().lines().toList();
    }

    private String head(TrustFixture server) throws Exception {
        var head = server.get(first, "/v1/audit/head").body();
        var line = "\\{\"number\":[0-9]+,\"hash\":\"[0-9a-f]{64}\"";
        assertTrue(head.matches(line + ",\"letGo\":" + line + "}}"), head);
        return head.replaceAll("[^0-9]*([0-9]+),.*", "$1") + " " + value("hash", head);
    }

    private static String encoded(Instant time) {
        return URLEncoder.encode(time.toString(), StandardCharsets.UTF_8);
    }

    @Test
    void everyChangeOfSomebodyIsALine() throws Exception {
        try (var server = server()) {
            var ada = server.token(first, "ada", "admin");
            assertEquals(200, server.role(ada, "shop", SHOP).statusCode());
            assertEquals(200, server.role(ada, "shop", SHOP).statusCode()); // changes nothing
            assertEquals(200, server.delete(ada, "/v1/roles/shop").statusCode());
            assertEquals(404, server.delete(ada, "/v1/roles/shop").statusCode());
            var lines = lines(server, "?from=0");
            assertEquals(5, lines.size(), lines::toString);
            assertEquals("{\"after\":0,\"hash\":\"" + "0".repeat(64) + "\"}", lines.getFirst());
            assertTrue(lines.get(1).contains("\"did\":[\"trust FirstTokenMade first\"],"));
            var did = List.of("TokenCreated ada", "RoleApplied shop", "RoleDeleted shop");
            for (int i = 2; i <= 4; i++) {
                var line = lines.get(i);
                var by = i == 2 ? "first" : "ada";
                var begin = "{\"number\":%d,\"at\":\"2".formatted(i);
                assertTrue(line.startsWith(begin), line);
                var rest =
                        ("\"who\":\"person:%s\",\"by\":\"%s\",\"from\":\"127.0.0.1\","
                                        + "\"did\":[\"trust %s\"],")
                                .formatted(by, id(i == 2 ? first : ada), did.get(i - 2));
                assertTrue(line.contains(rest), line);
            }
            assertEquals(head(server), AuditChain.head(lines));
            assertFalse(String.join("", lines).contains(ada.substring(20)));
        }
    }

    @Test
    void linesAreFoundByTheirCallerAndTheirTime() throws Exception {
        try (var server = server()) {
            var ada = server.token(first, "ada", "admin");
            for (int i = 0; i < 5; i++) server.token(i % 2 == 0 ? ada : first, "t" + i, "reader");
            assertEquals(3, lines(server, "?who=ada").size());
            assertEquals(3, lines(server, "?who=person:ada&from=1").size());
            assertEquals(3, lines(server, "?who=first").size());
            assertEquals(0, lines(server, "?who=ad").size());
            assertEquals(7, lines(server, "?since=1h").size());
            assertEquals(0, lines(server, "?until=1h").size());
            var last = lines(server, "?limit=2");
            assertEquals(3, last.size(), "with an anchor before them");
            assertTrue(last.getFirst().startsWith("{\"after\":5,\"hash\":\""), last::toString);
            assertEquals(head(server), AuditChain.head(last));
            var some = lines(server, "?from=3&limit=2");
            assertEquals("4 ", AuditChain.head(some).substring(0, 2));
            assertTrue(lines(server, "?who=ada&limit=1").getFirst().contains("TokenCreated t4"));
            var none = lines(server, "?from=8");
            assertEquals(
                    List.of("{\"after\":7,"),
                    none.stream().map(it -> it.substring(0, 11)).toList());
        }
    }

    /// Times of the servers, which need not be those of the clock beside them.
    @Test
    void aTimeParts() throws Exception {
        try (var server = server()) {
            server.token(first, "before", "reader");
            var last = at(lines(server, "?from=2").getLast());
            do server.token(first, "after", "reader");
            while (at(lines(server, "?who=first&limit=1").getFirst()).equals(last));
            var all = lines(server, "?from=1").stream().skip(1).toList();
            var parted = last.plusMillis(1);
            var before = all.stream().filter(it -> at(it).isBefore(parted)).toList();
            var since = lines(server, "?since=" + encoded(parted));
            assertEquals(before, lines(server, "?until=" + encoded(parted)));
            assertEquals(all.subList(before.size(), all.size()), since);
            assertEquals(since, lines(server, "?who=first&since=" + encoded(parted)));
            var end = at(all.getLast()).plusSeconds(1);
            assertEquals(0, lines(server, "?since=" + encoded(end)).size());
        }
    }

    private static Instant at(String line) {
        return Instant.parse(line.replaceFirst(".*?\"at\":\"([^\"]*)\".*", "$1"));
    }

    @Test
    void whatIsWrongWithAQuestionIsSaid() throws Exception {
        try (var server = server()) {
            for (var wrong :
                    List.of(
                            "from=-1 a whole number of at least 0",
                            "from=x a whole number of at least 0",
                            "limit=0 a whole number from 1 to 1000000",
                            "since=yesterday a time like 2026-07-01T12:00:00Z, or how long ago",
                            "until=2026-07-01 a time like 2026-07-01T12:00:00Z, or how long ago",
                            "whom=ada one of the parameters from, limit, since, until, who",
                            "who=" + "x".repeat(140) + " a name, like ada, or person:ada")) {
                int space = wrong.indexOf(' ');
                var answer = server.get(first, "/v1/audit?" + wrong.substring(0, space));
                assertEquals(400, answer.statusCode(), answer.body());
                assertTrue(answer.body().contains(wrong.substring(space + 1)), answer.body());
            }
        }
    }

    @Test
    void onlyWhoMayReadItReadsIt() throws Exception {
        try (var server = server()) {
            var reader = server.token(first, "reader", "reader", "developer");
            var operator = server.token(first, "op", "operator");
            for (var path : List.of("/v1/audit", "/v1/audit/head")) {
                assertEquals(403, server.get(reader, path).statusCode());
                assertEquals(401, server.send(server.request(path)).statusCode());
                assertEquals(200, server.get(operator, path).statusCode());
            }
        }
    }

    @Test
    void whatWasRefusedIsALineOfTheServers() throws Exception {
        try (var server = server()) {
            var reader = server.token(first, "eve", "reader");
            for (int i = 0; i < 3; i++) server.get(reader, "/v1/roles/secret");
            server.role(reader, "shop", SHOP);
            server.send(server.request("/v1/jobs/mine"));
            var forged = reader.substring(0, 20) + "x".repeat(43);
            server.get(forged, "/v1/jobs");
            server.get("hunter2", "/v1/jobs");
            server.send(server.request("/v1/jobs").header("Origin", "http://evil.example"));
            assertEquals(404, server.get(first, "/v1/jobs/none").statusCode());
            assertEquals(400, server.get(first, "/v1/jobs?what=1").statusCode());
            var eve = "\"person:eve\",\"by\":\"" + id(reader);
            var nobody = "\"person\",\"by\":\"";
            var all =
                    refusals(
                            server,
                            refused(eve, "GET", "/v1/roles/{name}", 403),
                            refused(eve, "PUT", "/v1/roles/{name}", 403),
                            refused(nobody, "GET", "/v1/jobs/{name}", 401),
                            refused(nobody, "GET", "/v1/jobs", 401),
                            refused(nobody, "GET", "/v1/jobs", 403));
            assertFalse(all.contains("\"status\":404"), all);
            assertFalse(all.contains("\"status\":400"), all);
            for (var secret : List.of("hunter2", "x".repeat(43), reader.substring(20), "secret"))
                assertFalse(all.contains(secret), all);
            assertEquals(head(server), AuditChain.head(lines(server, "?from=0")));
        }
    }

    private static String refused(String who, String method, String route, int status) {
        return ("{\"who\":%s\",\"from\":\"127.0.0.1\","
                        + "\"method\":\"%s\",\"route\":\"%s\",\"status\":%d,")
                .formatted(who, method, route, status);
    }

    /// Waits until each of them is in a line of the servers.
    private String refusals(TrustFixture server, String... wanted) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            var all = String.join("\n", lines(server, "?who=server"));
            boolean there = List.of(wanted).stream().allMatch(all::contains);
            if (there) return all;
            assertTrue(System.nanoTime() < deadline, all);
        }
    }

    @Test
    void whatIsRefusedAtTheEndIsNotedToo() throws Exception {
        try (var server = server()) {
            server.send(server.request("/v1/roles"));
        }
        try (var server = server()) {
            assertTrue(
                    refusals(server, "\"route\":\"/v1/roles\"").contains("\"count\":1"),
                    "it is said once");
        }
    }

    /// It is the state that lets lines go, and says so; the newest file stays all the same.
    @Test
    void whatHasBeenKeptForLongEnoughIsLetGo() throws Exception {
        var keep = Duration.ofSeconds(1);
        var settings = new ServerSettings.TrustSettings(false, keep, RequestRates.RATE_MAX);
        try (var server = new TrustFixture(folder.resolve("data"), settings)) {
            first = server.first();
            server.token(first, "ada", "reader");
            long deadline = System.nanoTime() + TrustFixture.DEADLINE.toNanos();
            var head = "";
            do {
                assertTrue(System.nanoTime() < deadline, head);
                head = server.get(first, "/v1/audit/head").body();
            } while (head.contains("\"letGo\":{\"number\":0,"));
            var letGo = Pattern.compile("\"letGo\":\\{\"number\":([12]),\"hash\":\"([0-9a-f]*)");
            var said = letGo.matcher(head);
            assertTrue(said.find(), head);
            var lines = lines(server, "?from=0");
            assertEquals(head(server), AuditChain.head(lines));
            var line = lines.get(Integer.parseInt(said.group(1)));
            assertTrue(line.endsWith("\"hash\":\"" + said.group(2) + "\"}"), line);
        }
    }

    @Test
    void theAuditOutlivesRestartsAndSaysWhatItHasLost() throws Exception {
        for (int round = 0; round < 3; round++)
            try (var server = server()) {
                server.token(first, "t" + round, "reader");
                assertEquals(head(server), AuditChain.head(lines(server, "?from=0")));
            }
        var audit = folder.resolve("data/audit");
        try (var files = Files.list(audit)) {
            for (var file : files.toList()) Files.delete(file);
        }
        try (var server = server()) {
            server.token(first, "t3", "reader");
            var lines = lines(server, "?from=0");
            assertEquals(2, lines.size());
            assertTrue(
                    lines.getFirst()
                            .endsWith(
                                    "\"why\":\"Lines 1 to 4 are not here: this server did not have"
                                            + " them any more.\"}"),
                    lines::toString);
            assertEquals(head(server), AuditChain.head(lines));
            var figures = server.get(first, "/metrics").body();
            assertTrue(figures.contains("skerry_audit_lines_total 5\n"), figures);
        }
    }
}
