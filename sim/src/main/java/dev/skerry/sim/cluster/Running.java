package dev.skerry.sim.cluster;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.History;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What must hold of the processes themselves, on all nodes together. Only a start can break it, so
/// it is looked at before each.
final class Running implements SimProcesses.ProcessWitness {
    private final Placements placements;
    private final FirstWay ways = new FirstWay();
    private final Map<String, Set<SimProcesses.Key>> byNode = new TreeMap<>();

    /// For each allocation the tasks whose last process has done its work.
    private final Map<String, Set<String>> well = new HashMap<>();

    Running(Placements placements) {
        this.placements = placements;
    }

    FirstWay ways() {
        return ways;
    }

    /// The allocations of which something runs there.
    Set<String> on(String node) {
        var ids = new LinkedHashSet<String>();
        for (var key : byNode.getOrDefault(node, Set.of())) ids.add(key.allocation());
        return ids;
    }

    @Override
    public void starts(String node, SimProcesses.Key key, TaskRun way) {
        ways.starts(key, way);
        var placed = placements.of(key.allocation());
        if (!placed.node.equals(node))
            throw new Broken(
                    ClusterPromises.ELIGIBLE,
                    "%s starts on %s and was placed on %s"
                            .formatted(key, History.node(node), History.node(placed.node)));
        if (placed.end != null)
            throw new Broken(
                    ClusterPromises.ENDED,
                    "%s starts on %s and was %s".formatted(key, History.node(node), placed.end));
        well.getOrDefault(key.allocation(), new HashSet<>()).remove(key.task());
        byNode.computeIfAbsent(node, _ -> new LinkedHashSet<>()).add(key);
        if (placed.once) asOftenAsAsked(placed, key);
        for (var id : placed.displaces) {
            var displaced = placements.of(id);
            if (displaced.end == null && !displaced.forgotten)
                throw new Broken(
                        ClusterPromises.AFTER_THEM,
                        "%s starts on %s, and %s has not ended"
                                .formatted(key, History.node(node), id));
        }
        fits(node, key);
    }

    @Override
    public void ended(String node, SimProcesses.Key key, boolean done) {
        byNode.getOrDefault(node, Set.of()).remove(key);
        if (done) well.computeIfAbsent(key.allocation(), _ -> new HashSet<>()).add(key.task());
    }

    @Override
    public void forgets(String node) {
        well.keySet().removeIf(id -> placements.of(id).node.equals(node));
    }

    /// The servers have heard that it is complete.
    void complete(Allocation allocation) {
        var tasks = well.getOrDefault(allocation.id(), Set.of());
        boolean all = tasks.containsAll(allocation.observed().tasks().keySet());
        if (all && !tasks.isEmpty()) placements.done(allocation);
    }

    private void asOftenAsAsked(Placements.Placed placed, SimProcesses.Key key) {
        for (var entry : byNode.entrySet()) {
            for (var other : entry.getValue()) {
                if (other.allocation().equals(placed.id)) continue;
                var beside = placements.of(other.allocation());
                if (!beside.once || !sameSlot(beside, placed)) continue;
                throw new Broken(
                        ClusterPromises.AS_ASKED,
                        "%s runs as %s on %s and as %s on %s"
                                .formatted(
                                        placed.slot.name(),
                                        other,
                                        History.node(entry.getKey()),
                                        key,
                                        History.node(placed.node)));
            }
        }
    }

    private static boolean sameSlot(Placements.Placed one, Placements.Placed other) {
        return one.slot.job().equals(other.slot.job())
                && one.slot.group().equals(other.slot.group())
                && one.slot.index() == other.slot.index();
    }

    /// All that runs on the node had room there when the newest of it was placed.
    private void fits(String node, SimProcesses.Key started) {
        var here = List.copyOf(on(node)).stream().map(placements::of).toList();
        var newest = placements.of(started.allocation());
        for (var one : here) if (one.number > newest.number) newest = one;
        var sum = Resources.NONE;
        var ports = new HashMap<Integer, String>();
        for (var one : here) {
            sum = sum.plus(one.reserved);
            for (int port : one.ports) {
                var other = ports.put(port, one.id);
                if (other != null)
                    throw new Broken(
                            ClusterPromises.PORTS,
                            "%s and %s run on %s with port %d"
                                    .formatted(other, one.id, History.node(node), port));
            }
        }
        if (!sum.fitsIn(newest.capacity))
            throw new Broken(
                    ClusterPromises.CAPACITY,
                    "%s runs more than it has after %s: %s of %s"
                            .formatted(History.node(node), started, sum, newest.capacity));
    }
}
