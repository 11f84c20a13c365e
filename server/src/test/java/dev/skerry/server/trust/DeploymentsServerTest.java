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

/// Deployments over real HTTP: what is told of them, and what is refused.
class DeploymentsServerTest {
    @TempDir Path folder;
    private TrustFixture server;

    @BeforeEach
    void begin() throws Exception {
        server = new TrustFixture(folder.resolve("data"), false);
        for (int i = 1; i <= 2; i++) says(200, "\"version\":" + i, run(i));
    }

    @AfterEach
    void end() {
        server.close();
    }

    private HttpResponse<String> run(int port) throws Exception {
        var file =
                """
                job: till
                update: {maxParallel: 25%%, canary: 1}
                groups:
                  main:
                    count: 4
                    tasks:
                      it: {command: /bin/sleep, env: {PORT: "%d"}, resources: {cpu: 50MHz}}
                """
                        .formatted(port);
        var request = server.request(server.first(), "/v1/jobs");
        return server.send(body(request, "POST", YAML, file));
    }

    private HttpResponse<String> get(String rest) throws Exception {
        return server.get(server.first(), "/v1/deployments" + rest);
    }

    private HttpResponse<String> post(String rest) throws Exception {
        return server.post(server.first(), "/v1/deployments/" + rest, "{}");
    }

    private static void says(int status, String words, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(words), answer.body());
    }

    /// Of the newest, which comes first.
    private String id() throws Exception {
        return get("").body().replaceFirst("^\\[\\{\"id\":\"(d[0-9a-z]{10})\".*", "$1");
    }

    @Test
    void theListHasTheNewestOfAJobFirst() throws Exception {
        var all = get("?job=till").body();
        assertTrue(all.matches("(?s)\\[\\{\"id\":\"d.{10}\",\"namespace\":\"default\",.*"), all);
        assertTrue(all.contains("\"version\":2,\"status\":\"running\""), all);
        assertTrue(all.contains("\"version\":1,\"status\":\"cancelled\""), all);
        assertTrue(all.contains("\"description\":\"version 2 has come\""), all);
        assertTrue(all.contains("\"group\":\"main\",\"desired\":4,\"placed\":0"), all);
        assertTrue(all.contains("\"maxParallel\":\"25%\""), all);
        assertEquals("[]", get("?job=other").body());
        says(200, "\"deployment\":{\"id\":\"d", server.get(server.first(), "/v1/jobs/till"));
    }

    @Test
    void oneIsSteeredByItsId() throws Exception {
        var id = id();
        says(409, "of job till waits for no canaries.", post(id + "/promote"));
        says(200, "\"job\":\"till\"", post(id + "/pause"));
        says(200, "\"status\":\"paused\"", get("/" + id));
        says(409, "is paused. Resume it first.", post(id + "/promote"));
        says(200, "\"job\":\"till\"", post(id + "/resume"));
        says(200, "\"job\":\"till\"", post(id + "/fail"));
        says(200, "\"description\":\"failed by a person\"", get("/" + id));
        says(409, "version 2, is failed.", post(id + "/resume"));
        says(404, "deployment", post("d0123456789/promote"));
        says(404, "deployment", post(id + "/promote?namespace=lab"));
        says(400, "vresion", post(id + "/fail?vresion=1"));
    }

    @Test
    void whoHasNoRightChangesNothing() throws Exception {
        var id = id();
        assertEquals(401, server.post("", "/v1/deployments/" + id + "/fail", "{}").statusCode());
        says(200, "\"status\":\"running\"", get("/" + id));
    }
}
