package dev.skerry.server.http;

import dev.skerry.http.Answer;
import dev.skerry.http.Declined;
import dev.skerry.http.Request;
import dev.skerry.http.Route;
import dev.skerry.server.http.load.BodyBudget;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How much is read of a body: of somebody who is not known no more than a token needs.
///
/// @param sentence what is said to who sends more
record SentBody(int bytesMax, String sentence) {
    static final SentBody KNOWN =
            new SentBody(Request.BODY_BYTES_MAX, "A body has at most 1 MiB; a job file is small.");

    static final SentBody STRANGERS =
            new SentBody(
                    8 * 1024,
                    "A body has at most 8 KiB, as long as nobody is known; log in first.");

    private static final long AFTER_SECONDS = 5;

    /// What the request brings for that route.
    ///
    /// @param held the memory that it takes
    Answer.Body of(ServerRequest request, Route route, BodyBudget.Held held)
            throws Declined, IOException {
        if (!request.content().hasEntity()) return Answer.Body.NONE;
        if (route.accepts().isEmpty()) throw new Declined(400, "A body is not expected here.");
        var length = request.headers().first(HeaderNames.CONTENT_LENGTH).orElse("-1");
        long declared = Long.parseLong(length);
        if (declared > bytesMax) throw tooLarge();
        var type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse(null);
        if (!known(type, route)) {
            throw new Declined(
                    415,
                    "A body of type %s is not understood; send %s."
                            .formatted(
                                    type == null ? "unknown" : type,
                                    String.join(" or ", route.accepts())));
        }
        var bytes = read(request, declared, held);
        if (bytes.length > bytesMax) throw tooLarge();
        return new Answer.Body(bytes);
    }

    /// What is thrown beside I/O errors is all the body's fault: odd chunks, an end too early.
    private byte[] read(ServerRequest request, long declared, BodyBudget.Held held)
            throws Declined, IOException {
        try {
            return held.read(request.content().inputStream(), declared, bytesMax + 1);
        } catch (BodyBudget.OverBudget _) {
            throw Declined.unavailable(
                    "The server has too many bodies of requests to read at once; send it again"
                            + " later.",
                    AFTER_SECONDS);
        } catch (RequestException e) {
            if (e.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413)) throw tooLarge();
            throw new Declined(400, "The body is not understood: " + e.getMessage() + ".");
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new Declined(400, "The body broke off: " + e.getMessage());
        }
    }

    private Declined tooLarge() {
        return new Declined(413, sentence);
    }

    private static boolean known(@Nullable String type, Route route) {
        if (type == null) return false;
        int end = type.indexOf(';');
        var plain = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return route.accepts().contains(plain);
    }
}
