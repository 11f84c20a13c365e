package dev.skerry.cluster.server;

import dev.skerry.cluster.state.Cluster;
import dev.skerry.http.Declined;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;

/// The node that keeps what the tasks of an allocation have written: nobody else has it.
///
/// @param node its id
record LogKeeper(Cluster cluster, String node, Now now) {
    /// Whether it is known that it cannot be asked.
    boolean away() {
        var known = cluster.nodes().find(node);
        return known == null || !known.contact().reachable();
    }

    /// @param why of a node that is not known to be away, behind its name
    Declined unavailable(String why) {
        var known = cluster.nodes().find(node);
        if (known == null)
            return declined(
                    "Node %s was removed, and what its tasks have written with it."
                            .formatted(node));
        var how = why.isEmpty() ? "is away since " + NodeAnswers.since(cluster, known, now) : why;
        return declined(
                "Node %s %s; what its tasks have written is kept there and can be read when it is"
                                .formatted(NodeAnswers.name(cluster, node), how)
                        + " back.");
    }

    /// @param error with which the node, or the link to it, ended what was asked
    Declined said(String error) {
        return declined("Node %s: %s.".formatted(NodeAnswers.name(cluster, node), error));
    }

    private static Declined declined(String sentence) {
        return new Declined(new Refusal.Unavailable(sentence));
    }
}
