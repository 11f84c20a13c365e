package dev.skerry.server.http;

import dev.skerry.http.Answer;
import dev.skerry.http.BrokenOff;
import dev.skerry.http.Declined;
import dev.skerry.server.strangers.Guest;
import dev.skerry.server.strangers.GuestPlaces;
import dev.skerry.server.strangers.Murmur;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/// From an answer to what goes over the wire, and whether the connection goes on after it.
final class Answering {
    /// Event streams and outputs at one time.
    static final int STREAMS_MAX = 512;

    static final int STREAMS_OF_ADDRESS_MAX = STREAMS_MAX / 2;

    static final int STREAMS_OF_CALLER_MAX = STREAMS_OF_ADDRESS_MAX / 2;
    private static final String MISPLACED =
            "This server speaks TLS here, and that was plain HTTP: call it by https://.";

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

    /// A proxy that gathers answers passes on what comes as it comes (nginx heeds it).
    private static final Header UNBUFFERED = HeaderValues.createCached("X-Accel-Buffering", "no");

    private final Dispatch dispatch;
    private final GuestPlaces streams =
            new GuestPlaces(STREAMS_MAX, STREAMS_OF_ADDRESS_MAX, STREAMS_OF_CALLER_MAX);
    private final Murmur murmur = new Murmur();

    Answering(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /// Answers one request.
    void handle(ServerRequest request, ServerResponse response) throws IOException {
        var said = answer(request);
        switch (said.answer()) {
            case Answer.Whole whole -> {
                boolean head = request.prologue().method().equals(Method.HEAD);
                if (head) sendHead(whole, said.last(), response);
                else send(whole, said.last(), response);
                Connections.own().isQuiet();
            }
            case Answer.Streamed streamed -> stream(streamed, request, response);
        }
    }

    private void stream(Answer.Streamed streamed, ServerRequest request, ServerResponse response)
            throws IOException {
        var guest = Connections.own().guest();
        if (!streams.take(guest)) {
            leave(streamed);
            send(full(), true, response);
            return;
        }
        Connections.own().isStream();
        admitted(streamed, guest, request, response);
    }

    private void admitted(
            Answer.Streamed streamed, Guest guest, ServerRequest request, ServerResponse response)
            throws IOException {
        try {
            begun(streamed, request, response);
        } finally {
            streams.giveBack(guest);
        }
        if (old()) throw new CloseConnectionException("its end is the answer's end");
        Connections.own().isOver();
    }

    /// What stands before the body, and not the body: the next answer would begin with it.
    private static void sendHead(Answer.Whole answer, boolean last, ServerResponse response) {
        head(answer, last, response);
        Connections.own().isSent();
        response.contentLength(answer.body().bytes().length);
        response.send();
        if (last) throw new CloseConnectionException("that was the last answer");
    }

    private void send(Answer.Whole answer, boolean last, ServerResponse response) {
        head(answer, last, response);
        Connections.own().isSent();
        response.send(answer.body().bytes());
        // the library would take what was left unread for the next request
        if (last) throw new CloseConnectionException("that was the last answer");
    }

    private static void head(Answer answer, boolean last, ServerResponse response) {
        response.status(answer.status());
        SECURITY.forEach((name, value) -> response.header(name, value));
        response.header(HeaderNames.CONTENT_TYPE.defaultCase(), answer.type());
        answer.headers().forEach((name, value) -> response.header(name, value));
        if (last) response.header(HeaderValues.CONNECTION_CLOSE);
    }

    /// @param last the connection ends with it
    private record Said(Answer answer, boolean last) {}

    private Said answer(ServerRequest request) {
        try {
            var refused = Connections.own().reads().refused();
            if (refused != null) return new Said(refused, true);
            if (Connections.own().misplaced()) throw new Declined(400, MISPLACED);
            Framing.check(request, old());
            var answer = dispatch.answer(request, Connections.own()::isWhole);
            return new Said(answer, answer instanceof Answer.Streamed || Framing.ends(request));
        } catch (Declined e) {
            return new Said(e.answer(), true);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            var stopping = new Declined(503, "The server is stopping; try again shortly.");
            return new Said(stopping.answer(), true);
        } catch (CloseConnectionException e) {
            throw e; // nobody waits for an answer any more
        } catch (RuntimeException e) {
            murmur.say("a request could not be answered: " + request.path().path() + ": " + e);
            var mistake = new Declined(500, "The server made a mistake; its output says more.");
            return new Said(mistake.answer(), true);
        }
    }

    /// Streams have fewer places than requests, so that commands always get in.
    private static Answer.Whole full() {
        var sentence = "The places for streams are taken; end some, or come later.";
        return Declined.unavailable(sentence, 10).answer();
    }

    private void begun(Answer.Streamed streamed, ServerRequest request, ServerResponse response)
            throws IOException {
        boolean begun = false;
        try {
            head(streamed, true, response);
            response.header(UNBUFFERED);
            if (request.prologue().method().equals(Method.HEAD)) {
                response.send();
                return;
            }
            begun = true;
            written(streamed, response);
        } catch (IOException | UncheckedIOException e) {
            // the reader has gone, as readers of streams do
            throw new CloseConnectionException("nobody reads the answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server stops, or the reader has gone
            throw new CloseConnectionException("the answer was ended before its end", e);
        } finally {
            if (!begun) leave(streamed);
        }
    }

    /// An answer that breaks off, for whatever reason, has no end: its connection is closed without
    /// one. Nothing of it was sent: then it is a refusal.
    private void written(Answer.Streamed streamed, ServerResponse response)
            throws IOException, InterruptedException {
        var out = new LateOutput(() -> out(response));
        try {
            Streaming.write(streamed, out);
        } catch (BrokenOff e) {
            if (!out.hasBegun()) send(missing(e), true, response);
            throw new CloseConnectionException("the answer broke off: " + e.getMessage());
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            murmur.say("an answer broke off: " + e);
            throw new CloseConnectionException("the answer broke off", e);
        }
        out.close();
    }

    private static Answer.Whole missing(BrokenOff why) {
        var sentence = "The answer broke off before it began: " + why.getMessage() + ".";
        return new Declined(503, sentence).answer();
    }

    private static OutputStream out(ServerResponse response) {
        return old()
                ? new BufferedOutputStream(new UntilClosed(response, Connections.own().writer()))
                : response.outputStream();
    }

    /// Whether the request is of HTTP/1.0.
    private static boolean old() {
        return Connections.own().reads().old();
    }

    /// What the writer holds is let go of.
    private static void leave(Answer.Streamed streamed) {
        try {
            Streaming.leave(streamed);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
