package dev.skerry.agent.jvm;

import dev.skerry.agent.facts.JavaHome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which Java runs a task: the newest of the node, or the agent's own where that is too old.
///
/// @param node those of the node that work, the newest first
/// @param own the agent's own; null: no task can have it
record JavaChoice(List<JavaHome> node, @Nullable JavaHome own) {
    JavaChoice {
        node = List.copyOf(node);
    }

    /// Null: none is new enough.
    ///
    /// @param feature the oldest that will do
    @Nullable JavaHome atLeast(int feature) {
        if (!node.isEmpty() && node.getFirst().feature() >= feature) return node.getFirst();
        return own == null || own.feature() < feature ? null : own;
    }

    /// What the node says that it has; 0: nothing.
    int newest() {
        int node = this.node.isEmpty() ? 0 : this.node.getFirst().feature();
        return Math.max(node, own == null ? 0 : own.feature());
    }
}
