package dev.skerry.server.http;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static dev.skerry.server.Hashes.HASHES;
import static dev.skerry.trust.codec.TrustRoom.TRUST;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.http.Doors;
import dev.skerry.http.RoomApi;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.events.Event;
import dev.skerry.server.Applied;
import dev.skerry.server.Server;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.strangers.ForeignExamples;
import dev.skerry.server.words.WordsRoom;
import dev.skerry.trust.server.rates.RequestRates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A whole server with all rooms and one more, a tenant on it with what is his, and another whose
/// things have a mark in all that they say. Nodes are told of, as nodes are not started here.
public final class Tenants implements AutoCloseable {
    static final String YAML = "application/yaml";
    public static final String JSON = "application/json";
    private static final String TEXT = "text/plain";

    static final String TILL = job("till", "own", "own", "[]");

    /// It finds no place.
    static final String WAITS = job("waits", "own", "own", "['node.meta.never == \"there\"']");

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final String ROLE =
            """
            role: %s
            rules:
              - allow: [write cluster/*, read server/events]
                namespaces: [own]
              - allow: [write cluster/*, read server/events]
                pools: [own]
            """;

    private final Path data;
    private final Words words = new Words(new WordsRoom(new AtomicInteger()));
    private final Server server;
    private final HttpClient client = HttpClient.newHttpClient();

    /// The token of one who has his namespace and his pool.
    String tenant = "";

    /// And of one who may see figures besides.
    String watcher = "";

    /// What of the other one's is named by an id.
    public record Theirs(String node, String allocation, String token) {}

    /// The sample room, which also gets hold of the server's parts.
    private static final class Words implements ServerRoom {
        private final WordsRoom room;
        @Nullable ServerParts parts;

        Words(WordsRoom room) {
            this.room = room;
        }

        ServerParts parts() {
            var it = parts;
            if (it == null) throw new IllegalStateException("the server is not up");
            return it;
        }

        @Override
        public Saved<?> saved() {
            return room.saved();
        }

        @Override
        public AutoCloseable open(ServerParts server) {
            parts = server;
            return room.open(server);
        }

        @Override
        public List<Event> events(Batch batch, House before, House after) {
            return room.events(batch, before, after);
        }

        @Override
        public RoomApi api(ServerParts server, Doors doors) {
            return room.api(server, doors);
        }
    }

    public Tenants(Path data) throws Exception {
        this.data = data;
        var usual = ServerSettings.TrustSettings.DEFAULT;
        var trust = // who walks all operations at once asks for more than anybody has a share of
                new ServerSettings.TrustSettings(false, usual.auditKeep(), RequestRates.RATE_MAX);
        var settings = ServerSettings.defaults().at(ANY_PORT, ANY_PORT, data).with(trust);
        var rooms = new ArrayList<>(ServerRooms.usual());
        rooms.add(words);
        server = new Server(settings, rooms, new ApiServer(), _ -> {});
    }

    public String admin() throws IOException {
        return Files.readString(data.resolve("first.token")).strip();
    }

    /// How many routes all rooms have registered.
    int routes() {
        return RoomApis.of(words.parts()).stream().mapToInt(it -> it.routes().size()).sum();
    }

    private Cluster cluster() {
        return words.parts().leader().now().of(CLUSTER);
    }

    /// A number that is another when anything is.
    public long state() {
        var house = words.parts().leader().now().house();
        var cluster = house.of(CLUSTER);
        var trust = house.of(TRUST);
        return List.of(
                        cluster.jobs(),
                        cluster.nodes(),
                        cluster.allocations(),
                        cluster.namespaces(),
                        cluster.tokens(),
                        trust.tokens(),
                        trust.roles(),
                        trust.issuers(),
                        trust.signing(),
                        house.of(HASHES))
                .hashCode();
    }

    private static String job(String name, String namespace, String pool, String constraints) {
        return """
        job: %1$s
        namespace: %2$s
        pool: %3$s
        constraints: %4$s
        meta: {%1$s-meta: %1$s-value}
        groups:
          %1$s-group:
            tasks:
              %1$s-task:
                command: %1$s-command
                args: [%1$s-arg]
                env: {WORD: %1$s-env}
                resources: {cpu: 50MHz, memory: 16MiB}
        """
                .formatted(name, namespace, pool, constraints);
    }

