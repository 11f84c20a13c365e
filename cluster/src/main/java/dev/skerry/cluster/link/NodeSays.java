package dev.skerry.cluster.link;

import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.state.NodeFacts;
import java.util.List;

/// What a node's part of this room says to the servers'.
public sealed interface NodeSays {
    /// What the node is and has; said after the welcome and when it has changed.
    record Described(NodeFacts facts) implements NodeSays {}

    /// The node's journal holds the desired state up to that version.
    record Synced(long version) implements NodeSays {}

    /// How the node's allocations stand, a batch of what has changed.
    ///
    /// @param number of the batch, repeated until it is acknowledged
    record Report(long number, List<ObservedChange> changes) implements NodeSays {
        public Report {
            changes = List.copyOf(changes);
        }
    }
}
