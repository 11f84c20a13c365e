package dev.skerry.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonDataException;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import io.avaje.jsonb.Jsonb;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A sealed type as an object with one key, the name of the alternative: `{"ping":{}}`.
///
/// @param <T> the sealed type
final class SealedAdapter<T> implements JsonAdapter<T> {
    private final Jsonb jsonb;
    private final SealedNames<T> names;

    /// Those that were needed so far: a node has nothing to do with most of them while it is idle.
    private final Map<Class<?>, JsonAdapter<T>> adapters = new ConcurrentHashMap<>();

    SealedAdapter(Jsonb jsonb, SealedNames<T> names) {
        this.jsonb = jsonb;
        this.names = names;
    }

    @SuppressWarnings("unchecked") // it is only asked for values of exactly that class
    private static <T> JsonAdapter<T> adapter(Jsonb jsonb, Class<?> type) {
        return (JsonAdapter<T>) jsonb.adapter(type);
    }

    @Override
    public void toJson(JsonWriter writer, T value) {
        writer.beginObject();
        var name = names.name(value.getClass());
        writer.name(name);
        if (names.constant(name) == null) {
            of(value.getClass()).toJson(writer, value);
        } else {
            writer.beginObject();
            writer.endObject();
        }
        writer.endObject();
    }

    @Override
    public T fromJson(JsonReader reader) {
        reader.beginObject();
        if (!reader.hasNextField())
            throw new JsonDataException("an object with one key is expected");
        var name = reader.nextField();
        var type = names.type(name);
        if (type == null) throw new JsonDataException("unknown kind \"" + name + "\"");
        var value = names.constant(name);
        if (value == null) value = of(type).fromJson(reader);
        else reader.skipValue();
        if (reader.hasNextField()) throw new JsonDataException("only one key is expected");
        reader.endObject();
        return value;
    }

    private JsonAdapter<T> of(Class<?> type) {
        var known = adapters.get(type);
        if (known != null) return known;
        JsonAdapter<T> made = adapter(jsonb, type);
        adapters.put(type, made);
        return made;
    }
}