    /// What is the tenant's, as it was before.
    public void own() throws Exception {
        fine("PUT", "/v1/namespaces/own", YAML, "namespace: own\nquota: {cpu: 2GHz}\n");
        node("n-000000000001", "own-node", "own", "own");
        fine("POST", "/v1/jobs", YAML, TILL);
        fine("POST", "/v1/jobs", YAML, WAITS);
        settled("own", "till");
        settled("own", "waits");
        fine("PUT", "/v1/roles/tenant", YAML, ROLE.formatted("tenant"));
        var more = "  - allow: [read server/metrics]\n";
        fine("PUT", "/v1/roles/watcher", YAML, ROLE.formatted("watcher") + more);
        tenant = token("tenant", "tenant");
        watcher = token("watcher", "watcher");
    }

    /// Adds all that another can have, with the mark in it. Some of it is called as what the tenant
    /// has.
    public Theirs add(String mark) throws Exception {
        var shop = mark + "-shop";
        var pool = mark + "-pool";
        fine(
                "PUT",
                "/v1/namespaces/" + shop,
                YAML,
                "namespace: %1$s-shop\ndescription: %1$s\nquota: {cpu: 9GHz, pools: [%1$s-pool]}\n"
                        .formatted(mark));
        node("n-77aa55ee33cc", mark + "-node", pool, mark);
        node("n-77aa55ee33dd", "own-node", pool, mark);
        fine("PATCH", "/v1/nodes/" + mark + "-node/meta", JSON, body("{'W-key':'W-value'}", mark));
        fine("POST", "/v1/join-tokens", JSON, body("{'pool':'W-pool'}", mark));
        var never = "['node.meta.never == \"%s\"']".formatted(mark);
        for (var name : List.of(mark + "-job", "till"))
            fine("POST", "/v1/jobs", YAML, job(name, shop, pool, "[]"));
        fine("POST", "/v1/jobs", YAML, job(mark + "-waits", shop, pool, never));
        for (var name : List.of(mark + "-job", "till", mark + "-waits")) settled(shop, name);
        var placed = placed(shop, mark + "-job");
        observed(placed, mark);
        settled(shop, mark + "-job");
        for (var given : ForeignExamples.read().given()) {
            var body = given.body().replace("{W}", mark);
            var type = body.startsWith("{\"") ? JSON : body.startsWith("{") ? YAML : TEXT;
            var path = given.path().replace("{W}", mark).replace("{NODE}", placed.node());
            fine(given.method(), path, body.isEmpty() ? "" : type, body);
        }
        var tokens = words.parts().leader().now().of(TRUST);
        var theirs = tokens.token(mark + "-token");
        if (theirs == null) throw new AssertionError("its token is there");
        return new Theirs(placed.node(), placed.id(), theirs.id());
    }

    private static String body(String text, String mark) {
        return text.replace('\'', '"').replace("W", mark);
    }

    private void node(String id, String name, String pool, String mark) throws Exception {
        var hash = "%064x".formatted(id.hashCode() & 0xFFFFFFFFL);
        submit(new ClusterMessage.IssueToken(hash, pool, 60_000));
        var identity = new Node.Identity(id, name, pool, mark + "-hall");
        submit(new ClusterMessage.Join(hash, identity, "key"));
        submit(new ClusterMessage.Describe(id, facts(mark)));
        submit(new ClusterMessage.Contact(id, true, 0));
    }

    private static NodeFacts facts(String mark) {
        return new NodeFacts(
                new NodeFacts.Os(mark + "-os", "12", "6.1.0", "glibc"),
                new NodeFacts.Cpu("arm64", "armv8", 4, 1_000, 90),
                new Resources(4_000, 512L << 20, 8L << 30),
                List.of(new NodeFacts.NetworkLink(mark + "0", "wifi", false, true)),
                List.of(new NodeFacts.Device("display", mark + "-display", "/dev/" + mark)),
                new NodeFacts.Power("battery", 80, 95, 12, 9.5),
                new NodeFacts.Software("0.1.0", "25.0.3", List.of(), List.of("exec")),
                new NodeFacts.Extra(
                        3, List.of(), Map.of(mark + "-site", mark), List.of(mark + " is odd")));
    }

