package dev.skerry.cluster.deployment;

import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deadlines;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Now;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What the drain of a node waits for.
public final class DrainWaits {
    private final Cluster cluster;
    private final Now now;
    private final Map<String, Migration> migrations = new HashMap<>();

    /// @param why it is there still, for people
    public record Left(Allocation allocation, String why) {}

    private DrainWaits(Cluster cluster, Now now) {
        this.cluster = cluster;
        this.now = now;
    }

    /// What has not ended; none: the node does not drain, or is empty.
    ///
    /// @param seen the namespaces whose allocations are for whoever asks
    public static List<Left> of(Cluster cluster, Node node, Now now, Predicate<String> seen) {
        var drain = node.scheduling().drain();
        if (drain == null) return List.of();
        var waits = new DrainWaits(cluster, now);
        var all = new ArrayList<Allocation>();
        for (var id : cluster.onNode(node.id())) {
            var it = cluster.allocations().find(id);
            if (it == null || !seen.test(it.slot().job().namespace())) continue;
            if (Deadlines.drained(cluster, it, drain)) all.add(it);
        }
        all.sort(Allocation.BY_AGE);
        return all.stream().map(it -> new Left(it, waits.why(it))).toList();
    }

    private String why(Allocation it) {
        if (!it.desired().run()) return "it is being stopped";
        var job = cluster.jobs().find(it.slot().job());
        var group = job == null ? null : job.spec().group(it.slot().group());
        if (job == null || group == null) return "its job goes on without it";
        if (job.spec().type().everywhere())
            return "it ends when all else has: its job is on each node";
        if (job.spec().toItsEnd()) return "it may work to its end until the deadline";
        var key = job.key().whole() + "/" + group.name();
        var busy =
                migrations.computeIfAbsent(key, _ -> Migration.of(cluster, job, group, now)).busy();
        if (busy != null) return busy;
        var due = job.due();
        boolean next = due != null && due.notBeforeTickMs() <= now.tickMs();
        return next ? "it is moved next" : "no other node has a place for it";
    }
}
