package dev.skerry.cluster.server;

import dev.skerry.cluster.codec.ServerCodec;
import dev.skerry.kernel.Text;
import io.avaje.json.JsonException;
import io.avaje.json.mapper.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The answers' way to bytes, and the way back of what is sent in small objects.
final class Bodies {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Bodies() {}

    /// A record that has a JSON form, or a list of such.
    static byte[] bytes(Object value) {
        if (!(value instanceof List<?> list)) return one(value);
        var bytes = new ByteArrayOutputStream();
        bytes.write('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) bytes.write(',');
            bytes.writeBytes(one(list.get(i)));
        }
        bytes.write(']');
        return bytes.toByteArray();
    }

    @SuppressWarnings("unchecked") // the class of a value takes that value
    private static <T> byte[] one(T value) {
        return ServerCodec.of((Class<T>) value.getClass()).encode(value);
    }

    /// The object in a request's body.
    ///
    /// @param known its keys; none: any
    static Map<String, @Nullable Object> object(Request request, Set<String> known)
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
    static String time(long wallMs) {
        return Instant.ofEpochMilli(wallMs).toString();
    }

    /// The same, or null for what has not happened.
    static @Nullable String timeOrNone(long wallMs) {
        return wallMs == 0 ? null : time(wallMs);
    }
}
