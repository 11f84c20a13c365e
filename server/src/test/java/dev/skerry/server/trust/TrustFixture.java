package dev.skerry.server.trust;

import dev.skerry.server.Server;
import dev.skerry.server.ServerRoom;
import dev.skerry.server.ServerSettings;
import dev.skerry.server.cluster.ClusterServerRoom;
import dev.skerry.server.http.ApiServer;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A whole server that asks who calls, and a client that nobody here wrote.
final class TrustFixture implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(20);
    static final String JSON = "application/json";
    static final String YAML = "application/yaml";

    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /// What is refused is in the audit so soon.
    private static final Duration NOTED_EVERY = Duration.ofMillis(200);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path data;
    private final Server server;

    /// Everything that was answered, but what a token is made with.
    final Queue<String> said = new ConcurrentLinkedQueue<>();

    /// @param again another first token is made
    /// @param more rooms than those of the product
    TrustFixture(Path data, boolean again, ServerRoom... more) throws Exception {
        this(data, again, RequestRates.USUAL, more);
    }

    TrustFixture(Path data, boolean again, int requestsPerSecond, ServerRoom... more)
            throws Exception {
        this(
                data,
                new ServerSettings.TrustSettings(
                        again, ServerSettings.defaults().trust().auditKeep(), requestsPerSecond),
                more);
    }

    TrustFixture(Path data, ServerSettings.TrustSettings trust, ServerRoom... more)
            throws Exception {
        this.data = data;
        var settings = ServerSettings.defaults().at(ANY_PORT, ANY_PORT, data).with(trust);
        var rooms = new ArrayList<ServerRoom>();
        rooms.add(new ClusterServerRoom());
        rooms.add(new TrustServerRoom(NOTED_EVERY));
        rooms.addAll(List.of(more));
        server = new Server(settings, rooms, new ApiServer(), _ -> {});
    }

    Path file() {
        return data.resolve(FirstToken.FILE);
    }

    /// As the file has it.
    String first() throws IOException {
        return Files.readString(file()).strip();
    }

    String origin() {
        return "http://127.0.0.1:" + server.http().getPort();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(origin() + path)).timeout(DEADLINE);
    }

    /// With a token.
    HttpRequest.Builder request(String token, String path) {
        return request(path).header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        var answer = client.send(request.build(), BodyHandlers.ofString());
        said.add(answer.body());
        return answer;
    }

    HttpResponse<String> get(String token, String path) throws Exception {
        return send(request(token, path));
    }

    HttpResponse<String> delete(String token, String path) throws Exception {
        return send(request(token, path).DELETE());
    }

    HttpResponse<String> post(String token, String path, String body) throws Exception {
        return send(body(request(token, path), "POST", JSON, body));
    }

    HttpResponse<String> role(String token, String name, String file) throws Exception {
        return send(body(request(token, "/v1/roles/" + name), "PUT", YAML, file));
    }

    HttpResponse<String> issuer(String token, String name, String file) throws Exception {
        return send(body(request(token, "/v1/issuers/" + name), "PUT", YAML, file));
    }

    /// Somebody shows a JWT. What he gets for it is told to him only.
    HttpResponse<String> login(String jwt) throws Exception {
        var body = "{\"jwt\":\"%s\"}".formatted(jwt);
        return client.send(
                body(request("/v1/login"), "POST", JSON, body).build(), BodyHandlers.ofString());
    }

    static HttpRequest.Builder body(
            HttpRequest.Builder request, String method, String type, String body) {
        return request.header("Content-Type", type).method(method, BodyPublishers.ofString(body));
    }

    /// The text of a token that is made with another one.
    String token(String by, String name, String... roles) throws Exception {
        var list = List.of(roles).stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
        var body = "{\"name\":\"%s\",\"roles\":%s,\"ttl\":\"1h\"}".formatted(name, list);
        var made = body(request(by, "/v1/tokens"), "POST", JSON, body).build();
        return value("token", client.send(made, BodyHandlers.ofString()).body());
    }

    /// What stands behind a key in JSON.
    static String value(String key, String json) {
        var found = Pattern.compile("\"" + key + "\":\"([^\"]*)\"").matcher(json);
        if (!found.find()) throw new AssertionError(key + " is not in " + json);
        return found.group(1);
    }

    /// Lines of an answer that goes on.
    Stream<String> lines(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofLines()).body();
    }

    /// An answer that goes on, of which nothing is read; its status.
    int open(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofInputStream()).statusCode();
    }

    @Override
    public void close() {
        client.shutdownNow();
        server.close();
    }
}
