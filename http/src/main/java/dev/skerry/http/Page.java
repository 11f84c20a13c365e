package dev.skerry.http;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Which part of a list is asked for.
///
/// @param size at most so many elements
/// @param after the key of the last element of the page before; null: it is the first page
record Page(int size, @Nullable String after) {
    static final int SIZE_MAX = 10_000;
    static final int SIZE_DEFAULT = 1_000;

    static Page of(Request request) throws Declined {
        int size = (int) request.whole("perPage", 1, SIZE_MAX, SIZE_DEFAULT);
        return new Page(size, after(request));
    }

    /// Names are of all signs, headers of a few.
    static String encoded(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    private static @Nullable String after(Request request) throws Declined {
        var after = request.query().get("after");
        try {
            return after == null ? null : URLDecoder.decode(after, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Declined.field(
                    "after", after, "what " + JsonAnswers.NEXT_HEADER + " of a page was");
        }
    }
}
