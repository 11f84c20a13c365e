package dev.skerry.ui;

import io.avaje.jsonb.Jsonb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// JSON as plain maps and lists.
final class Json {
    private static final Jsonb JSONB = Jsonb.builder().serializeNulls(true).build();

    private Json() {}

    /// Names and values in turn.
    static Map<String, @Nullable Object> of(@Nullable Object... namesAndValues) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        return map;
    }

    static String text(@Nullable Object value) {
        return JSONB.type(Object.class).toJson(value);
    }

    static Map<String, @Nullable Object> map(String text) {
        return map(JSONB.type(Object.class).fromJson(text));
    }

    @SuppressWarnings("unchecked") // what JSON calls an object has text as its names
    static Map<String, @Nullable Object> map(@Nullable Object value) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
    }

    @SuppressWarnings("unchecked") // lists of JSON are lists of anything
    static List<@Nullable Object> list(@Nullable Object value) {
        return (List<@Nullable Object>) Objects.requireNonNull(value);
    }
}
