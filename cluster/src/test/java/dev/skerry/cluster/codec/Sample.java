package dev.skerry.cluster.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A value of each type of the model, with something in every field: lists and maps have one
/// element, of alternatives it is the first with fields.
final class Sample {
    private static final int DEPTH_MAX = 16;

    private Sample() {}

    static <T> T of(Class<T> type) {
        return type.cast(of(type, "it", 0));
    }

    private static Object of(Type type, String name, int depth) {
        if (depth > DEPTH_MAX) throw new IllegalArgumentException("it has no end: " + type);
        if (type instanceof ParameterizedType of) return many(of, name, depth);
        if (!(type instanceof Class<?> one)) throw new IllegalArgumentException(type.toString());
        if (one == String.class) return name + " ü\n\"" + depth;
        if (one == int.class || one == Integer.class) return 7 + depth;
        if (one == long.class || one == Long.class) return 1_790_000_000_123L + depth;
        if (one == double.class || one == Double.class) return 0.1 + depth;
        if (one == boolean.class || one == Boolean.class) return true;
        if (one.isEnum()) return one.getEnumConstants()[one.getEnumConstants().length - 1];
        if (one.isSealed()) return of(alternative(one), name, depth + 1);
        if (one.isRecord()) return made(one, depth);
        throw new IllegalArgumentException("no sample of " + one);
    }

    private static Object many(ParameterizedType of, String name, int depth) {
        var each = of.getActualTypeArguments();
        var raw = (Class<?>) of.getRawType();
        var last = of(each[each.length - 1], name, depth + 1);
        if (Map.class.isAssignableFrom(raw)) return Map.of(of(each[0], name, depth + 1), last);
        return raw == Set.class ? Set.of(last) : List.of(last);
    }

    private static Class<?> alternative(Class<?> type) {
        return Arrays.stream(type.getPermittedSubclasses())
                .filter(it -> it.isSealed() || it.isRecord())
                .filter(it -> it.isSealed() || it.getRecordComponents().length > 0)
                .findFirst()
                .orElse(type.getPermittedSubclasses()[0]);
    }

    private static Object made(Class<?> type, int depth) {
        var parts = type.getRecordComponents();
        var values =
                Arrays.stream(parts)
                        .map(it -> of(it.getGenericType(), it.getName(), depth + 1))
                        .toArray();
        try {
            var types = Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new);
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no sample of " + type, e);
        }
    }
}
