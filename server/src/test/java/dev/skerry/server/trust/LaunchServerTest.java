package dev.skerry.server.trust;

import static dev.skerry.server.trust.TrustFixture.YAML;
import static dev.skerry.server.trust.TrustFixture.body;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Jobs that launch others over real HTTP: by hand, by their calendar, and what is refused.
class LaunchServerTest {
    private static final String REST =
            "groups: {main: {tasks: {it: {command: /bin/true, resources: {cpu: 50MHz}}}}}\n";
    private static final String REPORT =
            "job: report\ntype: batch\n"
                    + "parameterized: {payload: optional, metaRequired: [who], keep: 1}\n"
                    + REST;
    private static final String BACKUP =
            "job: backup\ntype: batch\nperiodic: {cron: '0 3 29 2 *', noOverlap: true}\n" + REST;

    @TempDir Path folder;
    private TrustFixture server;

    @BeforeEach
    void begin() throws Exception {
        server = new TrustFixture(folder.resolve("data"), false);
        says(200, "\"version\":1", run(REPORT));
        says(200, "\"version\":1", run(BACKUP));
    }

    @AfterEach
    void end() {
        server.close();
    }

    private HttpResponse<String> run(String file) throws Exception {
        return server.send(body(server.request(server.first(), "/v1/jobs"), "POST", YAML, file));
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return server.post(server.first(), "/v1/jobs/" + path, body);
    }

    private String get(String path) throws Exception {
        return server.get(server.first(), "/v1/jobs" + path).body();
    }

    private static void says(int status, String words, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(words), answer.body());
    }

    private static String bytes(int count) {
        return Base64.getEncoder().encodeToString(new byte[count]);
    }

    @Test
    void aDispatchMakesAJobOfItsOwn() throws Exception {
        var body = "{\"payload\":\"" + bytes(16 * 1024) + "\",\"meta\":{\"who\":\"me\"}}";
        var answer = post("report/dispatch", body);
        says(200, "\"parent\":\"report\",\"job\":\"report-dispatch-", answer);
        var name = answer.body().replaceFirst(".*\"job\":\"([^\"]+)\".*", "$1");
        var child = get("/" + name);
        assertTrue(child.contains("\"kind\":\"dispatched\",\"parent\":\"report\""), child);
        assertTrue(child.contains("\"payloadBytes\":16384"), child);
        assertTrue(child.contains("\"who\":\"me\""), child);
        var children = get("?parent=report");
        assertTrue(children.contains(name) && !children.contains("\"backup\""), children);
        var parent = get("/report");
        assertTrue(parent.contains("\"status\":\"ready\""), parent);
        assertTrue(parent.contains("\"running\":1,\"ended\":0"), parent);
        assertEquals("[]", get("/report/allocations"));
    }

    @Test
    void aPeriodicJobSaysWhenItIsLaunchedAndCanBeForced() throws Exception {
        var waits = get("/backup");
        assertTrue(waits.matches(".*\"next\":\"20[0-9]{2}-02-29T03:00:00Z\".*"), waits);
        var answer = post("backup/force", "");
        says(200, "\"job\":\"backup-periodic-", answer);
        var after = get("/backup");
        assertTrue(after.contains("\"child\":\"backup-periodic-"), after);
        assertTrue(after.matches(".*\"next\":\"20[0-9]{2}-02-29T03:00:00Z\".*"), after);
        var calendar = "\"calendar\":{\"cron\":[\"0 3 29 2 *\"],\"timeZone\":\"UTC\"";
        assertTrue(get("").contains(calendar), get(""));
        var figures = server.get(server.first(), "/metrics").body();
        var forced = "skerry_calendar_launches_total{job=\"backup\",came=\"forced\"} 1";
        assertTrue(figures.contains(forced), figures);
        var events = server.get(server.first(), "/v1/events?index=1&wait=1s").body();
        assertFalse(events.isEmpty());
    }

    /// Each by its field, and nothing is made.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    report/dispatch||meta.who is
                    report/dispatch|{"meta":{"who":"me","how":"x"}}|meta.how is
                    report/dispatch|{"meta":{"who":7}}|meta.who is
                    report/dispatch|{"meta":[]}|meta is
                    report/dispatch|{"payload":"@","meta":{"who":"me"}}|bytes in Base64
                    report/dispatch|{"payload":7}|payload is
                    report/dispatch|{"payloads":""}|payloads is
                    backup/dispatch||is not parameterized
                    report/force||is not periodic
                    none/force||There is no job
                    none/dispatch||There is no job
                    """)
    void whatIsWrongIsRefused(String path, String body, String words) throws Exception {
        var answer = post(path, body == null ? "" : body);
        assertTrue(answer.statusCode() >= 400 && answer.statusCode() < 500, answer.body());
        assertTrue(answer.body().contains(words), answer.body());
        assertEquals("[]", get("?parent=report"));
    }

    @Test
    void aPayloadThatIsTooLargeIsRefused() throws Exception {
        var body = "{\"payload\":\"" + bytes(16 * 1024 + 1) + "\",\"meta\":{\"who\":\"me\"}}";
        says(400, "16,385 bytes", post("report/dispatch", body));
        says(400, "at most 16KiB", post("report/dispatch", body));
        var longer = "{\"payload\":\"" + bytes(17_000) + "\"}";
        says(400, "17,000 bytes", post("report/dispatch", longer));
    }

    @Test
    void wrongFilesAreRefusedByLine() throws Exception {
        says(
                400,
                "periodic.cron should be one that comes",
                run("job: never\ntype: batch\nperiodic: {cron: '0 0 30 2 *'}\n" + REST));
        says(
                400,
                "is for jobs whose type is batch",
                run("job: a\nperiodic: {cron: '@daily'}\n" + REST));
        says(
                409,
                "is periodic and cannot become one that runs at once",
                run("job: backup\ntype: batch\n" + REST));
    }

    /// Only ended children are forgotten; the last of them stays.
    @Test
    void endedChildrenAreForgotten() throws Exception {
        for (int i = 0; i < 3; i++) {
            var answer = post("report/dispatch", "{\"meta\":{\"who\":\"" + i + "\"}}");
            var name = answer.body().replaceFirst(".*\"job\":\"([^\"]+)\".*", "$1");
            assertEquals(
                    200,
                    server.send(server.request(server.first(), "/v1/jobs/" + name).DELETE())
                            .statusCode());
        }
        long endNs = System.nanoTime() + TrustFixture.DEADLINE.toNanos();
        while (!get("/report").contains("\"running\":0,\"ended\":1"))
            assertTrue(System.nanoTime() < endNs, get("/report"));
    }
}
