package dev.skerry.cluster.codec;

import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.NodeFacts;
import java.util.Map;

/// What a node answers those who stand beside it: plain values with a JSON form.
public final class OwnAnswers {
    private OwnAnswers() {}

    /// @param connected a server is heard at this moment
    /// @param aloneMs since when none was heard, reboots included; 0: one is heard
    /// @param trouble what keeps the journal from taking facts; empty: nothing
    /// @param meta what was set for the node on the servers
    public record Self(
            String node,
            String name,
            String version,
            boolean connected,
            long aloneMs,
            String trouble,
            NodeFacts facts,
            Map<String, String> meta) {
        public Self {
            meta = Map.copyOf(meta);
        }
    }

    /// One allocation as its node sees it.
    ///
    /// @param wanted the servers want it to run, as far as the node has heard
    /// @param status `pending`, `running`, `complete` or `failed`
    public record OwnStanding(
            String id,
            String job,
            String group,
            boolean wanted,
            String status,
            boolean healthy,
            String description,
            Map<String, Allocation.TaskState> tasks) {
        public OwnStanding {
            tasks = Map.copyOf(tasks);
        }
    }
}
