package dev.skerry.server.http;

import static dev.skerry.server.http.Documented.problem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A body that nobody reads: whoever names a version there would have all of a job recalled.
class UnreadBodiesTest {
    @TempDir Path folder;

    @Test
    void whatIsSaidWhereNobodyReadsItIsRefused() throws Exception {
        try (var api = new ApiFixture(folder)) {
            var document = api.get("/v1/openapi.yaml").body();
            int asked = 0;
            for (var it : Documented.operations(document).values()) {
                if (it.method().equals("GET") || !it.accepts().isEmpty()) continue;
                var path = it.path().replace("{name}", "badge");
                var answer = api.send(it.method(), path, ApiTest.JSON, "{\"version\":2}");
                var what = it.method() + " " + it.path();
                assertEquals(400, answer.statusCode(), what + ": " + answer.body());
                assertTrue(answer.body().contains("body is "), what + ": " + answer.body());
                asked++;
            }
            assertTrue(asked > 12, asked + " change something without a body");
        }
    }

    @Test
    void itIsSaidWhereItBelongs() throws Exception {
        try (var api = new ApiFixture(folder)) {
            var path = "/v1/jobs/badge/recall";
            assertTrue(
                    problem(400, api.send("POST", path, ApiTest.JSON, "{\"version\":2}"))
                            .contains(
                                    "body is \\\"13 bytes\\\"; it should be left out: what is said"
                                            + " here stands in the query, as the parameters"
                                            + " namespace, reason, version."));
            for (var nothing : List.of("", "{}", " {}\n"))
                problem(404, api.send("POST", path, ApiTest.JSON, nothing));
        }
    }
}
