package dev.skerry.cluster.server;

import dev.skerry.http.Declined;
import dev.skerry.kernel.Now;

/// The node that keeps what the tasks of an allocation have written: nobody else has it.
///
/// @param nodes as whoever asks sees them
/// @param node its id
record LogKeeper(NodesSeen nodes, String node, Now now) {
    /// Seconds. Nodes take their time to come back.
    private static final int COMES_BACK_S = 10;

    /// Whether it is known that it cannot be asked.
    boolean away() {
        var known = nodes.cluster().nodes().find(node);
        return known == null || !known.contact().reachable();
    }

    /// @param why of a node that is not known to be away, behind its name
    Declined unavailable(String why) {
        var cluster = nodes.cluster();
        var known = cluster.nodes().find(node);
        if (known == null)
            return declined(called() + " was removed, and what its tasks have written with it.");
        var how = why.isEmpty() ? "is away since " + NodeAnswers.since(cluster, known, now) : why;
        return declined(
                "%s %s; what its tasks have written is kept there and can be read when it is back."
                        .formatted(called(), how));
    }

    /// @param error with which the node, or the link to it, ended what was asked
    Declined said(String error) {
        return declined("%s: %s.".formatted(called(), error));
    }

    private String called() {
        var name = nodes.name(node);
        return name.isEmpty() ? "Its node" : "Node " + name;
    }

    private static Declined declined(String sentence) {
        return Declined.unavailable(sentence, COMES_BACK_S);
    }
}
