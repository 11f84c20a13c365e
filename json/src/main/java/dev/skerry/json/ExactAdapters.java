package dev.skerry.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonDataException;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads two things as they were written that the library reads a little differently: keys of maps
/// with escapes in them, and the last digits of a double.
final class ExactAdapters {
    private static final int HEX_DIGITS = 4;
    private static final int HEX = 16;

    private ExactAdapters() {}

    /// For `Map<String, V>`; null for every other type.
    static @Nullable JsonAdapter<?> maps(Type type, Jsonb jsonb) {
        if (!(type instanceof ParameterizedType map) || map.getRawType() != Map.class) return null;
        var types = map.getActualTypeArguments();
        if (types[0] != String.class) return null;
        return new OfMap<>(jsonb.adapter(types[1])).nullSafe(); // one that is not there is left out
    }

    /// All digits count.
    static final class OfDouble implements JsonAdapter<Double> {
        @Override
        public void toJson(JsonWriter writer, Double value) {
            writer.value(value);
        }

        @Override
        public Double fromJson(JsonReader reader) {
            return reader.readDecimal().doubleValue();
        }
    }

    private record OfMap<V>(JsonAdapter<V> values) implements JsonAdapter<Map<String, V>> {
        @Override
        public void toJson(JsonWriter writer, Map<String, V> map) {
            writer.beginObject();
            map.forEach((key, value) -> {
                writer.name(key);
                values.toJson(writer, value);
            });
            writer.endObject();
        }

        @Override
        public Map<String, V> fromJson(JsonReader reader) {
            var map = new LinkedHashMap<String, V>();
            reader.beginObject();
            while (reader.hasNextField()) {
                var key = unescaped(reader.nextField());
                map.put(key, values.fromJson(reader));
            }
            reader.endObject();
            return map;
        }
    }

    /// A JSON string's characters (RFC 8259, section 7), as they stand between its quotes.
    static String unescaped(String raw) {
        int next = raw.indexOf('\\');
        if (next < 0) return raw;
        var text = new StringBuilder(raw.length());
        int done = 0;
        for (; next >= 0; next = raw.indexOf('\\', done)) {
            text.append(raw, done, next);
            char kind = next + 1 < raw.length() ? raw.charAt(next + 1) : ' ';
            done = next + 2;
            switch (kind) {
                case '"', '\\', '/' -> text.append(kind);
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    int end = done + HEX_DIGITS;
                    if (end > raw.length()) throw new JsonDataException("a key ends too early");
                    text.append((char) Integer.parseInt(raw, done, end, HEX));
                    done = end;
                }
                default -> throw new JsonDataException("a key has the escape \\" + kind);
            }
        }
        return text.append(raw, done, raw.length()).toString();
    }
}
