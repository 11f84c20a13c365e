package dev.skerry.example.badge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The door to HTTP: a few threads, bounded bodies, bounded connections, slow peers cut off.
final class Listener {
    private static final int THREADS = 4;
    private static final int WAITING_MAX = 64;
    private static final String PAGE_POLICY =
            "default-src 'none'; style-src 'self'; "
                    + "script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Log log;

    static {
        System.setProperty("sun.net.httpserver.maxReqTime", "10"); // seconds
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("jdk.httpserver.maxConnections", Integer.toString(WAITING_MAX));
    }

    /// Takes the port at once; answers only after [#start].
    Listener(String host, int port, Log log) throws IOException {
        this.log = log;
        this.server = bound(host, port);
        this.threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(WAITING_MAX));
        threads.allowCoreThreadTimeOut(true);
    }

    private static HttpServer bound(String host, int port) throws IOException {
        var address = new InetSocketAddress(host, port);
        if (address.isUnresolved())
            throw new IOException(
                    "BAEDGE_SERVER_HOST is `%s`; right would be: an address of this machine"
                            .formatted(host));
        try {
            return HttpServer.create(address, WAITING_MAX);
        } catch (IOException e) {
            throw new IOException("cannot listen on %s:%d: %s".formatted(host, port, reason(e)), e);
        }
    }

    private static String reason(IOException e) {
        return String.valueOf(e.getMessage());
    }

    int port() {
        return server.getAddress().getPort();
    }

    void start(Routes routes) {
        server.createContext("/", exchange -> answer(exchange, routes));
        server.setExecutor(threads);
        server.start();
    }

    /// Accepts nothing more and lets open requests finish, for at most `seconds`.
    void drain(int seconds) {
        server.stop(seconds);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange, Routes routes) throws IOException {
        long began = System.nanoTime();
        try (exchange) {
            var reply = reply(exchange, routes);
            send(exchange, reply);
            log.request(
                    exchange.getRemoteAddress().getAddress().getHostAddress(),
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    reply,
                    (System.nanoTime() - began) / 1_000_000);
        }
    }

    private Reply reply(HttpExchange exchange, Routes routes) throws IOException {
        var body = exchange.getRequestBody().readNBytes(Form.BODY_BYTES_MAX + 1);
        if (body.length > Form.BODY_BYTES_MAX)
            return Reply.refused(
                    413, "a body of at most %d bytes is right".formatted(Form.BODY_BYTES_MAX));
        try {
            return routes.answer(
                    new Request(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().getPath(),
                            header(exchange, "Content-Type"),
                            header(exchange, "Sec-Fetch-Site"),
                            new String(body, StandardCharsets.UTF_8)));
        } catch (RuntimeException e) {
            log.bug(e);
            return Reply.refused(500, "the badge has a bug; its log has the details");
        }
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value.strip();
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", reply.type);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", PAGE_POLICY);
        if (!reply.allow.isEmpty()) headers.set("Allow", reply.allow);
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(reply.bytes()));
            exchange.sendResponseHeaders(reply.status, -1);
        } else {
            exchange.sendResponseHeaders(reply.status, reply.bytes());
            reply.writeTo(exchange.getResponseBody());
        }
    }
}
