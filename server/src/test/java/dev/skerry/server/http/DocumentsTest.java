package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// What the server says of itself: its API, its schema, its figures.
class DocumentsTest {
    @TempDir Path folder;
    ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture(folder);
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyRouteIsDocumentedAndNothingElse() {
        var served = new TreeSet<String>();
        for (var route : ApiServer.routes(api.parts).all())
            served.add(route.path() + " " + route.method().toLowerCase(Locale.ROOT));
        var documented = new TreeSet<String>();
        var document =
                (Map<?, ?>)
                        new Load(LoadSettings.builder().build()).loadFromString(Documented.TEXT);
        var paths = (Map<?, ?>) document.get("paths");
        if (paths == null) throw new AssertionError("the document has no paths");
        for (var path : paths.entrySet())
            for (var method : ((Map<?, ?>) path.getValue()).keySet())
                documented.add(path.getKey() + " " + method);
        assertEquals(String.join("\n", documented), String.join("\n", served));
    }

    @Test
    void theDocumentsAreServed() throws Exception {
        var document = api.get("/v1/openapi.yaml");
        assertEquals(Documented.TEXT, document.body());
        assertEquals("application/yaml", document.headers().firstValue("content-type").orElse(""));
        var schema = api.get("/v1/schema/job.json");
        assertTrue(schema.body().contains("\"title\": \"Skerry job file\""), schema.body());
    }

    @Test
    void theFiguresAreWhatPrometheusReads() throws Exception {
        api.node("n-000000000001", "badge-1");
        api.metrics.append().add(3_000_000);
        var figures = api.get("/metrics");
        assertEquals(200, figures.statusCode());
        for (var line :
                new String[] {
                    "# TYPE skerry_nodes gauge",
                    "skerry_nodes{state=\"ready\"} 1",
                    "skerry_heartbeats_active 1",
                    "skerry_servers_away_last_seconds 0",
                    "skerry_allocations{status=\"running\"} 0",
                    "skerry_log_append_seconds_bucket{le=\"+Inf\"}",
                    "# TYPE skerry_placements_total counter",
                }) assertTrue(figures.body().contains(line), () -> line + "\n" + figures.body());
        assertEquals("", promtool(figures.body()));
    }

    /// What Debian's promtool has to say.
    private static String promtool(String figures) throws IOException, InterruptedException {
        var tool =
                new ProcessBuilder("promtool", "check", "metrics")
                        .redirectErrorStream(true)
                        .start();
        try (var in = tool.outputWriter()) {
            in.write(figures);
        }
        var says = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(tool.waitFor(20, TimeUnit.SECONDS));
        return says + (tool.exitValue() == 0 ? "" : "exit code " + tool.exitValue());
    }
}
