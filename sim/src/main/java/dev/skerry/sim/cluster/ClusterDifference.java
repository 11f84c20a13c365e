package dev.skerry.sim.cluster;

import dev.skerry.cluster.state.Cluster;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// In what two states differ that should be the same, in the words of whoever looks for the fault.
final class ClusterDifference {
    private ClusterDifference() {}

    static @Nullable String between(Cluster was, Cluster is) {
        if (was.sequence() != is.sequence()) return "its sequence";
        for (var node : was.nodes().values()) {
            var other = is.nodes().find(node.id());
            if (!node.equals(other)) return node + ", which is " + other;
        }
        for (var job : was.jobs().values()) {
            var other = is.jobs().find(job.key());
            if (!job.equals(other)) return job + ", which is " + other;
        }
        for (var allocation : was.allocations().values()) {
            var other = is.allocations().find(allocation.id());
            if (!allocation.equals(other)) return allocation + ", which is " + other;
        }
        boolean same =
                was.nodes().size() == is.nodes().size()
                        && was.jobs().size() == is.jobs().size()
                        && was.allocations().size() == is.allocations().size()
                        && was.tokens().equals(is.tokens());
        if (!same) return "what is in it";
        if (!was.index().equals(is.index())) return "its indexes";
        if (!was.namespaces().equals(is.namespaces()))
            return "its namespaces: %s are %s".formatted(was.namespaces(), is.namespaces());
        if (!was.recalls().equals(is.recalls()))
            return "its recalls: %s are %s".formatted(was.recalls(), is.recalls());
        return watched(was, is);
    }

    /// When more fitted for the last time is not saved: after a start it is now.
    private static @Nullable String watched(Cluster was, Cluster is) {
        var before = was.watch();
        var after = is.watch();
        if (!Objects.equals(before.deadlines(), after.deadlines())) return "its deadlines";
        if (!Objects.equals(before.due(), after.due())) return "what is due";
        boolean same =
                before.blocked().equals(after.blocked())
                        && before.system().equals(after.system())
                        && before.live().equals(after.live())
                        && before.seats().equals(after.seats());
        return same ? null : "what it watches: " + before + " is " + after;
    }
}
