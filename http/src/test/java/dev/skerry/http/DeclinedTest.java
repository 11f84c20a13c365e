package dev.skerry.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.kernel.Refusal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Problems, letter by letter: programs read them.
class DeclinedTest {
    private static String json(Declined declined) {
        return new String(declined.body().bytes(), UTF_8);
    }

    @Test
    void aRefusalIsAProblem() {
        assertEquals(
                "{\"type\":\"urn:skerry:problem:invalid\",\"title\":\"A value is not right\","
                        + "\"status\":400,"
                        + "\"detail\":\"count is \\\"-1\\\"; it should be a number.\","
                        + "\"field\":\"count\",\"value\":\"-1\"}",
                json(Declined.field("count", "-1", "a number")));
    }

    @Test
    void eachRefusalHasItsStatus() {
        var all =
                Map.of(
                        new Refusal.NotFound("job", "x"), "404 urn:skerry:problem:not-found",
                        new Refusal.Invalid("a", "b", "c"), "400 urn:skerry:problem:invalid",
                        new Refusal.Stale("x", 1, 2), "409 urn:skerry:problem:stale",
                        new Refusal.Conflict("x", "y"), "409 urn:skerry:problem:conflict",
                        new Refusal.Full("x", 1, "y"), "429 urn:skerry:problem:full",
                        new Refusal.Forbidden("x"), "403 urn:skerry:problem:forbidden",
                        new Refusal.Unavailable("x"), "503 urn:skerry:problem:unavailable");
        all.forEach((refusal, expected) -> {
            var problem = new Declined(refusal).problem();
            assertEquals(expected, problem.status() + " " + problem.type());
            assertEquals(refusal.sentence(), problem.detail());
        });
    }

    @Test
    void aProblemOfHttpIsNamedByItsTitle() {
        assertEquals(
                "{\"type\":\"urn:skerry:problem:no-such-method-here\","
                        + "\"title\":\"No such method here\",\"status\":405,"
                        + "\"detail\":\"tab\\t, line\\n, “ä”, \uD83D\uDCA1\"}",
                json(new Declined(405, "tab\t, line\n, “ä”, \uD83D\uDCA1")));
    }

    @Test
    void aFileThatIsWrongSaysWhereAndHowOften() {
        var problems =
                List.of(
                        new Problem(2, 5, "a.b", "x", "a.b is \"x\"; it should be y"),
                        new Problem(0, 0, "", "", "it is empty"));
        assertEquals(
                "{\"type\":\"urn:skerry:problem:invalid-job-file\","
                        + "\"title\":\"The job file is wrong\",\"status\":400,"
                        + "\"detail\":\"f.yaml:2:5: a.b is \\\"x\\\"; it should be y,"
                        + " and 1 more\",\"errors\":["
                        + "{\"line\":2,\"column\":5,\"key\":\"a.b\",\"value\":\"x\","
                        + "\"message\":\"a.b is \\\"x\\\"; it should be y\"},"
                        + "{\"line\":0,\"column\":0,\"key\":\"\",\"value\":\"\","
                        + "\"message\":\"it is empty\"}]}",
                json(Declined.file("job file", "f.yaml", problems)));
    }

    @Test
    void whoShouldComeAgainIsToldWhen() {
        assertEquals("1", new Declined(503, "x").answer().headers().get("Retry-After"));
        assertEquals("1", new Declined(429, "x").answer().headers().get("Retry-After"));
        assertEquals(Map.of("Retry-After", "60"), Declined.later("x", 60).answer().headers());
        assertEquals(429, Declined.later("x", 60).problem().status());
        assertEquals(Map.of(), new Declined(404, "x").answer().headers());
        assertEquals("application/problem+json", new Declined(404, "x").answer().type());
    }

    @Test
    void whoIsNotKnownIsToldHowToSayWhoHeIs() {
        assertEquals(
                Map.of("WWW-Authenticate", "Bearer realm=\"skerry\""),
                new Declined(401, "x").answer().headers());
    }
}
