package dev.skerry.ui;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A headless Chromium, driven through chromedriver's own protocol.
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final List<String> FLAGS =
            List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--hide-scrollbars");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path profile;
    private final Process driver;
    private final String session;

    private Browser(Path profile, Process driver, String session) {
        this.profile = profile;
        this.driver = driver;
        this.session = session;
    }

    static Browser start() throws IOException, InterruptedException {
        var profile = Files.createTempDirectory("skerry-browser");
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var driver =
                new ProcessBuilder("chromedriver", "--port=" + port)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var root = "http://127.0.0.1:" + port;
        var starting = new Browser(profile, driver, root);
        try {
            starting.awaitDriver();
            var flags = new ArrayList<>(FLAGS);
            flags.add("--user-data-dir=" + profile);
            var options = Json.of("binary", "/usr/bin/chromium", "args", flags);
            var logs = Json.of("browser", "ALL", "performance", "ALL");
            var wanted =
                    Json.of(
                            "alwaysMatch",
                            Json.of("goog:chromeOptions", options, "goog:loggingPrefs", logs));
            var made = Json.map(starting.post("/session", Json.of("capabilities", wanted)));
            return new Browser(profile, driver, root + "/session/" + made.get("sessionId"));
        } catch (IOException | InterruptedException | RuntimeException e) {
            driver.destroy();
            throw e;
        }
    }

    private void awaitDriver() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                send("GET", "/status", "");
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) throw new IllegalStateException("no chromedriver", e);
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    private @Nullable Object send(String method, String path, String body)
            throws IOException, InterruptedException {
        return Json.map(exchange(method, path, body)).get("value");
    }

    private String exchange(String method, String path, String body)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(session + path))
                        .timeout(Duration.ofSeconds(60))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200)
            throw new IllegalStateException(path + ": " + answer.body());
        return answer.body();
    }

    private @Nullable Object post(String path, Object body)
            throws IOException, InterruptedException {
        return send("POST", path, Json.text(body));
    }

    /// A new document, even where only the fragment differs.
    void open(String address) throws IOException, InterruptedException {
        post("/url", Json.of("url", "about:blank"));
        post("/url", Json.of("url", address));
    }

    /// What a script returns.
    @Nullable Object run(String script) throws IOException, InterruptedException {
        return post("/execute/sync", Json.of("script", script, "args", List.of()));
    }

    boolean holds(String expression) throws IOException, InterruptedException {
        return Boolean.TRUE.equals(run("return !!(" + expression + ")"));
    }

    /// Waits until an expression is true of the page.
    void await(String expression) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(expression)) {
            if (System.nanoTime() > end)
                throw new AssertionError(
                        expression
                                + "\nis not true of this page:\n"
                                + run("return document.body.innerText"));
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /// Waits until the page says that.
    void awaitText(String text) throws IOException, InterruptedException {
        await("document.body.innerText.includes(" + Json.text(text) + ")");
    }

    String text(String selector) throws IOException, InterruptedException {
        return String.valueOf(
                run("return document.querySelector(" + Json.text(selector) + ").innerText"));
    }

    /// Presses keys one after the other, as a person does.
    void press(String... keys) throws IOException, InterruptedException {
        var actions = new ArrayList<Object>();
        for (var key : keys) {
            actions.add(Json.of("type", "keyDown", "value", key));
            actions.add(Json.of("type", "keyUp", "value", key));
        }
        var keyboard = Json.of("type", "key", "id", "keys", "actions", actions);
        post("/actions", Json.of("actions", List.of(keyboard)));
    }

    /// A real click on the element whose text is that. The page may draw another in its place
    /// before it is clicked: then that one is.
    void click(String selector, String text) throws IOException, InterruptedException {
        var find =
                "return [...document.querySelectorAll(%s)].find(it => it.innerText.trim() === %s)"
                        .formatted(Json.text(selector), Json.text(text));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var element = Json.map(run(find)).values().iterator().next();
            try {
                post("/element/" + element + "/click", Json.of());
                return;
            } catch (IllegalStateException e) {
                boolean gone = String.valueOf(e.getMessage()).contains("stale element");
                if (!gone || System.nanoTime() > end) throw e;
            }
        }
    }

    private void devtools(String command, Map<String, @Nullable Object> parameters)
            throws IOException, InterruptedException {
        post("/goog/cdp/execute", Json.of("cmd", command, "params", parameters));
    }

    void size(int width, int height) throws IOException, InterruptedException {
        devtools(
                "Emulation.setDeviceMetricsOverride",
                Json.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        width < 700));
    }

    void scheme(String scheme) throws IOException, InterruptedException {
        var feature = Json.of("name", "prefers-color-scheme", "value", scheme);
        devtools("Emulation.setEmulatedMedia", Json.of("features", List.of(feature)));
    }

    void screenshot(Path file) throws IOException, InterruptedException {
        // longer than the JSON reader takes a text to be
        var answer = exchange("GET", "/screenshot", "");
        var text = answer.substring(answer.indexOf(':') + 2, answer.lastIndexOf('"'));
        var png = Base64.getDecoder().decode(text);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, png);
    }

    void forgetCookies() throws IOException, InterruptedException {
        send("DELETE", "/cookie", "");
    }

    /// What the console was told since the last call.
    List<String> console() throws IOException, InterruptedException {
        var lines = new ArrayList<String>();
        for (var entry : Json.list(post("/se/log", Json.of("type", "browser"))))
            lines.add(String.valueOf(Json.map(entry).get("message")));
        return lines;
    }

    /// The addresses that were asked for since the last call.
    List<String> requests() throws IOException, InterruptedException {
        var addresses = new ArrayList<String>();
        for (var entry : Json.list(post("/se/log", Json.of("type", "performance")))) {
            var message =
                    Json.map(
                            Json.map(String.valueOf(Json.map(entry).get("message")))
                                    .get("message"));
            if (!"Network.requestWillBeSent".equals(message.get("method"))) continue;
            var request = Json.map(Json.map(message.get("params")).get("request"));
            addresses.add(String.valueOf(request.get("url")));
        }
        return addresses;
    }

    @Override
    public void close() throws IOException {
        try {
            send("DELETE", "", "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            driver.destroy();
            driver.onExit().completeOnTimeout(driver, 10, TimeUnit.SECONDS).join();
            driver.destroyForcibly();
            try (var files = Files.walk(profile)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList())
                    Files.deleteIfExists(file);
            }
        }
    }
}
