package dev.skerry.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A small server that works: a job that is sent runs on its one node once somebody has looked at
/// it twice. A file with the word `wrong` is refused, one with `large` finds no place. One named
/// `batch-STATUS` is a batch that has this status from the beginning, unchanged when sent again.
/// One named `flap` has failed and waits to be tried again. One named `crashing` runs, and never
/// for long; one named `crashed` waits to be started again.
final class FakeServer implements AutoCloseable {
    private final HttpServer http;
    private final TreeMap<String, Sent> jobs = new TreeMap<>();
    private final List<String> requests = new ArrayList<>();
    private String signatures = "";

    /// Everybody is let in before it has tokens.
    final FakeTrust trust = new FakeTrust();

    /// Who decides.
    final FakeServers servers = new FakeServers();

    /// Who has done what.
    final FakeAudit audit = new FakeAudit();

    private static final class Sent {
        private long version;
        private int looks;
        private boolean large;
    }

    FakeServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/", this::answer);
        http.start();
    }

    String address() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /// `METHOD path body`, in the order they came.
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /// What the last one had as its signatures; empty: none.
    synchronized String signatures() {
        return signatures;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var path = exchange.getRequestURI().getPath().substring("/v1".length());
            var method = exchange.getRequestMethod();
            requests.add((method + " " + exchange.getRequestURI() + " " + body).strip());
            var signed = exchange.getRequestHeaders().getFirst("X-Skerry-Signature");
            signatures = signed == null ? "" : signed;
            var said = exchange.getRequestHeaders().getFirst("Authorization");
            var answer = trust.admits(said) ? answer(method, path, body) : trust.refusal(said);
            if (path.equals("/jobs") && method.equals("GET")) answer = page(exchange, answer);
            if (path.startsWith("/audit")) answer = new Reply(200, audit.answer(path));
            if (exchange.getRequestURI().toString().contains("task=away"))
                answer =
                        exchange.getRequestURI().toString().contains("follow=true")
                                ? new Reply(200, "")
                                : new Reply(503, AWAY);
            var uri = exchange.getRequestURI().toString();
            boolean silent = uri.contains("task=quiet") && uri.contains("source=stdout");
            if (silent || uri.contains("task=mute")) answer = new Reply(200, "");
            var bytes = answer.text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("X-Skerry-Index", Integer.toString(requests.size()));
            if (String.valueOf(exchange.getRequestURI().getQuery()).contains("task=chatty"))
                exchange.getResponseHeaders().set("X-Skerry-Offset", "5000000");
            var query = String.valueOf(exchange.getRequestURI().getQuery());
            boolean broken = query.contains("task=broken");
            if (broken && query.contains("offset=23"))
                exchange.getResponseHeaders().set("X-Skerry-Offset", "7023");
            else if (broken) exchange.getResponseHeaders().set("X-Skerry-Offset", "0");
            if (servers.notNow > 0) {
                servers.notNow--;
                answer = new Reply(servers.status, AWAY);
                bytes = AWAY.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Retry-After", servers.after);
            }
            boolean breaks =
                    query.contains("task=vain") || (broken && !query.contains("offset=23"));
            exchange.sendResponseHeaders(answer.status, bytes.length + (breaks ? 1 : 0));
            if (!query.contains("task=vain")) exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        }
    }

    record Reply(int status, String text) {}

    private static final String CALENDAR =
            """
            [{"namespace":"calendars","name":"backup","type":"batch","version":1,"status":"ready",
              "stopped":false,"groups":[],"submittedAt":"2026-01-01T00:00:00Z",
              "launch":{"kind":"periodic","next":"2026-01-03T03:00:00Z",
                "last":"2026-01-02T03:00:00Z","calendar":{"cron":["0 3 * * *"],
                "timeZone":"Europe/Berlin","enabled":true,"went":"complete"}}}]
            """;

    /// Of the namespace `many`: three pages of one job each, the last of them empty. Of `calendars`
    /// one with a calendar.
    private static Reply page(HttpExchange exchange, Reply usual) {
        var query = String.valueOf(exchange.getRequestURI().getQuery());
        if (query.contains("namespace=calendars")) return new Reply(200, CALENDAR);
        if (!query.contains("namespace=many")) return usual;
        if (query.contains("after=z")) return new Reply(200, "[]");
        var name = query.contains("after=a/b") ? "z" : "a/b";
        exchange.getResponseHeaders().set("X-Skerry-Next", name.equals("z") ? "z" : "a/b");
        var job =
                """
                [{"namespace":"many","name":"%s","type":"service","version":1,\
                "status":"running","groups":[],"submittedAt":"x"}]\
                """
                        .formatted(name);
        return new Reply(200, job);
    }

    private Reply answer(String method, String path, String body) {
        if (body.contains("wrong")) return new Reply(400, PROBLEMS);
        return switch (method + " " + path) {
            case "POST /jobs" -> new Reply(200, send(body));
            case "GET /jobs" -> new Reply(200, list());
            case "GET /events" -> new Reply(200, EVENTS);
            case "GET /v2", "GET /nodes/html" -> new Reply(404, "<html>");
            case "POST /nodes/invalid/drain" -> new Reply(400, INVALID);
            case "GET /allocations" -> new Reply(200, allocations());
            case "GET /allocations/a1" -> new Reply(200, one(allocations()));
            case "GET /allocations/a1/logs" -> new Reply(200, "first line\nsecond line\n");
            default -> job(method, path);
        };
    }

    private Reply job(String method, String path) {
        var known = servers.answer(method + " " + path);
        if (known == null) known = Examples.answer(method + " " + path);
        if (known != null) return new Reply(200, known.replace("person:ada", trust.caller));
        var parts = path.split("/", -1);
        var job = parts.length > 2 && parts[1].equals("jobs") ? jobs.get(parts[2]) : null;
        if (job == null) return new Reply(404, NOT_FOUND);
        if (method.equals("DELETE")) {
            jobs.remove(parts[2]);
            return new Reply(200, "{}");
        }
        if (parts.length > 3) return new Reply(200, allocations(parts[2], job));
        job.looks++;
        return new Reply(200, detail(parts[2], job));
    }

    private String send(String body) {
        var name = body.lines().findFirst().orElse("").replace("job: ", "");
        var job = jobs.computeIfAbsent(name, _ -> new Sent());
        boolean unchanged = name.startsWith("batch-") && job.version > 0;
        if (!unchanged) job.version++;
        job.looks = 0;
        job.large = body.contains("large");
        return """
        {"namespace":"default","job":"%s","version":%d,"index":5,"unchanged":%s}\
        """
                .formatted(name, job.version, unchanged);
    }

    private String list() {
        var all = new ArrayList<String>();
        for (var job : jobs.entrySet()) all.add(detail(job.getKey(), job.getValue()));
        return "[" + String.join(",", all) + "]";
    }

    private static String detail(String name, Sent job) {
        if (name.equals("flap")) return FLAP;
        var ended = Instant.now().plus(Duration.ofHours(30 * 24 + 1));
        var more =
                switch (name) {
                    case "canary" -> ",\"deployment\":{\"status\":\"running\",\"waits\":true}";
                    case "halted" -> ",\"deployment\":{\"status\":\"paused\",\"waits\":false}";
                    case "ended" -> ",\"stopped\":true,\"forgottenAt\":\"" + ended + "\"";
                    case "ended-child" ->
                            ",\"stopped\":true,\"forgottenAt\":\"%s\"".formatted(ended)
                                    + ",\"launch\":{\"parent\":\"ended\"}";
                    default -> "";
                };
        if (!more.isEmpty()) return service(name, job).replace(",\n \"stopped\":false", more);
        if (name.equals("overtaken"))
            return service(name, job).replace("\"version\":1", "\"version\":2");
        return name.startsWith("batch-") ? batch(name, job) : service(name, job);
    }

    private static String batch(String name, Sent job) {
        var status = name.substring("batch-".length());
        return """
        {"namespace":"default","name":"%s","type":"batch","version":%d,"status":"%s",
         "stopped":false,"submittedAt":"2026-01-01T00:00:00Z","blocked":false,
         "groups":[{"name":"web","desired":1,"running":0,"pending":0,"failed":0,
           "unknown":0,"complete":%d}],
         "evaluation":{"id":"e1","jobVersion":%d,"groups":[]}}
        """
                .formatted(
                        name, job.version, status, status.equals("complete") ? 1 : 0, job.version);
    }

    private static String service(String name, Sent job) {
        return """
        {"namespace":"default","name":"%s","type":"service","version":%d,"status":"%s",
         "stopped":false,"submittedAt":"2026-01-01T00:00:00Z","blocked":%s,"says":"%s",
         "groups":[{"name":"web","desired":1,"running":%d,"unhealthy":%d,"pending":0,"failed":0,
           "unknown":0,"complete":0}],
         "evaluation":{"id":"e1","jobVersion":%d,"groups":[{"group":"web",
           "counts":{"placed":%d,"stopped":0,"updated":0,"kept":0,"unplaced":%d},
           "evaluated":1,"filtered":{},"exhausted":{%s},"best":[],"refused":[%s]}]}}
        """
                .formatted(
                        name,
                        job.version,
                        job.large ? "blocked" : "running",
                        job.large,
                        name.equals("unwell") ? "unwell.web[0] on badge-1: " + UNWELL : "",
                        job.large ? 0 : 1,
                        name.equals("unwell") ? 1 : 0,
                        job.version,
                        job.large ? 0 : 1,
                        job.large ? 1 : 0,
                        job.large ? "\"memory\":1" : "",
                        job.large ? REFUSED : "");
    }

    /// Of all jobs.
    private String allocations() {
        var all = new ArrayList<String>();
        for (var job : jobs.entrySet()) all.add(one(allocations(job.getKey(), job.getValue())));
        all.removeIf(String::isEmpty);
        return "[" + String.join(",", all) + "]";
    }

    private static String one(String list) {
        return list.strip().substring(1, list.strip().length() - 1);
    }

    private static String allocations(String name, Sent job) {
        if (job.large || name.startsWith("batch-") || name.equals("flap")) return "[]";
        boolean crashes = name.startsWith("crash");
        boolean runs = crashes ? name.equals("crashing") : job.looks >= 2;
        return """
        [{"id":"%s","name":"%s.web[0]","namespace":"default","job":"%s","version":%d,"node":"n1",
          "nodeName":"badge-1","status":"%s","healthy":%s,"description":"%s","wanted":"run",
          "reason":"","since":"2026-01-01T00:00:00Z","createdAt":"2026-01-01T00:00:00Z",
          "restarts":%d,"score":0.5,"ports":{"web":20001},"variants":{"it":"musl"},
          "previous":null,"next":null,
          "reserved":{"cpuMhz":100,"memoryBytes":16777216,"diskBytes":0},
          "tasks":{"it":{"phase":"%s","pid":%d,"restarts":%d,"exitCode":%d,"healthy":%s,
            "startedAt":"2026-01-01T00:00:00Z","message":"%s"}}}]
        """
                .formatted(
                        name.equals("crashed") ? "a2" : "a1",
                        name,
                        name,
                        job.version,
                        runs ? "running" : "pending",
                        runs && !crashes && !name.equals("unwell"),
                        crashes ? "task it " + CRASHED : name.equals("unwell") ? UNWELL : "",
                        crashes ? 3 : 0,
                        crashes ? "waiting" : "running",
                        crashes ? 0 : 4711,
                        crashes ? 3 : 0,
                        crashes ? 1 : -1,
                        !crashes && !name.equals("unwell"),
                        crashes ? CRASHED : "");
    }

    private static final String UNWELL =
            "check http-1 is not well: HTTP/1.1 500 Oops (asked: http://127.0.0.1:20001/)";
    private static final String CRASHED = "restarts in 2 s: exit code 1";

    private static final String FLAP =
            """
            {"namespace":"default","name":"flap","type":"service","version":1,
             "status":"pending","stopped":false,"submittedAt":"2026-01-01T00:00:00Z",
             "blocked":false,
             "groups":[{"name":"web","desired":2,"running":0,"pending":0,"failed":2,
               "unknown":0,"complete":0}],
             "evaluation":{"id":"e1","jobVersion":1,"groups":[{"group":"web",
               "counts":{"placed":0,"stopped":0,"updated":0,"kept":0,"unplaced":2},
               "evaluated":0,"filtered":{},"exhausted":{},"best":[],"refused":[]}]},
             "retries":[{"group":"web","waiting":2,"name":"flap.web[1]","allocation":"a7",
               "node":"n1","nodeName":"badge-1","why":"task web failed: exit code 1",
               "at":"2026-01-01T00:00:00Z"}]}
            """;
    private static final String REFUSED =
            "{\"node\":\"n1\",\"rule\":\"memory\",\"found\":\"384 MiB free\"}";
    private static final String PROBLEMS =
            """
            {"type":"urn:skerry:problem:invalid-job-file","title":"The job file is wrong",
             "status":400,"detail":"job.yaml:2:1: …","errors":[
               {"line":2,"column":1,"key":"wrong","value":"","message":"\\"wrong\\" is not a key"},
               {"line":3,"column":7,"key":"groups","value":"","message":"groups is missing"}]}
            """;
    private static final String NOT_FOUND =
            "{\"title\":\"Not found\",\"status\":404,\"detail\":\"There is no such thing.\"}";
    private static final String AWAY =
            """
            {"type":"urn:skerry:problem:unavailable","title":"Not now","status":503,
             "detail":"Node badge-1 is away since 2026-01-01T00:00:00Z; what its tasks have"}
            """;
    private static final String INVALID =
            """
            {"type":"urn:skerry:problem:invalid","title":"A value is not right","status":400,
             "detail":"deadline is \\"40d\\"; it should be a duration from 0s to 30d, as 1h30m."}
            """;
    private static final String EVENTS =
            """
            id: 2
            event: JobAccepted
            data: {"index":2,"at":"2026-01-01T00:00:00Z","text":"job hello was accepted"}

            : heartbeat

            id: 3
            event: Placed
            data: {"index":3,"at":"2026-01-01T00:00:01Z","text":"hello.web[0] goes to badge-1"}

            """;

    @Override
    public void close() {
        http.stop(0);
    }
}
