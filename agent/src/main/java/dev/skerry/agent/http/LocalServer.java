package dev.skerry.agent.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Shows what the node does to those who stand beside it, above all when no server is in reach.
/// Nothing can be changed here, and nothing secret is shown: no environment, no token.
///
/// A page of a stranger in a browser of this machine gets nothing: the `Host` has to be an address,
/// `localhost` or the configured name, and an `Origin` has to be this very place.
public final class LocalServer implements AutoCloseable {
    /// Each has a thread while it is read or answered, so that a slow one delays nobody.
    static final int CONNECTIONS_MAX = 32;

    /// Kept open between two requests; fewer than all, so that whoever only holds them shuts out
    /// nobody.
    private static final int IDLE_CONNECTIONS_MAX = 8;

    private static final int STACK_BYTES = 256 * 1024;
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    /// Each makes one page anew.
    public interface Pages {
        /// In Prometheus' text format 0.0.4.
        String metrics();

        /// JSON: the node itself.
        byte[] self();

        /// JSON: an array of how each run stands.
        byte[] allocations();

        /// The same for people.
        String front();
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final String host;
    private final Pages pages;

    private LocalServer(HttpServer server, String host, Pages pages) {
        this.server = server;
        this.host = host;
        this.pages = pages;
        threads =
                new ThreadPoolExecutor(
                        0,
                        CONNECTIONS_MAX,
                        10,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        work -> {
                            var thread = new Thread(null, work, "pages", STACK_BYTES);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /// Listens.
    ///
    /// @param address `host:port`, `[::1]:port` or only a port, which means on 127.0.0.1; port 0: a
    ///   free one
    /// @throws IOException when the port is taken or the host is not this machine
    public static LocalServer open(String address, Pages pages) throws IOException {
        limit("jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS_MAX));
        limit("sun.net.httpserver.maxIdleConnections", Integer.toString(IDLE_CONNECTIONS_MAX));
        limit("sun.net.httpserver.maxReqTime", "10");
        limit("sun.net.httpserver.maxRspTime", "30");
        int colon = address.lastIndexOf(':');
        var host = colon <= 0 ? "127.0.0.1" : address.substring(0, colon);
        int port = Integer.parseInt(address.substring(colon + 1));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
        var opened = new LocalServer(server, host, pages);
        server.createContext("/", opened::answer);
        server.setExecutor(opened.threads);
        server.start();
        return opened;
    }

    private static void limit(String name, String value) {
        if (System.getProperty(name) == null) System.setProperty(name, value);
    }

    /// `host:port` as it listens.
    public String address() {
        return host + ":" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!fromHere(exchange)) send(exchange, 403, TEXT, bytes("not for other sites\n"));
            else if (reads(exchange.getRequestMethod())) page(exchange);
            else {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, TEXT, bytes("nothing can be changed here\n"));
            }
        }
    }

    private static boolean reads(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private void page(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/" -> send(exchange, 200, TEXT, bytes(pages.front()));
            case "/metrics" ->
                    send(
                            exchange,
                            200,
                            "text/plain; version=0.0.4; charset=utf-8",
                            bytes(pages.metrics()));
            case "/v1/self" -> send(exchange, 200, JSON, pages.self());
            case "/v1/allocations" -> send(exchange, 200, JSON, pages.allocations());
            default ->
                    send(
                            exchange,
                            404,
                            TEXT,
                            bytes("there are /, /metrics, /v1/self and /v1/allocations\n"));
        }
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private boolean fromHere(HttpExchange exchange) {
        var said = exchange.getRequestHeaders().getFirst("Host");
        var origin = exchange.getRequestHeaders().getFirst("Origin");
        return said != null
                && (origin == null || origin.equals("http://" + said))
                && known(withoutPort(said));
    }

    private boolean known(String name) {
        return name.equals("localhost") || name.equals(host) || isAddress(name);
    }

    private static String withoutPort(String said) {
        int colon = said.lastIndexOf(':');
        return colon > said.lastIndexOf(']') ? said.substring(0, colon) : said;
    }

    /// `127.0.0.1` or `[::1]`; a name cannot look like either.
    private static boolean isAddress(@Nullable String name) {
        if (name == null || name.isEmpty()) return false;
        if (name.startsWith("[") && name.endsWith("]")) return true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) return false;
        }
        return true;
    }
}
