package dev.skerry.server.trust;

import static dev.skerry.server.trust.TrustFixture.YAML;
import static dev.skerry.server.trust.TrustFixture.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Recalls and forced versions over real HTTP: what is told of them, and what is refused.
class RecallsServerTest {
    @TempDir Path folder;
    private TrustFixture server;

    @BeforeEach
    void begin() throws Exception {
        server = new TrustFixture(folder.resolve("data"), false);
        for (int i = 1; i <= 2; i++) says(200, "\"version\":" + i, run(i, ""));
    }

    @AfterEach
    void end() {
        server.close();
    }

    private HttpResponse<String> run(int port, String query) throws Exception {
        var file =
                """
                job: till
                groups:
                  main:
                    tasks:
                      it: {command: /bin/sleep, env: {PORT: "%d"}, resources: {cpu: 50MHz}}
                """
                        .formatted(port);
        var request = server.request(server.first(), "/v1/jobs" + query);
        return server.send(body(request, "POST", YAML, file));
    }

    private HttpResponse<String> recall(String query) throws Exception {
        return server.post(server.first(), "/v1/jobs/till/recall" + query, "{}");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return server.get(server.first(), path);
    }

    private static void says(int status, String words, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(words), answer.body());
    }

    private String id() throws Exception {
        return get("/v1/recalls").body().replaceFirst("^\\[\\{\"id\":\"(r[0-9a-z]{10})\".*", "$1");
    }

    @Test
    void whatIsRecalledIsSaidEverywhere() throws Exception {
        says(200, "\"stopped\":true", recall("?version=2&reason=drops%20sales"));
        says(200, "\"version\":2,\"versions\":[2],\"reason\":\"drops sales\"", get("/v1/recalls"));
        says(200, "\"recalls\":[{\"id\":\"" + id(), get("/v1/jobs/till"));
        says(200, "\"status\":\"recalled\"", get("/v1/jobs/till"));
        says(200, "Version 2 is recalled by ", get("/v1/jobs/till"));
        says(200, "\"recalled\":true", get("/v1/jobs/till/versions"));
        says(200, "\"job\":\"till\"", get("/v1/recalls/" + id()));
        says(200, "[]", get("/v1/recalls?job=other"));
        assertTrue(get("/metrics").body().contains("skerry_recalls 1"));
    }

    @Test
    void nothingBringsItBackBeforeItIsLifted() throws Exception {
        says(200, "", recall("?version=2"));
        says(409, "This runs the same as version 2 of job till", run(2, ""));
        says(200, "\"version\":3", run(3, ""));
        var revert = "/v1/jobs/till/revert?version=2";
        says(409, "recalled by ", server.post(server.first(), revert, "{}"));
        var path = "/v1/recalls/" + id();
        says(404, "recall", server.delete(server.first(), path + "?namespace=lab"));
        says(200, "\"job\":\"till\"", server.delete(server.first(), path));
        says(404, "recall", server.delete(server.first(), path));
        says(200, "\"version\":4", server.post(server.first(), revert, "{}"));
    }

    @Test
    void whatIsWrongIsRefusedByName() throws Exception {
        says(400, "version", recall("?version=0"));
        says(400, "from 1 to 2, the newest of job till", recall("?version=3"));
        says(400, "version", recall("?version=two"));
        says(400, "vresion", recall("?vresion=1"));
        says(400, "one line of at most 200 characters", recall("?reason=a%0Ab"));
        says(404, "job", server.post(server.first(), "/v1/jobs/nope/recall", "{}"));
        assertEquals(401, server.post("", "/v1/jobs/till/recall", "{}").statusCode());
        assertEquals("[]", get("/v1/recalls").body());
    }

    @Test
    void aVersionIsForcedAsItIsSent() throws Exception {
        says(200, "\"version\":2,", run(2, "?forced=true"));
        says(200, "\"forced\":true", get("/v1/jobs/till/versions"));
        says(200, "\"unchanged\":true", run(2, "?forced=true"));
        says(200, "\"version\":3,", run(3, ""));
        var revert = "/v1/jobs/till/revert?version=1&forced=true";
        says(200, "\"version\":4", server.post(server.first(), revert, "{}"));
        says(400, "true or false", run(5, "?forced=very"));
    }
}
