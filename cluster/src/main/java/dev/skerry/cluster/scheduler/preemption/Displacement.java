package dev.skerry.cluster.scheduler.preemption;

import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Node;
import java.util.Comparator;
import java.util.List;

/// What has to end on one node, so that one more has room there.
///
/// @param victims none: what is ending there anyway makes room enough
/// @param highest of their priorities
/// @param sum of their priorities
/// @param wish how much the node suits besides; more is better
public record Displacement(Node node, List<Allocation> victims, int highest, long sum, double wish)
        implements Comparable<Displacement> {
    /// The fewest, and of these the lowest.
    private static final Comparator<Displacement> ORDER =
            Comparator.comparingInt((Displacement it) -> it.victims().size())
                    .thenComparingInt(Displacement::highest)
                    .thenComparingLong(Displacement::sum)
                    .thenComparing(Displacement::wish, Comparator.reverseOrder())
                    .thenComparing(it -> it.node().id());

    public Displacement {
        victims = List.copyOf(victims);
    }

    /// Nobody is displaced; but nothing is placed yet.
    public boolean waits() {
        return victims.isEmpty();
    }

    public List<String> ids() {
        return victims.stream().map(Allocation::id).toList();
    }

    @Override
    public int compareTo(Displacement other) {
        return ORDER.compare(this, other);
    }
}
