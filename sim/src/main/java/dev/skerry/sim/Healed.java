package dev.skerry.sim;

import dev.skerry.cluster.Allocation;
import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.job.JobSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// After everything is well again, what is wanted and what runs must come together.
final class Healed {
    private Healed() {}

    /// What is still not as it should be; empty: all is well.
    static Optional<String> missing(Cluster cluster, List<SimNode> nodes) {
        var wanted = new HashSet<String>();
        for (var allocation : cluster.allocations().values()) {
            if (!allocation.live()) continue;
            if (!allocation.desired().run())
                return Optional.of(
                        allocation.id() + " should stop and is " + allocation.observed().status());
            if (allocation.observed().status() != Allocation.Status.RUNNING)
                return Optional.of(allocation.id() + " is " + allocation.observed().status());
            wanted.add(allocation.node() + "/" + allocation.id());
        }
        var running = new HashSet<String>();
        for (var node : nodes)
            for (var key : node.processes.running()) running.add(node.id + "/" + key.allocation());
        if (!running.equals(wanted)) {
            return Optional.of(
                    "the servers believe in %s, the nodes run %s"
                            .formatted(sorted(wanted), sorted(running)));
        }
        return slots(cluster);
    }

    /// Every slot of a service is filled, or the scheduler has said why not.
    private static Optional<String> slots(Cluster cluster) {
        for (var job : cluster.jobs().values()) {
            if (job.stopped() || job.spec().type() != JobSpec.Type.SERVICE) continue;
            if (job.due() != null && job.due().notBeforeTickMs() == 0)
                return Optional.of(job.key() + " is still to be looked at");
            for (var group : job.spec().groups()) {
                long live = 0;
                for (var id : cluster.ofJob(job.key())) {
                    var allocation = cluster.allocations().find(id);
                    if (allocation != null
                            && allocation.live()
                            && allocation.slot().group().equals(group.name())) live++;
                }
                if (live > group.count())
                    return Optional.of(
                            "%s runs %d of %d".formatted(job.key(), live, group.count()));
                if (live < group.count() && !job.blocked())
                    return Optional.of(
                            "%s runs %d of %d and nobody says why"
                                    .formatted(job.key(), live, group.count()));
            }
        }
        return Optional.empty();
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
