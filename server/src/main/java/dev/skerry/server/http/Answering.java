package dev.skerry.server.http;

import dev.skerry.cluster.server.Answer;
import dev.skerry.cluster.server.Declined;
import dev.skerry.server.strangers.Murmur;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// From an answer to what goes over the wire, and whether the connection goes on after it.
final class Answering {
    /// Event streams and outputs at one time.
    static final int STREAMS_MAX = 512;

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

    private final Dispatch dispatch;
    private final Connections connections;
    private final Semaphore streams = new Semaphore(STREAMS_MAX);
    private final Murmur murmur = new Murmur();

    Answering(Dispatch dispatch, Connections connections) {
        this.dispatch = dispatch;
        this.connections = connections;
    }

    /// Answers one request.
    void handle(ServerRequest request, ServerResponse response) throws IOException {
        var said = answer(request);
        var answer = admitted(said.answer());
        boolean last = said.last();
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
                try {
                    stream(streamed, request, response);
                } finally {
                    streams.release();
                }
                Streaming.nothingAfter();
            }
        }
        connections.isQuiet();
    }

    /// @param last the connection ends with it
    private record Said(Answer answer, boolean last) {}

    private Said answer(ServerRequest request) {
        try {
            Framing.check(request);
            var answer = dispatch.answer(request, connections::isAnswered);
            return new Said(answer, answer instanceof Answer.Streamed || Framing.ends(request));
        } catch (Declined e) {
            return new Said(e.answer(), true);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            var stopping = new Declined(503, "The server is stopping; try again shortly.");
            return new Said(stopping.answer(), true);
        } catch (RuntimeException e) {
            murmur.say("a request could not be answered: " + request.path().path() + ": " + e);
            var mistake = new Declined(500, "The server made a mistake; its output says more.");
            return new Said(mistake.answer(), true);
        }
    }

    /// Streams have fewer places than requests, so that commands always get in.
    private Answer admitted(Answer answer) {
        if (!(answer instanceof Answer.Streamed streamed) || streams.tryAcquire()) return answer;
        try {
            Streaming.leave(streamed);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        var full =
                new Declined(503, "All %,d places for streams are taken.".formatted(STREAMS_MAX));
        return full.answer().with("Retry-After", "10");
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
