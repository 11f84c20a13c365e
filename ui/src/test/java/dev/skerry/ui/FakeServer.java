package dev.skerry.ui;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Answers as the real server does, out of a `FakeFleet`; can go away and come back at its port.
final class FakeServer implements AutoCloseable {
    private static final long HEARTBEAT_MS = 1_000;
    private static final long LOG_LINE_MS = 300;

    final FakeFleet fleet;

    /// What was asked to be changed: `POST /v1/… {body}`.
    final ConcurrentLinkedQueue<String> changes = new ConcurrentLinkedQueue<>();

    /// How often it was asked whether there is any output.
    private final AtomicInteger looks = new AtomicInteger();

    /// Files that stand in for those of the class path, by path.
    final Map<String, byte[]> files = new ConcurrentHashMap<>();

    final FakeDoor door = new FakeDoor();
    final FakeTrust trust = new FakeTrust();
    final FakeServers servers = new FakeServers();

    private int port;
    private @Nullable HttpServer http;
    private @Nullable ExecutorService threads;

    private FakeServer(FakeFleet fleet) {
        this.fleet = fleet;
    }

    static FakeServer start(FakeFleet fleet, int port) throws IOException {
        var server = new FakeServer(fleet);
        server.port = port;
        server.comeBack();
        return server;
    }

