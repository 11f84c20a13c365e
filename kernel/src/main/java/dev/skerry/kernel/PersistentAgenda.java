package dev.skerry.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/// What comes due when: a persistent map from things to ticks that knows its earliest.
///
/// @param <T> an immutable thing with a stable hash
public final class PersistentAgenda<T> {
    /// The tick of what never comes due.
    public static final long NEVER = Long.MAX_VALUE;

    private static final PersistentAgenda<?> EMPTY =
            new PersistentAgenda<>(PersistentMap.empty(), TreePMap.empty());

    private final PersistentMap<T, Long> ticks;
    private final TreePMap<Long, PersistentSet<T>> byTick;

    private PersistentAgenda(
            PersistentMap<T, Long> ticks, TreePMap<Long, PersistentSet<T>> byTick) {
        this.ticks = ticks;
        this.byTick = byTick;
    }

    @SuppressWarnings("unchecked") // it holds nothing, so it holds every type
    public static <T> PersistentAgenda<T> empty() {
        return (PersistentAgenda<T>) EMPTY;
    }

    /// The thing comes due at the tick and at no other; [#NEVER] takes it off.
    public PersistentAgenda<T> with(T what, long tickMs) {
        var old = ticks.find(what);
        if (old == null ? tickMs == NEVER : old == tickMs) return this;
        var next = old == null ? this : off(what, old);
        return tickMs == NEVER ? next : next.on(what, tickMs);
    }

    public PersistentAgenda<T> without(T what) {
        return with(what, NEVER);
    }

    /// When the earliest comes due, [#NEVER] when there is nothing.
    public long firstTickMs() {
        return byTick.isEmpty() ? NEVER : byTick.firstKey();
    }

    /// When the thing comes due, or [#NEVER].
    public long tickMs(T what) {
        return ticks.find(what, NEVER);
    }

    /// What is due at the tick, the earliest first, at most so many.
    public List<T> until(long tickMs, int most) {
        var due = new ArrayList<T>();
        for (var bucket : byTick.entrySet()) {
            if (bucket.getKey() > tickMs) break;
            for (var what : bucket.getValue()) {
                if (due.size() == most) return due;
                due.add(what);
            }
        }
        return due;
    }

    public int size() {
        return ticks.size();
    }

    private PersistentAgenda<T> on(T what, long tickMs) {
        var bucket = byTick.get(tickMs);
        var next = bucket == null ? PersistentSet.<T>empty() : bucket;
        return new PersistentAgenda<>(
                ticks.with(what, tickMs), byTick.plus(tickMs, next.with(what)));
    }

    private PersistentAgenda<T> off(T what, long tickMs) {
        var bucket = byTick.get(tickMs);
        if (bucket == null) throw new IllegalStateException("what has a tick stands under it");
        var next = bucket.without(what);
        return new PersistentAgenda<>(
                ticks.without(what),
                next.isEmpty() ? byTick.minus(tickMs) : byTick.plus(tickMs, next));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PersistentAgenda<?> that && ticks.equals(that.ticks);
    }

    @Override
    public int hashCode() {
        return ticks.hashCode();
    }

    @Override
    public String toString() {
        return byTick.toString();
    }
}
