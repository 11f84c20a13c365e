package dev.skerry.server.trust;

import static dev.skerry.server.trust.TrustFixture.JSON;
import static dev.skerry.server.trust.TrustFixture.body;
import static dev.skerry.server.trust.TrustFixture.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who gets in, and what he may, over real HTTP.
@Timeout(60) // of each: streams of events go on for ever
class TrustServerTest {
    private static final String UNKNOWN =
            "There is no such token, or it was revoked or has expired; log in again with another.";

    private static final String SHOP =
            """
            role: shop
            rules:
              - allow: [read cluster/jobs]
                namespaces: [NAMESPACE]
            """;

    @TempDir Path folder;

    private TrustFixture server() throws Exception {
        return new TrustFixture(folder.resolve("data"), false);
    }

    private static String problem(int status, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        return answer.body();
    }

    private static void unknown(HttpResponse<String> answer) {
        assertTrue(problem(401, answer).contains(UNKNOWN), answer.body());
        assertEquals(
                "Bearer realm=\"skerry\"",
                answer.headers().firstValue("WWW-Authenticate").orElse(""));
    }

    @Test
    void theFirstTokenIsMadeOnceAndForItsUserOnly() throws Exception {
        var first = "";
        try (var server = server()) {
            var access = Files.getPosixFilePermissions(server.file());
            assertEquals("rw-------", PosixFilePermissions.toString(access));
            first = server.first();
            var self = server.get(first, "/v1/self");
            assertEquals(200, self.statusCode(), self.body());
            assertTrue(self.body().contains("\"caller\":\"person:first\""), self.body());
            assertTrue(self.body().contains("\"roles\":[\"admin\"]"), self.body());
            assertTrue(
                    self.body().contains("\"may\":[\"administer *\",\"administer trust/*\"]"),
                    self.body());
        }
        try (var server = server()) {
            assertEquals(first, server.first(), "it is still to be fetched");
            assertEquals(200, server.get(first, "/v1/self").statusCode());
            Files.delete(server.file());
        }
        try (var server = server()) {
            assertFalse(Files.exists(server.file()));
            assertEquals(200, server.get(first, "/v1/self").statusCode());
        }
    }

    @Test
    void anotherFirstTokenIsMadeWhenTheServerIsToldSo() throws Exception {
        var first = "";
        var ci = "";
        try (var server = server()) {
            first = server.first();
            ci = server.token(first, "ci", "reader");
            Files.delete(server.file());
        }
        var second = "";
        try (var server = new TrustFixture(folder.resolve("data"), true)) {
            second = server.first();
            assertNotEquals(first, second);
            unknown(server.get(first, "/v1/self"));
            assertEquals(200, server.get(second, "/v1/tokens").statusCode());
            assertEquals(200, server.get(ci, "/v1/self").statusCode());
        }
        try (var server = server()) {
            assertEquals(second, server.first());
            assertEquals(200, server.get(second, "/v1/self").statusCode());
        }
    }

    @Test
    void strangersGetOnlyWhatNeedsNothing() throws Exception {
        try (var server = server()) {
            assertEquals(200, server.send(server.request("/v1/openapi.yaml")).statusCode());
            for (var path : List.of("/v1/jobs", "/v1/self", "/v1/tokens", "/v1/events")) {
                var nobody = server.send(server.request(path));
                assertTrue(problem(401, nobody).contains("Log in first: `skerry login`"), path);
            }
            var ada = server.token(server.first(), "ada", "reader");
            assertEquals(200, server.get(ada, "/v1/jobs").statusCode());
            problem(403, server.get(ada, "/v1/tokens"));
            problem(403, server.post(ada, "/v1/tokens", "{\"name\":\"x\",\"roles\":[\"admin\"]}"));
            problem(403, server.role(ada, "shop", SHOP));
        }
    }

