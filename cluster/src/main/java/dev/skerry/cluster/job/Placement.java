package dev.skerry.cluster.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// On which nodes, and on which rather.
///
/// @param constraints CEL expressions over `node`; all must be true
/// @param affinities wishes; they move the score only
/// @param spreads wishes for an even distribution
/// @param distinctHosts no two allocations of the group on one node
/// @param distinctProperty at most so many allocations of the group for each value of a property
public record Placement(
        List<String> constraints,
        List<Affinity> affinities,
        List<Spread> spreads,
        boolean distinctHosts,
        @Nullable DistinctProperty distinctProperty) {

    public static final Placement ANYWHERE =
            new Placement(List.of(), List.of(), List.of(), false, null);

    public Placement {
        constraints = List.copyOf(constraints);
        affinities = List.copyOf(affinities);
        spreads = List.copyOf(spreads);
    }

    /// @param when a CEL expression over `node`
    /// @param weight -100 to 100, not 0; negative: rather not there
    public record Affinity(String when, int weight) {
        public static final int WEIGHT_DEFAULT = 50;
    }

    /// Spreads allocations over the values of a property.
    ///
    /// @param by a CEL expression over `node` that gives text: `node.meta.site`
    /// @param weight 1 to 100
    /// @param targets the wanted share of a value in percent; none: all values alike
    public record Spread(String by, int weight, List<SpreadTarget> targets) {
        public static final int WEIGHT_DEFAULT = 50;

        public Spread {
            targets = List.copyOf(targets);
        }
    }

    /// @param value a value of the property
    /// @param percent 0 to 100
    public record SpreadTarget(String value, int percent) {}

    /// @param by a CEL expression over `node` that gives text
    /// @param limit allocations for each value, at least 1
    public record DistinctProperty(String by, int limit) {}
}
