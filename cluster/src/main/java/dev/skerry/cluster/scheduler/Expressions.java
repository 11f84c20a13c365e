package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.state.Node;
import org.jspecify.annotations.Nullable;

/// Asks the questions of job files of a node. The same question to the same node has the same
/// answer; the scheduler asks it for every node of the fleet, so the answers should be remembered.
public interface Expressions {
    /// Whether the node is so. False also when it lacks a fact that the expression speaks of.
    boolean test(String expression, Node node);

    /// The text that the expression gives; null when it gives none, or the node lacks a fact.
    @Nullable String text(String expression, Node node);

    /// Whatever the expression gives, as people read it; null when the node lacks a fact.
    @Nullable String shown(String expression, Node node);
}
