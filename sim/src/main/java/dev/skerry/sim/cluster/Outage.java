package dev.skerry.sim.cluster;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.History;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A time in peace in which no server leads: whatever ran before runs on, as the same processes,
/// and no node is missed. What ends by itself, is launched by time, or must not run alone, is left
/// out.
final class Outage {
    private final Collection<ClusterOnNode> nodes;
    private final Map<ClusterOnNode, List<SimProcesses.Key>> ran = new LinkedHashMap<>();

    /// It begins.
    Outage(Collection<ClusterOnNode> nodes, Cluster cluster) {
        this.nodes = nodes;
        for (var node : nodes) {
            var keys = node.processes.running().stream().filter(key -> stays(key, cluster));
            ran.put(node, keys.toList());
        }
    }

    private static boolean stays(SimProcesses.Key key, Cluster cluster) {
        var allocation = cluster.allocations().find(key.allocation());
        if (allocation == null || !allocation.desired().run()) return false;
        var job = cluster.jobs().find(allocation.slot().job());
        var spec = job == null ? null : job.at(allocation.slot().version());
        var group = spec == null ? null : spec.group(allocation.slot().group());
        return spec != null
                && group != null
                && !spec.type().ends()
                && spec.launch() == null
                && group.policies().disconnect().stopAfterMs() == 0;
    }

    void committed(List<ClusterFact> facts) {
        for (var fact : facts)
            if (fact instanceof ClusterFact.NodeContact(var node, boolean here, _, _, _, _)
                    && !here)
                throw new Broken(ClusterPromises.NOBODY_LED, History.node(node) + " is missed");
    }

    void over(Cluster cluster) {
        for (var node : nodes)
            for (var key : ran.getOrDefault(node, List.of()))
                if (!node.processes.running().contains(key) && wanted(key, cluster))
                    throw new Broken(
                            ClusterPromises.NOBODY_LED,
                            "%s does not run on %s any more".formatted(key, node.name()));
    }

    /// It shall run, or was given up.
    private static boolean wanted(SimProcesses.Key key, Cluster cluster) {
        var allocation = cluster.allocations().find(key.allocation());
        if (allocation == null) return false;
        var status = allocation.observed().status();
        boolean givenUp = status == Allocation.Status.LOST || status == Allocation.Status.UNKNOWN;
        return allocation.desired().run() || givenUp;
    }
}