    /// For looking at the pages by hand.
    public static void main(String... arguments) throws Exception {
        var port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4646;
        var server = start(FakeFleet.small(), port);
        System.out.println(server.address());
        Thread.currentThread().join();
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    void comeBack() throws IOException {
        var address =
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        var started = HttpServer.create(address, 50);
        threads = Executors.newVirtualThreadPerTaskExecutor();
        started.setExecutor(threads);
        started.createContext("/", this::answer);
        started.start();
        port = started.getAddress().getPort();
        http = started;
    }

    void goAway() {
        if (http != null) http.stop(0);
        if (threads != null) threads.shutdownNow();
    }

    @Override
    public void close() {
        goAway();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var stop = path.startsWith("/v1/") ? door.stop(exchange) : null;
            if (stop != null) stop(exchange, stop);
            else if (!path.startsWith("/v1/")) page(exchange, path);
            else if (!exchange.getRequestMethod().equals("GET")) change(exchange);
            else if (path.equals("/v1/events")) events(exchange);
            else if (path.endsWith("/logs")) logs(exchange);
            else if (path.equals("/v1/audit")) audit(exchange);
            else if (path.equals("/v1/self/may")) may(exchange);
            else if (path.equals("/v1/openapi.yaml")) document(exchange);
            else json(exchange, read(path, query(exchange)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(HttpExchange exchange, FakeDoor.Reply stop) throws IOException {
        if (!stop.cookie().isEmpty())
            exchange.getResponseHeaders().set("Set-Cookie", stop.cookie());
        if (stop.status() != 200) problem(exchange, stop.status(), "No", stop.detail(), null);
        else send(exchange, 200, "application/json", bytes("{}"));
    }

    private static Map<String, String> query(HttpExchange exchange) {
        var query = new LinkedHashMap<String, String>();
        var text = exchange.getRequestURI().getQuery();
        if (text != null)
            for (var pair : text.split("&", -1)) {
                int at = pair.indexOf('=');
                query.put(pair.substring(0, at), pair.substring(at + 1));
            }
        return query;
    }

    private void page(HttpExchange exchange, String path) throws IOException {
        var file = path.equals("/") ? "/index.html" : path;
        var ending = file.substring(file.lastIndexOf('.') + 1);
        var type =
                switch (ending) {
                    case "html" -> "text/html; charset=utf-8";
                    case "js" -> "text/javascript; charset=utf-8";
                    case "css" -> "text/css; charset=utf-8";
                    case "svg" -> "image/svg+xml";
                    default -> "text/plain; charset=utf-8";
                };
        var body = files.getOrDefault(file, resource("/web" + file));
        exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'self'");
        send(exchange, body.length == 0 ? 404 : 200, type, body);
    }

    /// A file of the class path; empty when there is none.
    static byte[] resource(String path) throws IOException {
        try (var in = FakeServer.class.getResourceAsStream(path)) {
            return in == null ? new byte[0] : in.readAllBytes();
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    private void json(HttpExchange exchange, @Nullable Object value) throws IOException {
        if (value == null) {
            var name = exchange.getRequestURI().getPath();
            var detail = "There is no " + name.substring(name.lastIndexOf('/') + 1) + ".";
            problem(exchange, 404, "Not found", detail, null);
            return;
        }
        exchange.getResponseHeaders().set("X-Skerry-Index", Long.toString(fleet.index));
        send(exchange, 200, "application/json", bytes(Json.text(value)));
    }

    private static void problem(
            HttpExchange exchange, int status, String title, String detail, @Nullable Object errors)
            throws IOException {
        var body = Json.of("title", title, "status", status, "detail", detail, "errors", errors);
        send(exchange, status, "application/problem+json", bytes(Json.text(body)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private @Nullable Object read(String path, Map<String, String> query) {
        synchronized (fleet) {
            var parts = Arrays.asList(path.split("/", -1)).subList(2, path.split("/", -1).length);
            var name = parts.size() > 1 ? parts.get(1) : "";
            return switch (parts.getFirst()) {
                case "status" -> status();
                case "self" -> door.asks || door.knows ? FakeTrust.self() : null;
                case "roles" -> FakeTrust.roles();
                case "tokens" -> trust.tokens();
                case "signing" -> FakeTrust.signing();
                case "servers" -> servers.all();
                case "nodes" -> name.isEmpty() ? nodes() : node(name);
                case "namespaces" -> fleet.namespaces;
                case "notes" -> fleet.notes;
                case "jobs" -> name.isEmpty() ? List.copyOf(fleet.jobs.values()) : job(parts);
                case "allocations" ->
                        name.isEmpty()
                                ? allocations(query.getOrDefault("job", ""), "job")
                                : fleet.allocations.get(name);
                default -> null;
            };
        }
    }

    private Object status() {
        var tally = new LinkedHashMap<String, Integer>();
        for (var status :
                List.of("pending", "running", "unhealthy", "complete", "failed", "unknown", "lost"))
            tally.put(status, 0);
        for (var it : fleet.allocations.values())
            tally.merge(String.valueOf(it.get("status")), 1, Integer::sum);
        return Json.of(
                "version",
                "0.1.0",
                "leader",
                true,
                "index",
                fleet.index,
                "uptimeMs",
                8_000_000,
                "nodes",
                Json.of("total", fleet.nodes.size(), "draining", 0),
                "jobs",
                Json.of("total", fleet.jobs.size(), "unhealthy", 0, "blocked", 1, "stopped", 1),
                "allocations",
                tally);
    }

    private List<Object> nodes() {
        var all = new ArrayList<>();
        for (var node : fleet.nodes.values()) {
            var facts = Json.map(node.get("facts"));
            var cpu = Json.map(facts.get("cpu"));
            var capacity = Json.map(facts.get("capacity"));
            var summary = new LinkedHashMap<String, @Nullable Object>(node);
            summary.put(
                    "facts",
                    Json.of(
                            "os", "debian 12",
                            "arch", cpu.get("arch"),
                            "cores", cpu.get("cores"),
                            "mhz", cpu.get("mhz"),
                            "memoryBytes", capacity.get("memoryBytes"),
                            "diskBytes", capacity.get("diskBytes"),
                            "power", facts.get("power")));
            all.add(summary);
        }
        return all;
    }

    private @Nullable Object node(String name) {
        for (var node : fleet.nodes.values()) {
            if (!name.equals(node.get("name")) && !name.equals(node.get("id"))) continue;
            var detail = new LinkedHashMap<String, @Nullable Object>(node);
            detail.put("allocations", allocations(String.valueOf(node.get("id")), "node"));
            return detail;
        }
        return null;
    }

    private @Nullable Object job(List<String> parts) {
        var job = fleet.jobs.get(parts.get(1));
        if (job == null || parts.size() == 2) return job;
        if (parts.get(2).equals("versions")) return FakeVersions.all();
        return parts.get(2).equals("allocations")
                ? allocations(parts.get(1), "job")
                : List.of(fleet.evaluation(parts.get(1)));
    }

    private List<Object> allocations(String value, String key) {
        return fleet.allocations.values().stream()
                .filter(it -> value.isEmpty() || value.equals(it.get(key)))
                .map(it -> (Object) it)
                .toList();
    }

    private void events(HttpExchange exchange) throws IOException, InterruptedException {
        long index = Long.parseLong(query(exchange).getOrDefault("index", "0"));
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        out.write(bytes(": events follow\n\n"));
        out.flush();
        for (int position = 0; ; ) {
            var fresh = fleet.after(position, HEARTBEAT_MS);
            if (fresh.isEmpty()) out.write(bytes(": \n\n"));
            for (var event : fresh)
                if (((Number) Objects.requireNonNull(event.get("index"))).longValue() > index)
                    out.write(bytes("event: x\ndata: " + Json.text(event) + "\n\n"));
            out.flush();
            position += fresh.size();
        }
    }

    /// A few lines, of which one is by `ci`.
    private static void audit(HttpExchange exchange) throws IOException {
        var who = query(exchange).getOrDefault("who", "");
        var text = new StringBuilder();
        for (var line : lines())
            if (who.isEmpty() || line.contains("\"who\":\"person:" + who + "\""))
                text.append(line).append('\n');
        send(exchange, 200, "application/jsonl", bytes(text.toString()));
    }

    private static List<String> lines() throws IOException {
        return new String(resource("/audit.jsonl"), StandardCharsets.UTF_8).lines().toList();
    }

    private void logs(HttpExchange exchange) throws IOException, InterruptedException {
        boolean errors = "stderr".equals(query(exchange).get("source"));
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("X-Skerry-Offset", "0");
        exchange.sendResponseHeaders(200, 0);
        var out = exchange.getResponseBody();
        boolean silent = exchange.getRequestURI().getPath().contains("/a106/") && !errors;
        if (!"true".equals(query(exchange).get("follow"))) {
            boolean first = looks.getAndIncrement() == 0; // it writes a moment later
            if (!silent && !first) out.write(bytes("the last line\n"));
            return;
        }
        out.flush();
        while (silent) {
            out.write(new byte[0]);
            out.flush();
            fleet.after(Integer.MAX_VALUE, LOG_LINE_MS);
        }
        var line =
                errors ? "no route to the display, trying again\n" : "GET /v1/screen 200 %d ms\n";
        for (int i = 0; i < 60; i++)
            out.write(bytes("line %d ".formatted(i) + line.formatted(i % 7)));
        for (int i = 60; ; i++) {
            out.write(bytes("line %d ".formatted(i) + line.formatted(i % 7)));
            out.flush();
            fleet.after(Integer.MAX_VALUE, LOG_LINE_MS);
        }
    }

    private void change(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var uri = exchange.getRequestURI().toString();
        changes.add((exchange.getRequestMethod() + " " + uri + " " + body).strip());
        if (uri.equals("/v1/jobs/plan")) plan(exchange, body);
        else if (uri.equals("/v1/tokens")) right(exchange, trust.create(body), "name");
        else if (uri.equals("/v1/roles/test")) right(exchange, trust.test(body), "do");
        else if (uri.startsWith("/v1/tokens/")) json(exchange, trust.revoke(uri.substring(11)));
        else if (uri.startsWith("/v1/servers/")) json(exchange, servers.change(uri));
        else json(exchange, Json.of("job", "hello", "namespace", "default", "index", fleet.index));
    }

    private void may(HttpExchange exchange) throws IOException {
        right(exchange, trust.may(query(exchange).getOrDefault("do", "")), "do");
    }

    /// @param value null: the field is wrong
    private void right(HttpExchange exchange, @Nullable Object value, String field)
            throws IOException {
        if (value != null) json(exchange, value);
        else problem(exchange, 400, "Wrong", field + " should be something else", null);
    }

    /// As much of the API's document as the pages read.
    private static void document(HttpExchange exchange) throws IOException {
        var text = "x-needs: read cluster/jobs\nx-needs: a caller\nx-needs: write cluster/jobs\n";
        send(exchange, 200, "application/yaml", bytes(text));
    }

    private void plan(HttpExchange exchange, String body) throws IOException {
        if (!body.contains("job:")) {
            var error =
                    Json.of("line", 1, "column", 1, "key", "jbo", "message", "is not a key here");
            problem(exchange, 400, "The job file is wrong", "is not a key", List.of(error));
            return;
        }
        synchronized (fleet) {
            var group = fleet.explanation("web", false);
            var node = fleet.node("pi-hall");
            var place =
                    Json.of("index", 0, "node", node.get("id"), "name", "pi-hall", "score", 0.812);
            place.put("variants", Json.of("server", "arm64"));
            group.put("places", List.of(place));
            var stop =
                    Json.of(
                            "allocation",
                            "a9",
                            "name",
                            "hello.web[1]",
                            "node",
                            node.get("id"),
                            "nodeName",
                            "pi-hall",
                            "reason",
                            "count is 1");
            group.put("stops", List.of(stop));
            json(
                    exchange,
                    Json.of(
                            "namespace",
                            "default",
                            "job",
                            "hello",
                            "version",
                            1,
                            "changes",
                            true,
                            "blocked",
                            false,
                            "difference",
                            FakeVersions.difference(2, 3),
                            "groups",
                            List.of(group)));
        }
    }
}
