package dev.skerry.kernel;

import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A set that never changes: `with` and `without` give a new one that shares what is the same. The
/// order of iteration is that of the hashes; things with one hash may stand in any order, so
/// nothing that is decided may depend on it.
///
/// @param <T> an immutable thing with a stable hash
public final class PersistentSet<T> implements Iterable<T> {
    private static final PersistentSet<?> EMPTY = new PersistentSet<>(PersistentMap.empty());

    private final PersistentMap<T, Boolean> things;

    private PersistentSet(PersistentMap<T, Boolean> things) {
        this.things = things;
    }

    @SuppressWarnings("unchecked") // it holds nothing, so it holds every type
    public static <T> PersistentSet<T> empty() {
        return (PersistentSet<T>) EMPTY;
    }

    public static <T> PersistentSet<T> of(Collection<T> content) {
        var draft = PersistentSet.<T>empty().draft();
        for (var thing : content) draft.add(thing);
        return draft.done();
    }

    public boolean has(T thing) {
        return things.has(thing);
    }

    public PersistentSet<T> with(T thing) {
        return after(things.with(thing, true));
    }

    public PersistentSet<T> without(T thing) {
        return after(things.without(thing));
    }

    @SuppressWarnings("ReferenceEquality") // the same map, and nothing has changed
    private PersistentSet<T> after(PersistentMap<T, Boolean> next) {
        return next == things ? this : new PersistentSet<>(next);
    }

    /// For many changes: together they cost less than one by one.
    public SetDraft<T> draft() {
        return new SetDraft<>(things.draft());
    }

    /// A set that changes until it is done; for one thread.
    public static final class SetDraft<T> {
        private final PersistentMap.MapDraft<T, Boolean> things;

        private SetDraft(PersistentMap.MapDraft<T, Boolean> things) {
            this.things = things;
        }

        public void add(T thing) {
            things.put(thing, true);
        }

        public void remove(T thing) {
            things.remove(thing);
        }

        /// What it has by now. It can be changed further; that set is not.
        public PersistentSet<T> done() {
            return new PersistentSet<>(things.done());
        }
    }

    public int size() {
        return things.size();
    }

    public boolean isEmpty() {
        return things.isEmpty();
    }

    @Override
    public Iterator<T> iterator() {
        return asSet().iterator();
    }

    /// A view in the terms of the JDK; it cannot be changed.
    public Set<T> asSet() {
        return things.asMap().keySet();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersistentSet<?> that && asSet().equals(that.asSet());
    }

    @Override
    public int hashCode() {
        return asSet().hashCode();
    }

    @Override
    public String toString() {
        return asSet().toString();
    }
}