    /// Its task has been started again, and says so.
    private void observed(Allocation it, String mark) throws Exception {
        var task = new Allocation.TaskState("running", 7, 1, 1, true, 1, mark + " ended before");
        var observed =
                Allocation.Observed.of(
                        Status.RUNNING, true, mark + " is up", 1, 1, Map.of(mark + "-task", task));
        submit(
                new ClusterMessage.Report(
                        it.node(), List.of(new ClusterFact.ObservedChange(it.id(), observed))));
    }

    private void submit(ClusterMessage message) throws Exception {
        var applied = words.parts().leader().submit(CLUSTER, message, Caller.SERVERS).get();
        if (applied instanceof Applied.Refused(var refusal))
            throw new AssertionError(refusal.sentence());
    }

    /// Waits until the scheduler has looked at the job.
    private void settled(String namespace, String name) throws Exception {
        until(cluster -> {
            var job = cluster.jobs().find(new JobKey(namespace, name));
            var due = job == null ? null : job.due();
            boolean now = due != null && due.notBeforeTickMs() <= cluster.tickMs();
            return job != null && !job.evaluations().isEmpty() && !now;
        });
    }

    private void until(Predicate<Cluster> is) throws Exception {
        var leader = words.parts().leader();
        long end = System.nanoTime() + DEADLINE.toNanos();
        for (var now = leader.now(); !is.test(now.of(CLUSTER)); ) {
            if (System.nanoTime() > end) throw new AssertionError("it does not come to be");
            now = leader.awaitNewer(now.index(), Duration.ofSeconds(1));
        }
    }

    private Allocation placed(String namespace, String job) {
        var cluster = cluster();
        for (var it : cluster.allocations().values())
            if (it.slot().job().equals(new JobKey(namespace, job))) return it;
        throw new AssertionError(job + " is not placed");
    }

    /// Of the tenant's.
    String allocation() {
        return placed("own", "till").id();
    }

    private String token(String name, String role) throws Exception {
        var body = "{\"name\":\"%s\",\"roles\":[\"%s\"]}".formatted(name, role);
        var made = fine("POST", "/v1/tokens", JSON, body);
        var found = Pattern.compile("\"token\":\"([^\"]*)\"").matcher(made);
        if (!found.find()) throw new AssertionError(made);
        return found.group(1);
    }

    private String fine(String method, String path, String type, String body) throws Exception {
        var answer = ask(admin(), method, path, type, body);
        assertEquals(200, answer.statusCode(), path + " " + answer.body());
        return answer.body();
    }

    /// @param type of the body; empty: there is none
    public HttpResponse<String> ask(
            String token, String method, String path, String type, String body) throws Exception {
        var request = request(token, path);
        if (!type.isEmpty()) request.header("Content-Type", type);
        var publisher = type.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return client.send(request.method(method, publisher).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String token, String path) {
        var origin = "http://127.0.0.1:" + server.http().getPort();
        return HttpRequest.newBuilder(URI.create(origin + path))
                .timeout(DEADLINE)
                .header("Authorization", "Bearer " + token);
    }

    /// All that is told to somebody of what has happened, until something that happens now.
    String events(String token) throws Exception {
        var last = fine("POST", "/v1/words/last", "", "");
        long end = Long.parseLong(last.substring("at ".length()));
        var request = request(token, "/v1/events?index=0").build();
        var text = new StringBuilder();
        try (var lines = client.send(request, BodyHandlers.ofLines()).body()) {
            for (var it = lines.iterator(); it.hasNext(); ) {
                var line = it.next();
                text.append(line).append('\n');
                if (line.startsWith("id: ") && Long.parseLong(line.substring(4)) >= end) break;
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
    }
}
