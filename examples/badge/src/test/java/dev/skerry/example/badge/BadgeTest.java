package dev.skerry.example.badge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.example.badge.picture.Canvas;
import dev.skerry.example.badge.picture.Png;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every route over real HTTP.
class BadgeTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private Path device;
    private Badge badge;

    @BeforeEach
    void start() throws Exception {
        device = Files.createFile(directory.resolve("epd0"));
        badge = badge("BAEDGE_HARDWARE_DEVICE", device.toString(), "SKERRY_TOKEN", "hunter2");
    }

    @AfterEach
    void stop() {
        badge.stop();
        client.close();
    }

    @Test
    void thePageHasAButtonPerScreenAndNothingFromElsewhere() throws Exception {
        var page = get("/").body();
        for (var name : Screens.NAMES) assertTrue(page.contains("value=\"" + name + "\""), page);
        assertTrue(!page.contains("//") && !page.contains("{"), page);
        assertEquals(200, get("/badge.css").statusCode());
        assertEquals(200, get("/badge.js").statusCode());
        assertEquals(200, get("/favicon.ico").statusCode());
        assertEquals(200, get("/apple-touch-icon.png").statusCode());
    }

    @Test
    void statusSaysOk() throws Exception {
        assertEquals("200 OK", show(get("/v1/status")));
    }

    @Test
    void theEnvironmentLeaksNothing() throws Exception {
        var environment = get("/v1/status/environment").body();
        assertTrue(environment.contains("\"SKERRY_NODE_NAME\":\"badge-07\""), environment);
        assertTrue(!environment.contains("hunter2") && !environment.contains("PATH"), environment);
    }

    @Test
    void allListedRoutesAnswer() throws Exception {
        var routes = get("/v1/status/routes").body();
        var reads = routes.substring(routes.indexOf('[') + 1, routes.indexOf(']'));
        for (var path : reads.replace("\"", "").split(",", -1))
            assertEquals(200, get(path).statusCode(), path);
        assertTrue(
                routes.endsWith("\"POST\":[\"/v1/device/write\",\"/v1/device/clear\"]}"), routes);
    }

    @Test
    void writesAScreenToTheDisplay() throws Exception {
        assertEquals("200 OK", show(post("/v1/device/write", "screen=node")));
        assertEquals(
                """
                200 {"screen":"node","since":"1970-01-01T00:00:07Z","writes":2,"display":"ready",\
                "device":"%s","failure":null,"model":"2in7","revision":null,\
                "width":264,"height":176}\
                """
                        .formatted(device),
                show(get("/v1/status/screen")));
        assertEquals(22 * 264, Files.size(device));
        assertArrayEquals(bytes("/v1/screens/node.png"), bytes("/v1/device/screen.png"));
    }

    @Test
    void clearReallyClears() throws Exception {
        assertEquals("200 OK", show(post("/v1/device/clear", "")));
        assertTrue(get("/v1/status/screen").body().startsWith("{\"screen\":null,"));
        for (var row : Files.readAllBytes(device)) assertEquals((byte) 0xFF, row);
        var blank = new Canvas(264, 176);
        assertArrayEquals(Png.of(blank), bytes("/v1/device/screen.png"));
    }

    @Test
    void aBrokenDisplayIsToldAndThePictureStays() throws Exception {
        Files.delete(device);
        assertEquals(
                "503 unable to write to display %s: there is no %s\n".formatted(device, device),
                show(post("/v1/device/write", "screen=event")));
        var status = get("/v1/status/screen").body();
        assertTrue(status.startsWith("{\"screen\":\"wearer\","), status);
        assertTrue(status.contains("\"display\":\"failing\""), status);
        assertTrue(status.contains("\"failure\":\"there is no "), status);
        assertArrayEquals(bytes("/v1/screens/wearer.png"), bytes("/v1/device/screen.png"));
    }

    @Test
    void withoutADisplayTheStatusSaysSo() throws Exception {
        badge.stop();
        badge = badge();
        var status = get("/v1/status/screen").body();
        assertTrue(status.contains("\"display\":\"none\",\"device\":null"), status);
    }

    @Test
    void wrongRequestsAreToldWhatWouldBeRight() throws Exception {
        var names = "wearer, speaker, event, node, skerry\n";
        assertEquals(
                "400 cannot load screen `hardware`; there are " + names,
                show(post("/v1/device/write", "screen=hardware")));
        assertEquals(
                "400 the form lacks the field `screen`; right is " + names,
                show(post("/v1/device/write", "screens=node")));
        assertEquals(400, post("/v1/device/write", "screen=%zz").statusCode());
        assertEquals(413, post("/v1/device/write", "x".repeat(4097)).statusCode());
        assertEquals(
                "415 the body is `text/plain`; right is application/x-www-form-urlencoded\n",
                show(
                        send(
                                "POST",
                                "/v1/device/write",
                                "screen=node",
                                "Content-Type",
                                "text/plain")));
        assertEquals(
                403,
                send("POST", "/v1/device/clear", "", "Sec-Fetch-Site", "cross-site").statusCode());
        assertEquals("404 no such screen; there are " + names, show(get("/v1/screens/nomad.png")));
        assertEquals(404, get("/v1/../etc/passwd").statusCode());
        var read = get("/v1/device/write");
        assertEquals(405, read.statusCode());
        assertEquals("POST", read.headers().firstValue("Allow").orElse(""));
        assertEquals(405, send("DELETE", "/v1/status", "", "Content-Type", FORM).statusCode());
    }

    @Test
    void oneLinePerRequestIsLogged() throws Exception {
        get("/v1/status");
        badge.stop();
        var lines = log.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(
                lines.get(1).matches("1970-01-01T00:00:07Z 127.0.0.1 GET /v1/status 200 2B \\d+ms"),
                lines.get(1));
    }

    private Badge badge(String... changes) throws SettingRefused, IOException {
        var clock = Clock.fixed(Instant.ofEpochSecond(7), ZoneOffset.UTC);
        var out = new PrintStream(log, true, StandardCharsets.UTF_8);
        return Badge.start(Samples.environment(changes), clock, out);
    }

    private byte[] bytes(String path) throws Exception {
        var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(10)).build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "", "Accept", "*/*");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, body, "Content-Type", FORM);
    }

    private HttpResponse<String> send(
            String method, String path, String body, String header, String value) throws Exception {
        var request =
                HttpRequest.newBuilder(uri(path))
                        .timeout(Duration.ofSeconds(10))
                        .header(header, value)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + badge.port() + path);
    }

    private static String show(HttpResponse<String> response) {
        return response.statusCode() + " " + response.body();
    }
}
