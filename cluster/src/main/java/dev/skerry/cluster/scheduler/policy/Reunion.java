package dev.skerry.cluster.scheduler.policy;

import dev.skerry.cluster.job.Policies.Disconnect.Reconcile;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Allocation.TaskState;
import java.util.Comparator;
import java.util.List;

/// Who stays when a node is back and both run, the original and its replacement.
public final class Reunion {
    private Reunion() {}

    /// One of the allocations of a slot. A newer version of the job always wins.
    ///
    /// @param present at least one, the oldest first
    public static Allocation winner(List<Allocation> present, Reconcile policy) {
        var newest = present.stream().mapToLong(Reunion::version).max().orElseThrow();
        var left = present.stream().filter(one -> version(one) == newest).toList();
        return switch (policy) {
            case KEEP_ORIGINAL -> left.getFirst();
            case KEEP_REPLACEMENT -> left.getLast();
            case BEST_SCORE -> first(left, Comparator.comparingDouble(Reunion::badness));
            case LONGEST_RUNNING ->
                    first(
                            left,
                            Comparator.comparing(Reunion::pending)
                                    .thenComparingLong(Reunion::startedWallMs));
        };
    }

    /// The oldest of those that come first.
    private static Allocation first(List<Allocation> left, Comparator<Allocation> order) {
        return left.stream().min(order.thenComparing(Allocation.BY_AGE)).orElseThrow();
    }

    private static long version(Allocation allocation) {
        return allocation.slot().version();
    }

    private static double badness(Allocation allocation) {
        return -allocation.lineage().score();
    }

    /// Since when all its tasks run, by the clock of its node: the servers know only since when
    /// they have heard of it again. Should that clock be wrong, the one that has run for less time
    /// stays.
    private static long startedWallMs(Allocation allocation) {
        return allocation.observed().tasks().values().stream()
                .mapToLong(TaskState::startedWallMs)
                .max()
                .orElse(allocation.observed().sinceWallMs());
    }

    private static boolean pending(Allocation allocation) {
        return allocation.observed().status() != Status.RUNNING;
    }
}
