package dev.skerry.bench;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Node;
import dev.skerry.http.Admitted;
import dev.skerry.http.Callers;
import dev.skerry.http.Doors;
import dev.skerry.http.RoomApi;
import dev.skerry.http.signing.Signing;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Saved;
import dev.skerry.kernel.events.Event;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.server.Applied;
import dev.skerry.server.Leader;
import dev.skerry.server.Server;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.ServerSettings.CellSettings;
import dev.skerry.server.http.ApiServer;
import dev.skerry.trust.server.rates.RequestRates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Servers of one cell in this process, each with a log of its own that is forced to the disk, and
/// made-up nodes that are there.
final class BenchCell implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String JSON = "application/json";

    private final List<Server> servers = new ArrayList<>();
    private final List<Leader> leaders = new ArrayList<>();
    private final String token;
    private int placed;

    BenchCell(Path folder, int size) throws Exception {
        boolean up = false;
        try {
            start(folder.resolve("1"), null);
            token = Files.readString(folder.resolve("1/first.token")).strip();
            for (int i = 2; i <= size; i++) {
                var made = ask(0, "POST", "/v1/servers/join-tokens", "{\"ttl\":\"30m\"}");
                int at = made.indexOf("\"token\":\"") + 9;
                var secret = made.substring(at, made.indexOf('"', at));
                var first = "127.0.0.1:" + servers.getFirst().link().getPort();
                start(folder.resolve(Integer.toString(i)), new CellSettings.Join(first, secret));
            }
            while (votes() < size) Fleet.pause(50_000_000);
            up = true;
        } finally {
            if (!up) close();
        }
    }

    private static InetSocketAddress free() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), socket.getLocalPort());
        }
    }

    private void start(Path data, CellSettings.@Nullable Join join) throws Exception {
        var usual = ServerSettings.defaults().at(free(), free(), data);
        var trust =
                new ServerSettings.TrustSettings(
                        false, usual.trust().auditKeep(), RequestRates.RATE_MAX); // one for all
        var settings = usual.with(trust).with(new CellSettings("", join));
        var rooms = new ArrayList<>(ServerRooms.usual());
        rooms.set(0, new LeaderOf(rooms.getFirst(), leaders::add));
        servers.add(new Server(settings, rooms, new ApiServer(), Throwable::printStackTrace));
    }

    private int votes() throws IOException {
        var all = ask(0, "GET", "/v1/servers", "");
        return all.split("\"vote\":\"counts\"", -1).length - 1;
    }

    /// Who leads, by its place.
    int leading() {
        while (true) for (int i = 0; i < leaders.size(); i++) if (leaders.get(i).leads()) return i;
    }

    String ask(int server, String method, String path, String body) throws IOException {
        try (var connection = connect(server)) {
            return connection.ask(method, path, token, JSON, body);
        }
    }

    KeptConnection connect(int server) throws IOException {
        return new KeptConnection(servers.get(server).http().getPort());
    }

    String token() {
        return token;
    }

    private void send(List<ClusterMessage> messages) {
        var leader = leaders.get(leading());
        var answers = new ArrayList<CompletableFuture<Applied>>();
        for (var message : messages) answers.add(leader.submit(CLUSTER, message, Caller.SERVERS));
        for (var answer : answers)
            if (answer.join() instanceof Applied.Refused(var refusal))
                throw new IllegalStateException(refusal.sentence());
    }

    /// So many nodes join.
    void join(int nodes) {
        var messages = new ArrayList<ClusterMessage>();
        for (int i = 0; i < nodes; i++) {
            var id = MadeUpWork.node(i);
            var hash = "%064x".formatted(i);
            messages.add(new ClusterMessage.IssueToken(hash, "default", 3_600_000));
            var identity = new Node.Identity(id, id, "default", "dc1");
            messages.add(new ClusterMessage.Join(hash, identity, "key-" + i));
            messages.add(new ClusterMessage.Describe(id, MadeUpWork.facts(i)));
        }
        send(messages);
    }

    /// From the first job submitted to the last allocation committed, while all nodes are there.
    ///
    /// @return allocations a second
    double place(int nodes, int allocations, int each) throws InterruptedException {
        var there = new ArrayList<ClusterMessage>();
        for (int i = 0; i < nodes; i++)
            there.add(new ClusterMessage.Contact(MadeUpWork.node(i), true, 0));
        send(there);
        var jobs = new ArrayList<ClusterMessage>();
        var placement = MadeUpWork.placement("true", List.of(), "");
        for (int i = 0; i < allocations / each; i++)
            jobs.add(
                    new ClusterMessage.SubmitJob(
                            MadeUpWork.job("j" + placed++, each, placement), 0));
        var leader = leaders.get(leading());
        int before = leader.now().of(CLUSTER).allocations().size();
        long beganNs = System.nanoTime();
        send(jobs);
        var now = leader.now();
        while (now.of(CLUSTER).allocations().size() < before + allocations) {
            if (System.nanoTime() - beganNs > PATIENCE.toNanos())
                throw new IllegalStateException("not all were placed");
            now = leader.awaitNewer(now.index(), PATIENCE);
        }
        return allocations * 1e9 / (System.nanoTime() - beganNs);
    }

    @Override
    public void close() {
        for (var server : servers.reversed()) server.close();
    }

    /// A room as it is, that tells with which leader it was opened.
    private record LeaderOf(ServerRoom room, Consumer<Leader> told) implements ServerRoom {
        @Override
        public AutoCloseable open(ServerParts server) {
            told.accept(server.leader());
            return room.open(server);
        }

        @Override
        public Saved<?> saved() {
            return room.saved();
        }

        @Override
        public @Nullable ServerPart part(Consumer<String> touched) {
            return room.part(touched);
        }

        @Override
        public @Nullable Beside beside(ServerSettings settings, ServerClock clock)
                throws IOException {
            return room.beside(settings, clock);
        }

        @Override
        public List<Event> events(Batch batch, House before, House after) {
            return room.events(batch, before, after);
        }

        @Override
        public void figures(House house, Now now, Admitted reader, PrometheusText to) {
            room.figures(house, now, reader, to);
        }

        @Override
        public @Nullable Callers callers(ServerParts server) {
            return room.callers(server);
        }

        @Override
        public @Nullable Signing signing(ServerParts server) {
            return room.signing(server);
        }

        @Override
        public void things(List<String> all) {
            room.things(all);
        }

        @Override
        public RoomApi api(ServerParts server, Doors doors) {
            return room.api(server, doors);
        }
    }
}
