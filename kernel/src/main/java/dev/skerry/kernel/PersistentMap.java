package dev.skerry.kernel;

import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/// A map that never changes: `with` and `without` give a new one that shares what is the same.
///
/// Snapshots of the whole state cost nothing, so the scheduler, the API and the pages each read one
/// without a lock. The order of iteration is that of the keys' hashes; keys with one hash may stand
/// in any order, so nothing that is decided may depend on it.
///
/// @param <K> an immutable key with a stable hash
/// @param <V> an immutable value
public final class PersistentMap<K, V> {
    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(HashTreePMap.empty());

    private final PMap<K, V> map;

    private PersistentMap(PMap<K, V> map) {
        this.map = map;
    }

    @SuppressWarnings("unchecked") // it holds nothing, so it holds every type
    public static <K, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY;
    }

    public static <K, V> PersistentMap<K, V> of(Map<K, V> content) {
        return new PersistentMap<>(HashTreePMap.from(content));
    }

    public @Nullable V find(K key) {
        return map.get(key);
    }

    public V find(K key, V otherwise) {
        var value = map.get(key);
        return value == null ? otherwise : value;
    }

    public boolean has(K key) {
        return map.containsKey(key);
    }

    public PersistentMap<K, V> with(K key, V value) {
        return new PersistentMap<>(map.plus(key, value));
    }

    public PersistentMap<K, V> without(K key) {
        return map.containsKey(key) ? new PersistentMap<>(map.minus(key)) : this;
    }

    public int size() {
        return map.size();
    }

    public boolean isEmpty() {
        return map.isEmpty();
    }

    public Collection<V> values() {
        return map.values();
    }

    public Collection<K> keys() {
        return map.keySet();
    }

    public void forEach(BiConsumer<? super K, ? super V> action) {
        map.forEach(action);
    }

    /// A view in the terms of the JDK; it cannot be changed.
    public Map<K, V> asMap() {
        return map;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersistentMap<?, ?> that && map.equals(that.map);
    }

    @Override
    public int hashCode() {
        return map.hashCode();
    }

    @Override
    public String toString() {
        return map.toString();
    }
}
