package dev.skerry.server.strangers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is known of some of many: of those that were asked for last.
///
/// @param <K> who they are
/// @param <V> what is known
public final class LastUsed<K, V> {
    private final Map<K, V> each;

    /// @param max so many at most
    public LastUsed(int max) {
        each =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                        return size() > max;
                    }
                };
    }

    /// Null: nothing is known.
    public synchronized @Nullable V get(K who) {
        return each.get(who);
    }

    public synchronized void put(K who, V known) {
        each.put(who, known);
    }

    /// What is known, or else this from now on.
    public synchronized V get(K who, Function<K, V> first) {
        return each.computeIfAbsent(who, first);
    }
}
