package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.scheduler.Candidate.Queued;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The candidates that are alike for spreads and distinct properties, the best first.
final class Bucket {
    final List<Spreading.SpreadValue> spreads;
    final List<DistinctValues.DistinctValue> distinct;
    private final List<Queued> arrived = new ArrayList<>();

    /// Made of all that have arrived once the first is looked for; null: nobody has looked.
    private @Nullable PriorityQueue<Queued> queue;

    /// Candidates with room.
    int left;

    /// Changes with its place among the [Shelves].
    int stamp;

    /// It was full when it was last looked at, and is for good.
    boolean closed;

    Bucket(List<Spreading.SpreadValue> spreads, List<DistinctValues.DistinctValue> distinct) {
        this.spreads = spreads;
        this.distinct = distinct;
    }

    void add(Candidate candidate) {
        if (queue == null) arrived.add(candidate.entry());
        else queue.add(candidate.entry());
    }

    boolean full() {
        if (left == 0) return true;
        for (var value : distinct) if (value.full()) return true;
        return false;
    }

    @Nullable Candidate best() {
        var all = queue;
        if (all == null) queue = all = new PriorityQueue<>(arrived); // cheaper than one by one
        var top = all.peek();
        while (top != null && top.stale()) {
            all.poll();
            top = all.peek();
        }
        return top == null ? null : top.candidate();
    }
}
