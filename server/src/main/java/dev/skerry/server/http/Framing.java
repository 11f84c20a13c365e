package dev.skerry.server.http;

import dev.skerry.http.Declined;
import dev.skerry.http.Request;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where a request ends, so that nothing of it is taken for the next one (RFC 9112, sections 6.3
/// and 9.6).
final class Framing {
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final int PIECE_BYTES = 8 * 1024;

    private Framing() {}

    /// Refuses a request whose end two readers could see at two places.
    ///
    /// @param old it is of HTTP/1.0, which knows no chunks: who passed it on may have read it
    ///   otherwise
    static void check(ServerRequest request, boolean old) throws Declined {
        var lengths = values(request, HeaderNames.CONTENT_LENGTH);
        var codings = values(request, HeaderNames.TRANSFER_ENCODING);
        if (lengths.size() > 1 || codings.size() > 1)
            throw wrong("A request says its length once.");
        if (old && !codings.isEmpty())
            throw wrong("HTTP/1.0 has no Transfer-Encoding; say the Content-Length.");
        if (!lengths.isEmpty() && !codings.isEmpty())
            throw wrong("Content-Length and Transfer-Encoding exclude each other.");
        if (!lengths.isEmpty() && !LENGTH.matcher(lengths.getFirst()).matches())
            throw wrong("Content-Length should be a number of bytes.");
        if (!codings.isEmpty() && !codings.getFirst().equalsIgnoreCase("chunked"))
            throw wrong("Transfer-Encoding should be chunked.");
    }

    private static Declined wrong(String why) {
        return new Declined(400, why);
    }

    /// Whether the connection ends with the answer: the client said so, or what it has sent cannot
    /// be read to its end within what a body may have.
    static boolean ends(ServerRequest request) {
        for (var value : values(request, HeaderNames.CONNECTION))
            for (var option : value.split(",", -1))
                if (option.strip().toLowerCase(Locale.ROOT).equals("close")) return true;
        return !readToItsEnd(request);
    }

    /// A client that waits for a word before it sends its body is told nothing, and sends none.
    private static boolean readToItsEnd(ServerRequest request) {
        var content = request.content();
        if (!content.hasEntity() || content.consumed()) return true;
        if (request.headers().contains(HeaderNames.EXPECT)) return false;
        var piece = new byte[PIECE_BYTES];
        try {
            var in = content.inputStream();
            for (int left = Request.BODY_BYTES_MAX; left > 0; ) {
                int count = in.read(piece);
                if (count < 0) return true;
                left -= count;
            }
            return false;
        } catch (IOException | RuntimeException _) {
            return false; // it broke off, or is no body
        }
    }

    private static List<String> values(ServerRequest request, HeaderName name) {
        var headers = request.headers();
        return headers.contains(name) ? headers.get(name).allValues() : List.of();
    }
}
