package dev.skerry.sim.cluster;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.Variant;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.History;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How each task is run: in the first way that its node could when it was placed there, as long as
/// it lives, whatever the node and the job say later. It is reckoned here from what
/// [dev.skerry.sim.cluster.random.RandomJobs] asks for: an architecture, a C library, a driver and
/// a Java.
final class FirstWay {
    private final Map<String, Map<String, TaskRun>> all = new HashMap<>();

    void committed(List<ClusterFact> facts, Cluster before, Cluster after) {
        var said = new HashMap<String, NodeFacts>(); // in this entry
        for (var fact : facts) {
            if (fact instanceof ClusterFact.NodeDescribed(var node, var now)) said.put(node, now);
            if (!(fact instanceof ClusterFact.AllocationsPlaced(var placed))) continue;
            for (var it : placed) {
                var node = before.nodes().find(it.node());
                var now =
                        said.getOrDefault(it.node(), node == null ? NodeFacts.NONE : node.facts());
                placed(it, now, after);
            }
        }
    }

    private void placed(Allocation placed, NodeFacts node, Cluster after) {
        var slot = placed.slot();
        var job = after.jobs().find(slot.job());
        var spec = job == null ? null : job.at(slot.version());
        var group = spec == null ? null : spec.group(slot.group());
        if (group == null) return;
        for (var task : group.tasks()) {
            if (!task.choice()) continue;
            var first = task.variants().stream().filter(it -> runs(it, node)).findFirst();
            var should = first.map(Variant::name).orElse("none");
            var is = placed.variants().getOrDefault(task.name(), "none");
            if (first.isEmpty() || !is.equals(should))
                throw new Broken(
                        ClusterPromises.FIRST_WAY,
                        "%s of %s is to be run as \"%s\" on %s, and should be as \"%s\""
                                .formatted(
                                        task.name(),
                                        placed.id(),
                                        is,
                                        History.node(placed.node()),
                                        should));
            all.computeIfAbsent(placed.id(), _ -> new HashMap<>())
                    .put(task.name(), first.get().run());
        }
    }

    private static boolean runs(Variant variant, NodeFacts node) {
        return node.software().drivers().contains(variant.run().driver())
                && newEnough(variant.run(), node)
                && Set.of("", node.cpu().arch()).contains(variant.fit().arch())
                && Set.of("", node.os().libc()).contains(variant.fit().libc());
    }

    private static boolean newEnough(TaskRun run, NodeFacts node) {
        if (!(run instanceof TaskRun.Java(var it, _, _))) return true;
        for (var word : node.software().drivers())
            if (word.startsWith("java."))
                return Integer.parseInt(word, 5, word.length(), 10) >= it.least();
        return it.least() == 0;
    }

    /// @param way what its node was told
    void starts(SimProcesses.Key key, TaskRun way) {
        var should = all.getOrDefault(key.allocation(), Map.of()).get(key.task());
        if (should != null && !should.equals(way))
            throw new Broken(
                    ClusterPromises.FIRST_WAY,
                    "%s is started as %s, and was placed as %s".formatted(key, way, should));
    }
}
