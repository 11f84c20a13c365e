package dev.skerry.http;

import dev.skerry.kernel.Text;
import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Small objects that requests bring, and times as answers have them.
public final class Bodies {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Bodies() {}

    /// The object in a request's body.
    ///
    /// @param known its keys; none: any
    public static Map<String, @Nullable Object> object(Request request, Set<String> known)
            throws Declined {
        var object = new HashMap<String, @Nullable Object>();
        try {
            MAPPER.fromJsonObject(new String(request.body().bytes(), StandardCharsets.UTF_8))
                    .forEach(object::put);
        } catch (IndexOutOfBoundsException e) {
            throw new Declined(400, "The body should be a JSON object: it ends too early");
        } catch (StackOverflowError e) {
            throw new Declined(400, "The body should be a JSON object: it nests too deep");
        } catch (JsonException
                | IllegalStateException
                | ClassCastException
                | NullPointerException e) {
            throw new Declined(400, "The body should be a JSON object: " + firstLine(e));
        }
        for (var key : object.keySet()) {
            if (!known.isEmpty() && !known.contains(key))
                throw Declined.field(
                        key, "present", "one of " + String.join(", ", new TreeSet<>(known)));
            if (object.get(key) instanceof String text && !Text.whole(text))
                throw Declined.field(key, text, "text without half characters, as \\ud800");
        }
        return object;
    }

    private static String firstLine(Exception e) {
        var message = e.getMessage() == null ? "it cannot be read" : e.getMessage();
        return message.lines().findFirst().orElse("it cannot be read");
    }

    /// A time for people, as RFC 3339 has it.
    public static String time(long wallMs) {
        return Instant.ofEpochMilli(wallMs).toString();
    }

    /// The same, or null for what has not happened.
    public static @Nullable String timeOrNone(long wallMs) {
        return wallMs == 0 ? null : time(wallMs);
    }
}
