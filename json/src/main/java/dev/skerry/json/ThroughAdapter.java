package dev.skerry.json;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import java.util.function.Function;

/// A type that has the form of another.
///
/// @param <T> what it is
/// @param <F> what is written and read
record ThroughAdapter<T, F>(JsonAdapter<F> form, Function<T, F> to, Function<F, T> from)
        implements JsonAdapter<T> {
    @Override
    public void toJson(JsonWriter writer, T value) {
        form.toJson(writer, to.apply(value));
    }

    @Override
    public T fromJson(JsonReader reader) {
        return from.apply(form.fromJson(reader));
    }
}
