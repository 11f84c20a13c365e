package dev.skerry.json;

import io.avaje.json.JsonAdapter;
import io.avaje.jsonb.AdapterFactory;
import io.avaje.jsonb.Jsonb;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// The generated adapters of the types in one package and below, each found by its name when it is
/// needed first. What is generated to register them all loads four hundred classes, of which an
/// idle node needs fifty.
///
/// @param below with its last dot: `dev.skerry.cluster.`
record NamedAdapters(String below) implements AdapterFactory {
    @Override
    public @Nullable JsonAdapter<?> create(Type type, Jsonb jsonb) {
        if (!(type instanceof Class<?> one) || one.isEnum()) return null;
        var name = one.getName();
        if (!name.startsWith(below)) return null;
        try {
            var adapter = Class.forName(name + "JsonAdapter").getConstructor(Jsonb.class);
            return ((JsonAdapter<?>) adapter.newInstance(jsonb)).nullSafe();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no JSON form was generated for " + name, e);
        }
    }
}
