package dev.skerry.server.servers;

import dev.skerry.server.Leader;
import dev.skerry.server.OwnPorts;
import dev.skerry.server.Server;
import dev.skerry.server.ServerParts;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.cluster.ClusterServerRoom;
import dev.skerry.server.http.ApiServer;
import dev.skerry.servers.server.ServersStanding;
import dev.skerry.servers.state.Member;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// A whole server that is alone, and asks nobody who he is.
final class OneServer implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<ServerParts> parts = new AtomicReference<>();
    private final ServerSettings settings;
    private final Server server;

    OneServer(Path data) throws Exception {
        this(ServerSettings.defaults().at(free(), free(), data));
    }

    OneServer(ServerSettings settings) throws Exception {
        this.settings = settings;
        var rooms = List.of(new ClusterServerRoom(), new ServersServerRoom(this::seen));
        server = new Server(settings, rooms, new ApiServer(), _ -> {});
    }

    static InetSocketAddress free() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), OwnPorts.next());
    }

    private ServersStanding seen(ServerParts of) {
        parts.set(of);
        return of.standing();
    }

    Leader leader() {
        return parts.get().leader();
    }

    ServersStanding standing() {
        return parts.get().standing();
    }

    /// Where it was told to be.
    Member.Addresses at() {
        return new Member.Addresses(
                "127.0.0.1:" + settings.link().getPort(),
                "127.0.0.1:" + settings.http().at().getPort());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "");
    }

    HttpResponse<String> send(String method, String path, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(server.address() + path))
                        .timeout(DEADLINE)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
    }
}