    @Test
    void whatIsWrongIsRefused() throws Exception {
        try (var server = server()) {
            var ci = server.token(server.first(), "ci", "reader");
            assertEquals(200, server.get(ci, "/v1/self").statusCode());
            unknown(server.get(ci.substring(0, 20) + "x".repeat(43), "/v1/self")); // forged
            unknown(server.get("skerry_" + "0".repeat(12) + "_" + "x".repeat(43), "/v1/self"));
            assertEquals(200, server.delete(server.first(), "/v1/tokens/ci").statusCode());
            unknown(server.get(ci, "/v1/self")); // revoked
            var mistyped = problem(401, server.get(ci + "x", "/v1/self"));
            assertTrue(mistyped.contains("This is no token: it should be skerry_"), mistyped);
            var both =
                    server.request(ci, "/v1/self")
                            .header("Cookie", "skerry-session=" + server.first());
            problem(400, server.send(both));
            problem(401, server.send(server.request("/v1/self").header("Authorization", "Basic")));
            unknown(server.get(ci, "/v1/self")); // the fifth
            var later = server.get(ci, "/v1/self");
            problem(429, later);
            assertEquals("1", later.headers().firstValue("Retry-After").orElse(""));
            assertEquals(200, server.get(server.first(), "/v1/self").statusCode());
        }
    }

    @Test
    void whatHasExpiredIsWorthNothing() throws Exception {
        var ci = "";
        var first = "";
        try (var server = server()) {
            first = server.first();
            ci = server.token(first, "ci", "reader"); // for an hour
        }
        var nearly = new LateRoom(System.currentTimeMillis() + 3_000_000);
        try (var server = new TrustFixture(folder.resolve("data"), false, nearly)) {
            assertEquals(200, server.get(ci, "/v1/self").statusCode());
        }
        var later = new LateRoom(System.currentTimeMillis() + 3_700_000);
        try (var server = new TrustFixture(folder.resolve("data"), false, later)) {
            var expired = problem(401, server.get(ci, "/v1/self"));
            assertTrue(expired.contains("has expired"), expired);
            awaitForgotten(server, first);
            assertEquals(63, server.token(first, "ci", "reader").length(), "its name is free");
        }
    }

    /// Once the servers have looked what time it is.
    private static void awaitForgotten(TrustFixture server, String token) throws Exception {
        long untilNs = System.nanoTime() + TrustFixture.DEADLINE.toNanos();
        for (var index = "0"; System.nanoTime() < untilNs; ) {
            var answer = server.get(token, "/v1/tokens?wait=10s&index=" + index);
            if (!answer.body().contains("\"ci\"")) return;
            index = answer.headers().firstValue("X-Skerry-Index").orElse("");
        }
        throw new AssertionError("it is still there");
    }

