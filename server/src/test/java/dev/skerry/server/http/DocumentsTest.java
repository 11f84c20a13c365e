package dev.skerry.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.ServerRooms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the server says of itself: its API, its schema, its figures.
class DocumentsTest {
    @TempDir Path folder;
    ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture(folder, ServerRooms.usual(), new OneLocalCaller());
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyRouteIsDocumentedWithItsNeedAndNothingElse() {
        var served = new TreeSet<String>();
        int registered = 0;
        for (var room : RoomApis.of(api.parts)) {
            registered += room.routes().size();
            for (var route : room.routes())
                served.add(route.method() + " " + route.path() + ": " + route.need().text());
        }
        assertEquals(registered, served.size());
        assertEquals(
                String.join("\n", Documented.needs(Documented.TEXT)), String.join("\n", served));
    }

    /// A file is read for long, and nothing light shall wait behind it.
    @Test
    void whatTakesAFileIsHeavy() {
        int files = 0;
        for (var room : RoomApis.of(api.parts))
            for (var route : room.routes())
                if (route.accepts().contains(ApiTest.YAML)) {
                    assertTrue(route.heavy(), route.method() + " " + route.path());
                    files++;
                }
        assertTrue(files >= 7, files + " routes take files");
    }

    /// HACKING.md says how to have the file written anew.
    @Test
    void theFileIsWhatIsServed() throws Exception {
        var document = api.get("/v1/openapi.yaml");
        assertEquals("application/yaml", document.headers().firstValue("content-type").orElse(""));
        if (Boolean.getBoolean("skerry.rewrite"))
            Files.writeString(Documented.file(), document.body());
        assertEquals(Files.readString(Documented.file()), document.body());
    }

    @Test
    void theSchemaOfJobFilesIsServed() throws Exception {
        var schema = api.get("/v1/schema/job.json");
        assertTrue(schema.body().contains("\"title\": \"Skerry job file\""), schema.body());
        assertEquals(
                "application/schema+json", schema.headers().firstValue("content-type").orElse(""));
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
                    "skerry_namespace_allocations{namespace=\"default\",of=\"used\"} 0",
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
