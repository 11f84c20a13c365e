package dev.skerry.json;

import dev.skerry.kernel.Check;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The name of each alternative of a sealed type, on disks and wires.
///
/// @param <T> the sealed type
public final class SealedNames<T> {
    private final Map<String, Class<? extends T>> types = new HashMap<>();
    private final Map<String, T> constants = new HashMap<>();
    private final Map<Class<?>, String> names = new HashMap<>();

    /// An alternative with fields. Its name is for ever.
    public SealedNames<T> add(String name, Class<? extends T> type) {
        Check.check(types.put(name, type) == null, "a name means one type: " + name);
        names.put(type, name);
        return this;
    }

    /// An alternative without fields.
    @SuppressWarnings("unchecked") // the class of a T is a class of a T
    public SealedNames<T> constant(String name, T value) {
        constants.put(name, value);
        return add(name, (Class<? extends T>) value.getClass());
    }

    @Nullable T constant(String name) {
        return constants.get(name);
    }

    @Nullable Class<? extends T> type(String name) {
        return types.get(name);
    }

    String name(Class<?> type) {
        var name = names.get(type);
        if (name == null) throw new IllegalArgumentException("no name for " + type);
        return name;
    }

    /// Those with fields: each has an adapter.
    public Iterable<Class<? extends T>> all() {
        var all = new HashMap<>(types);
        all.keySet().removeAll(constants.keySet());
        return all.values();
    }
}
