package dev.skerry.server.http;

import dev.skerry.cluster.server.Answer;
import dev.skerry.cluster.server.Declined;
import dev.skerry.cluster.server.Request;
import dev.skerry.cluster.server.Routes;
import dev.skerry.server.Events;
import dev.skerry.server.Front;
import dev.skerry.server.ServerParts;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The front of a server: HTTP/1.1 on virtual threads, one for each request.
public final class ApiServer implements Front {
    static final int CONNECTIONS_MAX = 4_096;

    /// Of one chunk too, which is read as a whole; up to here too large a body is answered by us.
    private static final int PAYLOAD_BYTES_MAX = 4 * Request.BODY_BYTES_MAX;

    /// Says nothing of its own but warnings; kept here, since loggers are forgotten otherwise.
    private static final Logger LIBRARY = Logger.getLogger("io.helidon");

    private static final Duration GRACE = Duration.ofMillis(500);
    private static final Map<String, String> SECURITY =
            Map.of(
                    "Content-Security-Policy",
                            "default-src 'self'; frame-ancestors 'none'; base-uri 'none';"
                                    + " form-action 'self'",
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Cross-Origin-Opener-Policy", "same-origin");

    @Override
    public Open open(ServerParts parts) throws IOException {
        var routes = routes(parts);
        var gate = new Gate(parts.settings().names());
        return open(parts.settings().http(), new Dispatch(gate, routes, new Pages()));
    }

    static Routes routes(ServerParts parts) {
        var control = new LeaderControl(parts);
        return new Routes(control, new ServerRoutes(parts, control).routes());
    }

    static Open open(InetSocketAddress at, Dispatch dispatch) throws IOException {
        LIBRARY.setLevel(Level.OFF); // a start that fails is said once, by whoever asked for it
        var server =
                WebServer.builder()
                        .address(at.getAddress())
                        .port(at.getPort())
                        .maxTcpConnections(CONNECTIONS_MAX)
                        .shutdownHook(false)
                        .shutdownGracePeriod(GRACE)
                        .featuresDiscoverServices(false)
                        .protocolsDiscoverServices(false)
                        .maxPayloadSize(PAYLOAD_BYTES_MAX)
                        .connectionOptions(it -> it.tcpNoDelay(true))
                        .directHandlers(DirectProblems.handlers())
                        .addProtocol(
                                Http1Config.builder()
                                        .addReceiveListener(Streaming.connections())
                                        .build())
                        .routing(routing(dispatch))
                        .build();
        try {
            server.start();
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new IOException(reason(e), e);
        } finally {
            LIBRARY.setLevel(Level.WARNING);
        }
        return new Opened(server, new InetSocketAddress(at.getAddress(), server.port()));
    }

    private static String reason(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) cause = cause.getCause();
        return String.valueOf(cause.getMessage());
    }

    private record Opened(WebServer server, InetSocketAddress address) implements Open {
        @Override
        public void close() {
            server.stop();
        }
    }

    private static HttpRouting.Builder routing(Dispatch dispatch) {
        return HttpRouting.builder()
                .any((request, response) -> handle(dispatch, request, response));
    }

    private static void handle(Dispatch dispatch, ServerRequest request, ServerResponse response)
            throws IOException {
        Answer answer;
        boolean last = true;
        try {
            Framing.check(request);
            answer = dispatch.answer(request);
            last = answer instanceof Answer.Streamed || Framing.ends(request);
        } catch (Declined e) {
            answer = e.answer();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            answer = new Declined(503, "The server is stopping; try again shortly.").answer();
        } catch (RuntimeException e) {
            Events.say("a request could not be answered: " + request.path().path() + ": " + e);
            answer = new Declined(500, "The server made a mistake; its output says more.").answer();
        }
        response.status(answer.status());
        SECURITY.forEach((name, value) -> response.header(name, value));
        response.header(HeaderNames.CONTENT_TYPE.defaultCase(), answer.type());
        answer.headers().forEach((name, value) -> response.header(name, value));
        if (last) response.header(HeaderValues.CONNECTION_CLOSE);
        switch (answer) {
            case Answer.Whole whole -> {
                response.send(whole.body().bytes());
                // the library would take what was left unread for the next request
                if (last) throw new CloseConnectionException("that was the last answer");
            }
            case Answer.Streamed streamed -> {
                stream(streamed, request, response);
                Streaming.nothingAfter();
            }
        }
    }

    private static void stream(
            Answer.Streamed streamed, ServerRequest request, ServerResponse response)
            throws IOException {
        try {
            if (request.prologue().method().equals(Method.HEAD)) {
                Streaming.leave(streamed);
                response.send();
                return;
            }
            try (var out = response.outputStream()) {
                Streaming.write(streamed, out);
            }
        } catch (SocketException | UncheckedIOException _) {
            // the reader has gone, as readers of streams do
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the server stops, or the reader has gone
        }
    }
}