    private static String cookie(HttpResponse<String> answer) {
        var cookie = answer.headers().firstValue("Set-Cookie").orElse("");
        assertTrue(cookie.startsWith("skerry-session="), answer.body());
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static HttpResponse<String> login(TrustFixture server, String key, String value)
            throws Exception {
        var body = "{\"%s\":\"%s\"}".formatted(key, value);
        return server.send(body(server.request("/v1/session"), "POST", JSON, body));
    }

    @Test
    void aBrowserLogsInAndOutByACookie() throws Exception {
        try (var server = server()) {
            var ci = server.token(server.first(), "ci", "developer");
            var in = login(server, "token", ci);
            assertEquals(200, in.statusCode(), in.body());
            var set = in.headers().firstValue("Set-Cookie").orElse("");
            assertTrue(set.contains("; Path=/; HttpOnly; SameSite=Strict; Max-Age=3"), set);
            assertEquals("no-store", in.headers().firstValue("Cache-Control").orElse(""));
            var self = server.send(server.request("/v1/self").header("Cookie", cookie(in)));
            assertEquals(in.body(), self.body());
            assertTrue(self.body().contains("person:ci"), self.body());

            var out =
                    server.send(
                            server.request("/v1/session").header("Cookie", cookie(in)).DELETE());
            assertEquals(200, out.statusCode(), out.body());
            assertEquals("skerry-session=", cookie(out));
            assertTrue(out.headers().firstValue("Set-Cookie").orElse("").endsWith("Max-Age=0"));

            server.delete(server.first(), "/v1/tokens/ci");
            unknown(server.send(server.request("/v1/self").header("Cookie", cookie(in))));
            var again =
                    body(
                                    server.request("/v1/session"),
                                    "POST",
                                    JSON,
                                    "{\"token\":\"%s\"}".formatted(server.first()))
                            .header("Cookie", cookie(in));
            assertEquals(200, server.send(again).statusCode(), "an old cookie is no hindrance");
        }
    }

    @Test
    void aCookieIsForOurOwnPagesOnly() throws Exception {
        try (var server = server()) {
            var cookie = cookie(login(server, "token", server.first()));
            var own =
                    server.request("/v1/jobs")
                            .header("Cookie", cookie)
                            .header("Origin", server.origin());
            assertEquals(200, server.send(own).statusCode());
            for (var foreign : List.of("http://evil.example", "http://127.0.0.1:1", "null")) {
                var read =
                        server.request("/v1/jobs")
                                .header("Cookie", cookie)
                                .header("Origin", foreign);
                problem(403, server.send(read));
                var change =
                        body(
                                        server.request("/v1/tokens"),
                                        "POST",
                                        JSON,
                                        "{\"name\":\"evil\",\"roles\":[\"admin\"]}")
                                .header("Cookie", cookie)
                                .header("Origin", foreign);
                problem(403, server.send(change));
            }
            var image =
                    server.request("/v1/jobs")
                            .header("Cookie", cookie)
                            .header("Sec-Fetch-Site", "cross-site");
            problem(403, server.send(image));
            assertFalse(server.get(server.first(), "/v1/tokens").body().contains("evil"));
        }
    }

    @Test
    void wrongLoginsCountAndAreRefused() throws Exception {
        try (var server = server()) {
            unknown(login(server, "token", server.first().substring(0, 20) + "x".repeat(43)));
            for (int i = 0; i < 4; i++) {
                var wrong = problem(401, login(server, "code", "guessed" + i));
                assertTrue(wrong.contains("There is no such code"), wrong);
            }
            problem(429, login(server, "code", "guessed"));
            problem(429, login(server, "token", "guessed"));
            assertEquals(200, login(server, "token", server.first()).statusCode());
            for (var body : List.of("{}", "{\"token\":\"a\",\"code\":\"b\"}", "{\"token\":7}"))
                problem(400, server.send(body(server.request("/v1/session"), "POST", JSON, body)));
        }
    }

    @Test
    void aCodeLogsABrowserInOnce() throws Exception {
        try (var server = server()) {
            var ci = server.token(server.first(), "ci", "developer");
            var code = value("code", server.post(ci, "/v1/session/codes", "{}").body());
            var in = login(server, "code", code);
            assertEquals(200, in.statusCode(), in.body());
            var self = server.send(server.request("/v1/self").header("Cookie", cookie(in)));
            assertTrue(self.body().contains("person:ci"), self.body());
            var twice = problem(401, login(server, "code", code));
            assertTrue(twice.contains("it was used, or is too old"), twice);

            var bare = server.request(ci, "/v1/session/codes").POST(BodyPublishers.noBody());
            assertEquals(200, server.send(bare).statusCode());
            var long1 = server.post(ci, "/v1/session/codes", "{\"ttl\":\"10m\"}");
            assertEquals(200, long1.statusCode(), long1.body());
            var tooLong = server.post(ci, "/v1/session/codes", "{\"ttl\":\"11m\"}");
            assertTrue(
                    problem(400, tooLong).contains("it should be a duration from 1s to 10m"),
                    tooLong.body());
            problem(
                    401,
                    server.send(server.request("/v1/session/codes").POST(BodyPublishers.noBody())));

            server.delete(server.first(), "/v1/tokens/ci");
            unknown(login(server, "code", value("code", long1.body())));
        }
    }

    @Test
    void aRoleFileIsRefusedWithThePlaceOfItsMistake() throws Exception {
        try (var server = server()) {
            var file = shop("north") + "  # one more\n  - deny: [write *]\n    pols: [tills]\n";
            var wrong = server.role(server.first(), "shop", file);
            assertTrue(
                    problem(400, wrong)
                            .contains(
                                    "\"detail\":\"line 7, column 5: \\\"pols\\\" is not a key of a"
                                            + " rule; did you mean \\\"pools\\\"?\""),
                    wrong.body());
            assertTrue(wrong.body().contains("\"line\":7,\"column\":5"), wrong.body());
            assertTrue(wrong.body().contains("urn:skerry:problem:invalid-role-file"));
            var other = server.role(server.first(), "other", shop("north"));
            assertTrue(problem(400, other).contains("line 1, column 7"), other.body());
            problem(
                    409,
                    server.role(server.first(), "admin", shop("north").replace("shop", "admin")));
            problem(404, server.get(server.first(), "/v1/roles/shop"));
        }
    }

    private static String shop(String namespace) {
        return SHOP.replace("NAMESPACE", namespace);
    }

    @Test
    void aRoleThatIsChangedCountsAtOnce() throws Exception {
        try (var server = server()) {
            var first = server.first();
            assertEquals(200, server.role(first, "shop", shop("north")).statusCode());
            var till = server.token(first, "till", "shop");
            assertEquals(200, server.get(till, "/v1/jobs?namespace=north").statusCode());
            problem(403, server.get(till, "/v1/jobs?namespace=south"));
            problem(403, server.delete(till, "/v1/jobs/badge?namespace=north"));
            assertEquals("[]", server.get(till, "/v1/jobs?namespace=*").body());
            assertEquals(200, server.role(first, "shop", shop("south")).statusCode());
            problem(403, server.get(till, "/v1/jobs?namespace=north"));
            assertEquals(200, server.get(till, "/v1/jobs?namespace=south").statusCode());

            var why =
                    server.post(
                                    first,
                                    "/v1/roles/test",
                                    "{\"token\":\"till\",\"do\":\"read cluster/jobs\","
                                            + "\"namespace\":\"south\"}")
                            .body();
            assertEquals(
                    "{\"allowed\":true,\"role\":\"shop\",\"rule\":1,\"why\":\"Rule 1 of role shop"
                            + " allows to read cluster/jobs in namespace south.\"}",
                    why);
            var own = "/v1/self/may?do=read%20cluster/jobs&namespace=";
            assertEquals(why, server.get(till, own + "south").body());
            var not = server.get(till, own + "north").body();
            assertTrue(not.startsWith("{\"allowed\":false,\"why\":\"No rule of role shop"), not);
            var kept = problem(409, server.delete(first, "/v1/roles/shop"));
            assertTrue(kept.contains("The role shop is that of the token till."), kept);
            server.delete(first, "/v1/tokens/till");
            assertEquals(200, server.delete(first, "/v1/roles/shop").statusCode());
        }
    }

    @Test
    void aRevokedTokenEndsWhatItHasBegun() throws Exception {
        try (var server = server();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ci = server.token(server.first(), "ci", "reader");
            try (var events = server.lines(server.request(ci, "/v1/events"))) {
                var lines = events.iterator();
                assertEquals(": events follow", lines.next());
                var poll = threads.submit(() -> waitsUntilRefused(server, ci));
                assertEquals(200, server.delete(server.first(), "/v1/tokens/ci").statusCode());
                var told = new ArrayList<String>();
                var end = threads.submit(() -> lines.forEachRemaining(told::add));
                end.get(20, TimeUnit.SECONDS);
                assertFalse(told.toString().contains("TokenRevoked"), told.toString());
                var late = poll.get(20, TimeUnit.SECONDS);
                problem(401, late);
            }
        }
    }

    /// Whatever else happens is an answer, and one waits on behind that.
    private static HttpResponse<String> waitsUntilRefused(TrustFixture server, String token)
            throws Exception {
        var answer = server.get(token, "/v1/jobs");
        while (answer.statusCode() == 200) {
            var index = answer.headers().firstValue("X-Skerry-Index").orElse("");
            answer = server.get(token, "/v1/jobs?wait=5m&index=" + index);
        }
        return answer;
    }

    @Test
    void whatHasHappenedIsToldAndCounted() throws Exception {
        try (var server = server()) {
            var first = server.first();
            server.role(first, "shop", shop("north"));
            var till = server.token(first, "till", "shop", "reader");
            server.get(till, "/v1/self");
            server.get(till + "x", "/v1/self");
            server.delete(first, "/v1/tokens/till");
            server.delete(first, "/v1/roles/shop");
            var told = new ArrayList<String>();
            try (var events = server.lines(server.request(first, "/v1/events?index=0"))) {
                for (var it = events.iterator(); it.hasNext(); ) {
                    told.add(it.next());
                    if (told.getLast().contains("RoleDeleted\",")) break;
                }
            }
            var all = String.join("\n", told);
            for (var sentence :
                    List.of(
                            "Role shop was made.",
                            "Token till was made, with the roles shop, reader.",
                            "Token till was revoked.",
                            "Role shop was deleted."))
                assertTrue(all.contains("\"text\":\"" + sentence + "\""), all);
            var figures = server.get(first, "/metrics").body().lines().toList();
            assertTrue(figures.contains("skerry_tokens 1"), figures + "");
            assertTrue(figures.contains("skerry_roles 0"), figures + "");
            assertTrue(figures.contains("skerry_callers_failed_total 1"), figures + "");
        }
    }

    @Test
    void aListSaysWhenATokenWasUsedAndFromWhere() throws Exception {
        try (var server = server()) {
            var first = server.first();
            var ci = server.token(first, "ci", "reader");
            var before = server.get(first, "/v1/tokens").body();
            assertEquals(1, before.split("\"lastFrom\":\"127.0.0.1\"", -1).length - 1, before);
            server.get(ci, "/v1/self");
            var after = server.get(first, "/v1/tokens").body();
            assertEquals(2, after.split("\"lastFrom\":\"127.0.0.1\"", -1).length - 1, after);
            assertFalse(after.contains("hash"), after);
        }
    }

    @Test
    void noSecretIsInAnyAnswerEventOrLineOfTheServer() throws Exception {
        var err = System.err;
        var lines = new ByteArrayOutputStream();
        System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
        try (var server = server()) {
            var first = server.first();
            var ci = server.token(first, "ci", "operator");
            var secrets = List.of(first.substring(20), ci.substring(20));
            server.get(ci, "/v1/self");
            server.get(ci + "x", "/v1/self");
            server.get(first.substring(0, 20) + ci.substring(20), "/v1/self");
            server.get(ci, "/v1/tokens");
            server.get(ci, "/v1/nothing?token=x");
            login(server, "token", ci);
            login(server, "token", ci + "x");
            login(server, "code", ci);
            var own = body(server.request(ci, "/v1/session"), "POST", JSON, "{\"tokens\":\"%s\"}");
            server.send(own);
            server.post(ci, "/v1/roles/test", "{\"do\":\"read cluster/jobs\",\"token\":\"ci\"}");
            server.delete(first, "/v1/tokens/ci");
            server.get(ci, "/v1/self");
            server.get(first, "/metrics");
            var told = new StringBuilder();
            try (var events = server.lines(server.request(first, "/v1/events?index=0"))) {
                for (var it = events.iterator(); it.hasNext(); ) {
                    var line = it.next();
                    told.append(line).append('\n');
                    if (line.contains("was revoked")) break;
                }
            }
            var log = lines.toString(StandardCharsets.UTF_8);
            assertTrue(log.contains("the first token is in " + server.file()), log);
            for (var secret : secrets)
                for (var text : List.of(server.said.toString(), told.toString(), log))
                    assertFalse(text.contains(secret), text);
        } finally {
            System.setErr(err);
        }
    }

    /// Where it does not belong it lets nobody in, and is in no line that others read.
    @Test
    void aTokenInAnAddressIsWorthNothingAndKeptNowhere() throws Exception {
        var err = System.err;
        var lines = new ByteArrayOutputStream();
        System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
        try (var server = server()) {
            var first = server.first();
            var ci = server.token(first, "ci", "reader");
            for (var path :
                    List.of(
                            "/v1/jobs?token=" + ci,
                            "/v1/jobs?access_token=" + ci,
                            "/v1/jobs?" + ci,
                            "/v1/jobs/" + ci,
                            "/v1/events?token=" + ci)) {
                problem(401, server.send(server.request(path)));
                var known = server.get(ci, path);
                assertTrue(known.statusCode() >= 400, known.body());
            }
            problem(403, server.delete(ci, "/v1/tokens/" + ci));
            var audit = awaitNoted(server, first);
            for (var text : List.of(audit, lines.toString(StandardCharsets.UTF_8)))
                assertFalse(text.contains(ci.substring(20)), text);
        } finally {
            System.setErr(err);
        }
    }

    /// What was refused, once the server has written it down.
    private static String awaitNoted(TrustFixture server, String token) throws Exception {
        long untilNs = System.nanoTime() + TrustFixture.DEADLINE.toNanos();
        for (var index = "0"; System.nanoTime() < untilNs; ) {
            var audit = server.get(token, "/v1/audit?from=0").body();
            if (audit.contains("\"method\":\"DELETE\"") && audit.contains("\"status\":403"))
                return audit;
            var waited = server.get(token, "/v1/tokens?wait=1s&index=" + index);
            index = waited.headers().firstValue("X-Skerry-Index").orElse("0");
        }
        throw new AssertionError("it is not noted");
    }
}
