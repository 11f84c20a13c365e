package dev.skerry.http;

import dev.skerry.kernel.Text;
import io.avaje.json.JsonEofException;
import io.avaje.json.JsonException;
import io.avaje.json.JsonReader;
import io.avaje.json.mapper.JsonMapper;
import io.avaje.json.stream.JsonStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
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
    private static final JsonStream STREAM = JsonStream.builder().build();

    private Bodies() {}

    /// The object in a request's body.
    ///
    /// @param known its keys; none: any
    public static Map<String, @Nullable Object> object(Request request, Set<String> known)
            throws Declined {
        var object = object(text(request.body().bytes()));
        for (var key : object.keySet()) {
            if (!known.isEmpty() && !known.contains(key))
                throw Declined.field(
                        key, "present", "one of " + String.join(", ", new TreeSet<>(known)));
            if (object.get(key) instanceof String text && !Text.whole(text))
                throw Declined.field(key, text, "text without half characters, as \\ud800");
        }
        return object;
    }

    /// The same of a request that may have no body: that is an object without anything.
    public static Map<String, @Nullable Object> optional(Request request, Set<String> known)
            throws Declined {
        return request.body().bytes().length == 0 ? Map.of() : object(request, known);
    }

    /// Refuses a body with anything in it: what it says stands in the query, or nowhere.
    static void nothing(Request request) throws Declined {
        for (var key : new TreeSet<>(optional(request, Set.of()).keySet()))
            throw Declined.field(
                    key, "present", "left out of the body: this takes what its query says");
    }

    private static String text(byte[] bytes) throws Declined {
        var in = new ByteArrayInputStream(bytes);
        try (var text = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder())) {
            return text.readAllAsString();
        } catch (IOException _) {
            throw new Declined(400, "The body should be a JSON object: it is not UTF-8 text");
        }
    }

    private static Map<String, @Nullable Object> object(String text) throws Declined {
        var object = new HashMap<String, @Nullable Object>();
        try (var reader = STREAM.reader(text)) {
            reader.beginObject();
            while (reader.hasNextField()) {
                var key = reader.nextField();
                if (object.containsKey(key))
                    throw Declined.field(key, "present twice", "there once");
                object.put(key, MAPPER.fromJson(reader));
            }
            reader.endObject();
            if (!ended(reader))
                throw new Declined(400, "The body should be a JSON object, and nothing after it.");
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
        return object;
    }

    /// Whether nothing follows: the reader says so only to whoever asks for more.
    private static boolean ended(JsonReader reader) {
        try {
            reader.beginObject();
            return false;
        } catch (JsonEofException _) {
            return true;
        } catch (JsonException _) {
            return false;
        }
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
