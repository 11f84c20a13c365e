package dev.skerry.kernel;

import dev.skerry.kernel.trie.Trie;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A map that never changes: `with` and `without` give a new one that shares what is the same.
///
/// Snapshots of the whole state cost nothing, so the scheduler, the API and the pages each read one
/// without a lock. The order of iteration is that of the keys' hashes; keys with one hash may stand
/// in any order, so nothing that is decided may depend on it.
///
/// @param <K> an immutable key with a stable hash
/// @param <V> an immutable value
@SuppressWarnings("unchecked") // only keys and values of these types come into its trie
public final class PersistentMap<K, V> {
    private static final PersistentMap<?, ?> EMPTY = new PersistentMap<>(Trie.EMPTY, 0);

    private final Trie root;
    private final int size;

    private PersistentMap(Trie root, int size) {
        this.root = root;
        this.size = size;
    }

    public static <K, V> PersistentMap<K, V> empty() {
        return (PersistentMap<K, V>) EMPTY; // it holds nothing, so it holds every type
    }

    public static <K, V> PersistentMap<K, V> of(Map<K, V> content) {
        var draft = PersistentMap.<K, V>empty().draft();
        content.forEach(draft::put);
        return draft.done();
    }

    public @Nullable V find(K key) {
        return (V) root.find(key);
    }

    public V find(K key, V otherwise) {
        var value = find(key);
        return value == null ? otherwise : value;
    }

    public boolean has(K key) {
        return root.find(key) != null;
    }

    public PersistentMap<K, V> with(K key, V value) {
        var edit = new Trie.Edit(null);
        return after(root.with(edit, key, Trie.places(key), value, 0), edit);
    }

    public PersistentMap<K, V> without(K key) {
        var edit = new Trie.Edit(null);
        return after(root.without(edit, key, Trie.places(key), 0), edit);
    }

    @SuppressWarnings("ReferenceEquality") // the same root, and nothing has changed
    private PersistentMap<K, V> after(Trie next, Trie.Edit edit) {
        return next == root ? this : new PersistentMap<>(next, size + edit.grown());
    }

    /// For many changes: together they cost less than one by one.
    public MapDraft<K, V> draft() {
        return new MapDraft<>(root, size);
    }

    /// A map that changes until it is done; for one thread.
    public static final class MapDraft<K, V> {
        private Trie root;
        private int size;
        private Trie.Edit edit = new Trie.Edit(new Object());

        private MapDraft(Trie root, int size) {
            this.root = root;
            this.size = size;
        }

        public @Nullable V find(K key) {
            return (V) root.find(key);
        }

        public V find(K key, V otherwise) {
            var value = find(key);
            return value == null ? otherwise : value;
        }

        public void put(K key, V value) {
            root = root.with(edit, key, Trie.places(key), value, 0);
        }

        public void remove(K key) {
            root = root.without(edit, key, Trie.places(key), 0);
        }

        /// What it has by now. It can be changed further; that map is not.
        public PersistentMap<K, V> done() {
            size += edit.grown();
            edit = new Trie.Edit(new Object());
            return new PersistentMap<>(root, size);
        }
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public Collection<V> values() {
        return asMap().values();
    }

    public Collection<K> keys() {
        return asMap().keySet();
    }

    public void forEach(BiConsumer<? super K, ? super V> action) {
        root.forEach((key, value) -> action.accept((K) key, (V) value));
    }

    /// A view in the terms of the JDK; it cannot be changed.
    public Map<K, V> asMap() {
        return new View();
    }

    private final class View extends AbstractMap<K, V> {
        @Override
        public int size() {
            return size;
        }

        @Override
        public boolean containsKey(@Nullable Object key) {
            return get(key) != null;
        }

        @Override
        public @Nullable V get(@Nullable Object key) {
            return key == null ? null : (V) root.find(key);
        }

        @Override
        public Set<Entry<K, V>> entrySet() {
            return new Part<>(it -> Map.entry((K) it.key(), (V) it.value()));
        }

        @Override
        public Set<K> keySet() {
            return new Part<>(it -> (K) it.key()) {
                @Override
                public boolean contains(@Nullable Object key) {
                    return containsKey(key);
                }
            };
        }

        @Override
        public Collection<V> values() {
            return new AbstractCollection<>() {
                @Override
                public Iterator<V> iterator() {
                    return new Each<>(it -> (V) it.value());
                }

                @Override
                public int size() {
                    return size;
                }
            };
        }
    }

    /// Something of each entry, of which none is as another.
    private class Part<T> extends AbstractSet<T> {
        private final Function<Trie.Walk, T> taken;

        Part(Function<Trie.Walk, T> taken) {
            this.taken = taken;
        }

        @Override
        public Iterator<T> iterator() {
            return new Each<>(taken);
        }

        @Override
        public int size() {
            return size;
        }
    }

    /// @param <T> what is taken of each entry
    private final class Each<T> implements Iterator<T> {
        private final Trie.Walk walk = new Trie.Walk(root);
        private final Function<Trie.Walk, T> taken;

        Each(Function<Trie.Walk, T> taken) {
            this.taken = taken;
        }

        @Override
        public boolean hasNext() {
            return walk.more();
        }

        @Override
        public T next() {
            if (!walk.more()) throw new NoSuchElementException();
            walk.go();
            return taken.apply(walk);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersistentMap<?, ?> that && asMap().equals(that.asMap());
    }

    @Override
    public int hashCode() {
        return asMap().hashCode();
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
