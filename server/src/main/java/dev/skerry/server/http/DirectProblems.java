package dev.skerry.server.http;

import dev.skerry.http.Declined;
import dev.skerry.kernel.Text;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/// What is no request at all is answered by the web server itself, before any route; it says why in
/// the same form as everything else.
final class DirectProblems implements DirectHandler {
    private static final int SHOWN_CHARACTERS_MAX = 200;
    private static final int URI_TOO_LONG = 414;

    static DirectHandlers handlers() {
        var all = DirectHandlers.builder();
        for (var type : EventType.values()) all.addHandler(type, new DirectProblems());
        return all.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        var declined = new Declined(status.code(), sentence(status, message));
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/problem+json"))
                .header(HeaderValues.create("X-Content-Type-Options", "nosniff"))
                .keepAlive(type.keepAlive())
                .entity(declined.body().bytes())
                .build();
    }

    private static String sentence(Status status, @Nullable String message) {
        if (status.code() == URI_TOO_LONG) return "The path is too long; names here are short.";
        if (status.code() >= 500) return "The server made a mistake; its output says more.";
        var why = message == null || message.isBlank() ? status.reasonPhrase() : message;
        return "This is no request that can be understood: "
                + Text.fit(why, SHOWN_CHARACTERS_MAX)
                + ".";
    }
}
