package dev.skerry.kernel;

import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePSet;
import org.pcollections.PSet;

/// A set that never changes: `with` and `without` give a new one that shares what is the same. The
/// order of iteration is that of the hashes; things with one hash may stand in any order, so
/// nothing that is decided may depend on it.
///
/// @param <T> an immutable thing with a stable hash
public final class PersistentSet<T> implements Iterable<T> {
    private static final PersistentSet<?> EMPTY = new PersistentSet<>(HashTreePSet.empty());

    private final PSet<T> set;

    private PersistentSet(PSet<T> set) {
        this.set = set;
    }

    @SuppressWarnings("unchecked") // it holds nothing, so it holds every type
    public static <T> PersistentSet<T> empty() {
        return (PersistentSet<T>) EMPTY;
    }

    public static <T> PersistentSet<T> of(Collection<T> content) {
        return new PersistentSet<>(HashTreePSet.from(content));
    }

    public boolean has(T thing) {
        return set.contains(thing);
    }

    @SuppressWarnings("ReferenceEquality") // a set that has it already gives itself
    public PersistentSet<T> with(T thing) {
        var more = set.plus(thing);
        return more == set ? this : new PersistentSet<>(more);
    }

    public PersistentSet<T> without(T thing) {
        return set.contains(thing) ? new PersistentSet<>(set.minus(thing)) : this;
    }

    public int size() {
        return set.size();
    }

    public boolean isEmpty() {
        return set.isEmpty();
    }

    @Override
    public Iterator<T> iterator() {
        return set.iterator();
    }

    /// A view in the terms of the JDK; it cannot be changed.
    public Set<T> asSet() {
        return set;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersistentSet<?> that && set.equals(that.set);
    }

    @Override
    public int hashCode() {
        return set.hashCode();
    }

    @Override
    public String toString() {
        return set.toString();
    }
}
