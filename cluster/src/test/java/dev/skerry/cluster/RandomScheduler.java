package dev.skerry.cluster;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Plans without much thought: it wants what is missing, on any node, whether it fits or not.
final class RandomScheduler {
    private final RandomGenerator random;

    RandomScheduler(RandomGenerator random) {
        this.random = random;
    }

    Plan plan(Cluster seen, Job job) {
        var nodes = new ArrayList<>(seen.nodes().keys());
        nodes.sort(null);
        var places = new ArrayList<Plan.Put>();
        var stops = new ArrayList<Plan.Stop>();
        var updates = new ArrayList<String>();
        for (var id : seen.ofJob(job.key())) {
            if (random.nextInt(10) == 0) stops.add(new Plan.Stop(id, "a whim", as()));
            if (random.nextInt(4) == 0) updates.add(id);
        }
        for (var group : job.spec().groups()) {
            for (int index = 0; index < group.count() && !nodes.isEmpty(); index++) {
                var slotted = slotted(seen, job, group, index);
                boolean full = slotted.stream().anyMatch(RandomScheduler::runs);
                if (full && random.nextInt(8) != 0) continue;
                var node = nodes.get(random.nextInt(nodes.size()));
                places.add(place(group, index, node, slotted));
            }
        }
        var due = job.due();
        var sequence = due == null ? seen.sequence() : due.sequence();
        var blocked = random.nextInt(3) == 0;
        var found = new Evaluation("", job.key(), job.version(), "test", blocked, 0, 0, List.of());
        return new Plan(
                job.key(),
                job.version(),
                sequence,
                places,
                stops,
                updates,
                found,
                displaced(seen, places));
    }

    /// Anybody for anything, but on the same node now and then.
    private List<Plan.Displaced> displaced(Cluster seen, List<Plan.Put> places) {
        var displaced = new ArrayList<Plan.Displaced>();
        for (int i = 0; i < places.size(); i++) {
            if (random.nextInt(3) != 0) continue;
            var node = random.nextInt(8) == 0 ? "n-000000000001" : places.get(i).node();
            for (var id : seen.onNode(node))
                if (random.nextInt(3) == 0) displaced.add(new Plan.Displaced(id, i));
        }
        return displaced;
    }

    private Allocation.@Nullable Status as() {
        return switch (random.nextInt(3)) {
            case 0 -> Status.LOST;
            case 1 -> Status.UNKNOWN;
            default -> null;
        };
    }

    private Plan.Put place(GroupSpec group, int index, String node, List<Allocation> slotted) {
        var previous =
                slotted.isEmpty() || random.nextInt(4) == 0
                        ? null
                        : slotted.get(random.nextInt(slotted.size())).id();
        var ports = new HashMap<String, Integer>(group.ports());
        ports.replaceAll((_, port) -> port == 0 ? 20_000 + random.nextInt(6) : port);
        return new Plan.Put(group.name(), index, node, Map.copyOf(ports), previous, List.of(), 0);
    }

    private static List<Allocation> slotted(Cluster seen, Job job, GroupSpec group, int index) {
        var found = new ArrayList<Allocation>();
        for (var id : seen.ofJob(job.key())) {
            var it = seen.allocations().find(id);
            if (it == null || !it.slot().group().equals(group.name())) continue;
            if (it.slot().index() == index) found.add(it);
        }
        return found;
    }

    private static boolean runs(Allocation it) {
        return it.live() && it.desired().run();
    }
}
