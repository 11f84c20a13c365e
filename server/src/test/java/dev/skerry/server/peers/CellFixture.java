package dev.skerry.server.peers;

import dev.skerry.server.OwnPorts;
import dev.skerry.server.Server;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.ServerSettings.CellSettings;
import dev.skerry.server.http.ApiServer;
import dev.skerry.server.raft.RatisLog;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whole servers of one cell in one process, and a client that nobody here wrote.
final class CellFixture implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final Pattern ID = Pattern.compile("\"id\":\"(s\\d+)\"");

    private final Path folder;
    private final Map<String, Server> servers = new ConcurrentHashMap<>();
    private final Map<String, ServerSettings> settings = new ConcurrentHashMap<>();

    private final Map<String, List<ServerRoom>> builds = new ConcurrentHashMap<>();

    private final Map<String, CompletableFuture<Throwable>> broken = new ConcurrentHashMap<>();

    /// Of the first one, whose disk may be gone by then.
    private String first = "";

    CellFixture(Path folder) {
        this.folder = folder;
    }

    /// A cell of `one` and others: all count, and each has it on its disk.
    static CellFixture of(Path folder, String... others) throws Exception {
        var cell = new CellFixture(folder);
        cell.start("one", null);
        var by = "one";
        for (var name : others) {
            cell.join(name, by);
            by = name;
        }
        for (var each : cell.servers.keySet())
            await("all count, and each has it on its disk", () -> cell.counts(each));
        return cell;
    }

    private boolean counts(String at) throws Exception {
        var known = members(at);
        var own = RatisLog.membersIn(folder.resolve(at).resolve("raft"));
        return known.size() == servers.size() && own.equals(known);
    }

    /// The servers of the cell, as one of them says.
    Set<String> members(String at) throws Exception {
        return ID.matcher(get(at, "/v1/servers").body())
                .results()
                .map(it -> it.group(1))
                .collect(Collectors.toSet());
    }

    private static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), OwnPorts.next());
    }

    /// Starts a server for the first time.
    ///
    /// @param name of its data folder
    /// @param join null: it founds the cell
    void start(String name, CellSettings.@Nullable Join join) throws Exception {
        var fresh = ServerSettings.defaults().at(free(), free(), folder.resolve(name));
        settings.put(name, fresh);
        run(name, fresh.with(new CellSettings("", join)));
    }

    /// Lets another server in that speaks TLS on its API.
    void joinSecure(String name, String by) throws Exception {
        var plain = ServerSettings.defaults().at(free(), free(), folder.resolve(name));
        var fresh =
                new ServerSettings(
                        new ServerSettings.HttpSettings(
                                plain.http().at(), new ServerSettings.HttpForm.OwnAuthority()),
                        plain.link(),
                        plain.data(),
                        plain.names(),
                        plain.tokens(),
                        plain.contact(),
                        plain.certificateLife(),
                        plain.trust(),
                        plain.cell());
        settings.put(name, fresh);
        var join = new CellSettings.Join(link(by), joinToken(by));
        run(name, fresh.with(new CellSettings("", join)));
    }

    /// A copy of the data folder of one that does not run, for a server at other ports.
    void copy(String of, String name) throws Exception {
        var from = folder.resolve(of);
        try (var files = Files.walk(from)) {
            for (var file : files.toList())
                Files.copy(file, folder.resolve(name).resolve(from.relativize(file).toString()));
        }
        settings.put(name, ServerSettings.defaults().at(free(), free(), folder.resolve(name)));
    }

    /// A data folder that is there, for a server that never ran.
    void adopt(String name) throws Exception {
        settings.put(name, ServerSettings.defaults().at(free(), free(), folder.resolve(name)));
    }

    /// Has a server give out all that it knows.
    Path backup(String at, Path file) throws Exception {
        var request = request(at, "/v1/servers/backups").POST(BodyPublishers.noBody());
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request.build(), BodyHandlers.ofFile(file));
            if (answer.statusCode() != 200) throw new AssertionError(Files.readString(file));
            return file;
        }
    }

    /// From its next start on it runs a build with those rooms.
    void installs(String name, List<ServerRoom> rooms) {
        builds.put(name, rooms);
    }

    /// Starts it again.
    void again(String name) throws Exception {
        run(name, settings(name));
    }

    /// Starts it again, and has it make another first token.
    ///
    /// @return where that will be
    Path againWithFirstToken(String name) throws Exception {
        var usual = settings(name).trust();
        run(
                name,
                settings(name)
                        .with(
                                new ServerSettings.TrustSettings(
                                        true, usual.auditKeep(), usual.requestsPerSecond())));
        return folder.resolve(name).resolve("first.token");
    }

    private void run(String name, ServerSettings with) throws Exception {
        var fault = new CompletableFuture<Throwable>();
        broken.put(name, fault);
        var rooms = builds.getOrDefault(name, ServerRooms.usual());
        servers.put(name, new Server(with, rooms, new ApiServer(), fault::complete));
    }

    ServerSettings settings(String name) {
        var found = settings.get(name);
        if (found == null) throw new AssertionError(name + " was never started");
        return found;
    }

    /// What a server has ended with.
    CompletableFuture<Throwable> broken(String name) {
        var found = broken.get(name);
        if (found == null) throw new AssertionError(name + " was never started");
        return found;
    }

    /// Lets another server in, by a token of the first one.
    void join(String name, String by) throws Exception {
        start(name, new CellSettings.Join(link(by), joinToken(by)));
    }

    /// Lets another server in, which is where one was that has no disk any more.
    void joinInPlaceOf(String gone, String name, String by) throws Exception {
        var was = settings(gone);
        var fresh = ServerSettings.defaults();
        var at = fresh.at(was.http().at(), was.link(), folder.resolve(name));
        settings.put(name, at);
        run(name, at.with(new CellSettings("", new CellSettings.Join(link(by), joinToken(by)))));
    }

    String joinToken(String by) throws Exception {
        var made = post(by, "/v1/servers/join-tokens", "application/json", "{\"ttl\":\"30m\"}");
        return value("token", made.body());
    }

    String link(String name) {
        return "127.0.0.1:" + settings(name).link().getPort();
    }

    void stop(String name) {
        var server = servers.remove(name);
        if (server != null) server.close();
    }

    /// Whoever asks from now on may do everything with the cell that this server has founded.
    void asks(String founder) throws IOException {
        first = Files.readString(folder.resolve(founder).resolve("first.token")).strip();
    }

    private String first() throws IOException {
        if (first.isEmpty()) asks("one");
        return first;
    }

    private HttpRequest.Builder request(String name, String path) throws IOException {
        var port = settings(name).http().at().getPort();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(DEADLINE)
                .header("Authorization", "Bearer " + first());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    HttpResponse<String> get(String name, String path) throws Exception {
        return send(request(name, path));
    }

    HttpResponse<String> delete(String name, String path) throws Exception {
        return send(request(name, path).DELETE());
    }

    HttpResponse<String> post(String name, String path, String type, String body) throws Exception {
        return send(
                request(name, path)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
    }

    /// What stands behind a key in JSON.
    static String value(String key, String json) {
        var found = Pattern.compile("\"" + key + "\":\"([^\"]*)\"").matcher(json);
        if (!found.find()) throw new AssertionError("no " + key + " in " + json);
        return found.group(1);
    }

    /// Something that becomes true before the deadline.
    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(String what, Condition condition) throws Exception {
        long endNs = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            try {
                if (condition.holds()) return;
            } catch (IOException e) { // a server that goes breaks what is asked of it
                if (System.nanoTime() > endNs) throw e;
            }
            if (System.nanoTime() > endNs) throw new AssertionError(what);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Override
    public void close() {
        for (var name : servers.keySet()) stop(name);
    }
}
