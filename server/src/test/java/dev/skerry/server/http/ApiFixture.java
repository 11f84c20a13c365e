package dev.skerry.server.http;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.codec.ClusterRoom;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.scheduler.Scheduler;
import dev.skerry.cluster.server.CelExpressions;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.cluster.state.Quota;
import dev.skerry.http.Callers;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.link.NodeStreams;
import dev.skerry.kernel.link.StreamReader;
import dev.skerry.server.Applied;
import dev.skerry.server.Front;
import dev.skerry.server.Leader;
import dev.skerry.server.MemoryLog;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerMetrics;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.authority.Authority;
import dev.skerry.server.cluster.ClusterServerRoom;
import dev.skerry.server.events.RoomEvents;
import dev.skerry.server.relay.Elsewhere;
import dev.skerry.servers.server.ServersStanding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A server that is real but for its disk and its nodes: the leader, the machine, the scheduler,
/// the API on a free port. Nodes are told of, and their reports are told.
final class ApiFixture implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /// A server without a room that says who calls.
    static final List<ServerRoom> CLUSTER = List.of(new ClusterServerRoom());

    final Leader leader;
    final FakeLogs logs = new FakeLogs();
    final ServerMetrics metrics = new ServerMetrics();
    final ServerParts parts;
    private final MemoryLog log;
    private final ServerClock clock = new ServerClock();
    private final CelExpressions expressions = new CelExpressions();
    private final Front.Open front;
    private final HttpClient client = HttpClient.newHttpClient();

    ApiFixture(Path folder) throws Exception {
        this(folder, CLUSTER, new OneLocalCaller());
    }

    ApiFixture(Path folder, List<ServerRoom> rooms, Callers callers) throws Exception {
        leader = new Leader(ServerRooms.empty(ServerRooms.saved(rooms)), clock, metrics);
        var events = RoomEvents.of(leader, rooms, clock);
        log = new MemoryLog(leader.follower());
        leader.start(log, Throwable::printStackTrace);
        leader.awaitLeadership(DEADLINE);
        var defaults = ServerSettings.defaults();
        var settings =
                new ServerSettings(
                        ServerSettings.HttpSettings.plain(
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                        defaults.link(),
                        folder,
                        List.of("skerry.test"),
                        defaults.tokens(),
                        defaults.contact(),
                        defaults.certificateLife(),
                        defaults.trust(),
                        defaults.cell());
        var authority = new Authority(folder, List.of(), defaults.certificateLife());
        parts =
                new ServerParts(
                        leader,
                        logs,
                        authority,
                        metrics,
                        clock,
                        settings,
                        null,
                        rooms,
                        events,
                        () -> new ServersStanding.View("s1", "s1", 1, List.of()),
                        Elsewhere.NOWHERE);
        front = ApiServer.open(parts, callers);
    }

    /// Output that was put there before it was asked for.
    static final class FakeLogs implements NodeStreams {
        final Queue<String> pieces = new ArrayDeque<>();

        /// Readers that were closed.
        final Semaphore closed = new Semaphore(0);

        /// Nothing comes after what was put there, and no end.
        boolean quiet;

        /// So often nothing has come yet, before what was put there.
        int pauses;

        /// Bytes that are gone before what was put there.
        long begin;

        /// Bytes that are gone between two pieces.
        long gap;

        /// Why it ends after what was put there; empty: it was all.
        String error = "";

        @Override
        public Opened read(String node, String room, byte[] request, long windowBytes) {
            if (asked(request).task().equals("gone"))
                return new Opened.Refused(new Refusal.Unavailable("The node is not connected."));
            return new Opened.Reading(new FakeReader(this));
        }

        private static LogRequest asked(byte[] request) {
            try {
                return Codec.LOG_REQUEST.decode(request);
            } catch (Malformed e) {
                throw new AssertionError(e);
            }
        }
    }

    private static final class FakeReader implements StreamReader {
        private final FakeLogs logs;
        private long offset;

        FakeReader(FakeLogs logs) {
            this.logs = logs;
            offset = logs.begin;
        }

        @Override
        public Incoming next(Duration wait) throws InterruptedException {
            if (logs.pauses > 0) {
                logs.pauses--;
                return new Incoming.Quiet();
            }
            var next = logs.pieces.poll();
            if (next == null && logs.quiet)
                return new CountDownLatch(1).await(wait.toMillis(), TimeUnit.MILLISECONDS)
                        ? new Incoming.End("")
                        : new Incoming.Quiet();
            if (next == null) return new Incoming.End(logs.error);
            var bytes = next.getBytes(StandardCharsets.UTF_8);
            var data = new Incoming.Data(offset, ByteBuffer.wrap(bytes));
            offset += bytes.length + logs.gap;
            return data;
        }

        @Override
        public void close() {
            logs.closed.release();
        }
    }

    /// All that is answered to a request, until its last chunk or the connection's end.
    String raw(String request) throws Exception {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(20_000);
            var read = new StringBuilder();
            while (!read.toString().endsWith("0\r\n\r\n")) {
                int next = socket.getInputStream().read();
                if (next < 0) break;
                read.append((char) next);
            }
            return read.toString();
        }
    }

    Applied submit(ClusterMessage message) throws Exception {
        return leader.submit(ClusterRoom.CLUSTER, message, Caller.SERVERS).get();
    }

    /// Joins a node and makes it known.
    void node(String id, String name) throws Exception {
        node(id, name, "default");
    }

    void node(String id, String name, String pool) throws Exception {
        var hash = "%064x".formatted(id.hashCode() & 0xFFFFFFFFL);
        submit(new ClusterMessage.IssueToken(hash, pool, 60_000));
        submit(new ClusterMessage.Join(hash, new Node.Identity(id, name, pool, "fair"), "key"));
        submit(new ClusterMessage.Describe(id, facts()));
        submit(new ClusterMessage.Contact(id, true, 0));
    }

    /// One without a quota.
    void namespace(String name) throws Exception {
        submit(new ClusterMessage.ApplyNamespace(NamespaceSpec.of(name, "", Quota.NONE)));
    }

    static NodeFacts facts() {
        return new NodeFacts(
                new NodeFacts.Os("debian", "12", "6.1.0", "glibc"),
                new NodeFacts.Cpu("arm64", "armv8", 4, 1_000, 90),
                new Resources(4_000, 512L << 20, 8L << 30),
                List.of(new NodeFacts.NetworkLink("wlan0", "wifi", false, true)),
                List.of(new NodeFacts.Device("display", "epd2in7", "/dev/spidev0.0")),
                new NodeFacts.Power("battery", 80, 95, 12, 9.5),
                new NodeFacts.Software("0.1.0", "25.0.3", List.of(), List.of("exec")),
                new NodeFacts.Extra(3, List.of(), Map.of("site", "hall-1"), List.of()));
    }

    /// Does by hand what the scheduler's thread does in a whole server.
    void schedule(String job) throws Exception {
        schedule(JobKey.DEFAULT_NAMESPACE, job);
    }

    void schedule(String namespace, String job) throws Exception {
        var key = new JobKey(namespace, job);
        var plan = Scheduler.plan(cluster(), key, clock.now(), expressions);
        submit(new ClusterMessage.Settle(plan));
    }

    Cluster cluster() {
        return leader.now().of(ClusterRoom.CLUSTER);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + front.address().getPort() + path);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).timeout(DEADLINE);
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> head(String path) throws IOException, InterruptedException {
        return send(request(path).HEAD());
    }

    HttpResponse<String> send(String method, String path, String type, String body)
            throws IOException, InterruptedException {
        return send(
                request(path)
                        .header("Content-Type", type)
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /// Lines of a stream until one is what is waited for.
    List<String> linesUntil(String path, Predicate<String> last) throws Exception {
        var response = client.send(request(path).build(), HttpResponse.BodyHandlers.ofLines());
        try (var lines = response.body()) {
            var found = new ArrayList<String>();
            for (var it = lines.iterator(); it.hasNext(); ) {
                found.add(it.next());
                if (last.test(found.getLast())) return found;
            }
            return found;
        }
    }

    int port() {
        return front.address().getPort();
    }

    @Override
    public void close() {
        client.shutdownNow();
        front.close();
        leader.close();
        log.close();
    }
}
