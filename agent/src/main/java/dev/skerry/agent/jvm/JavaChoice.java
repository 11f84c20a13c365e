package dev.skerry.agent.jvm;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.facts.JavaHome;
import dev.skerry.agent.program.Command;
import dev.skerry.agent.users.Passage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which Java runs a task: the newest of the node, or the agent's own where that is too old.
///
/// @param node those of the node that work, the newest first
/// @param own the agent's own; null: no task can have it
public record JavaChoice(List<JavaHome> node, @Nullable JavaHome own) {
    public JavaChoice {
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

    /// Whether it is for this machine, and tasks come to it.
    ///
    /// @param user runs them, by name or number; empty: the agent's own user
    public static boolean works(JavaHome home, String user) {
        try {
            var arch = System.getProperty("os.arch");
            Command.find(home.program().toString(), home.folder(), Map.of(), arch);
            return Passage.open(home.folder().resolve("bin"), user);
        } catch (TaskRefused e) {
            return false;
        }
    }
}
