package dev.skerry.cluster.scheduler;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The buckets of a field by what the spreads say of them: all on one shelf get the same boost, so
/// only the best of each shelf can be the best of all. There are as many shelves as there are
/// different numbers of allocations for each value, which stay few since spreads keep them alike.
final class Shelves {
    /// A bucket's place on a shelf. When the bucket changes it gets a new one and this one is
    /// stale.
    private record Entry(Bucket bucket, Candidate best, double sum, int stamp) {
        static final Comparator<Entry> BEST_FIRST =
                (one, other) -> {
                    int order = Double.compare(other.sum, one.sum);
                    return order != 0 ? order : one.best.id.compareTo(other.best.id);
                };

        boolean stale() {
            return stamp != bucket.stamp;
        }
    }

    private final Map<List<Long>, PriorityQueue<Entry>> shelves = new HashMap<>();

    /// Puts the bucket where it belongs now.
    void put(Bucket bucket) {
        bucket.stamp++;
        var best = bucket.best();
        if (best == null) return;
        var key = new ArrayList<Long>(bucket.spreads.size());
        for (var value : bucket.spreads) key.add(value.standing());
        shelves.computeIfAbsent(key, _ -> new PriorityQueue<>(Entry.BEST_FIRST))
                .add(new Entry(bucket, best, best.sum(), bucket.stamp));
    }

    /// Takes away what is full, and tells of it.
    void clean(Consumer<Bucket> full) {
        shelves.values().removeIf(shelf -> best(shelf, full) == null);
    }

    private static @Nullable Candidate best(PriorityQueue<Entry> shelf, Consumer<Bucket> full) {
        for (var top = shelf.peek(); top != null; top = shelf.peek()) {
            if (!top.stale() && !top.bucket.full()) return top.best;
            shelf.poll();
            if (!top.stale()) full.accept(top.bucket);
        }
        return null;
    }

    /// The best of each shelf, after cleaning.
    Collection<Candidate> best() {
        var best = new ArrayList<Candidate>(shelves.size());
        for (var shelf : shelves.values()) {
            var top = shelf.peek();
            if (top != null) best.add(top.best);
        }
        return best;
    }
}
