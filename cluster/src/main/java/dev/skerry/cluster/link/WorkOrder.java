package dev.skerry.cluster.link;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.Allocation;
import java.util.Map;

/// All that a node needs to run one allocation on its own, for as long as it takes.
///
/// @param meta of the job
/// @param ports the number for each label
/// @param forced it goes before all other work
public record WorkOrder(
        String allocation,
        Allocation.Slot slot,
        JobSpec.Type type,
        GroupSpec group,
        Map<String, String> meta,
        Map<String, Integer> ports,
        Allocation.Desired desired,
        boolean forced) {
    /// One that waits for its turn.
    public WorkOrder(
            String allocation,
            Allocation.Slot slot,
            JobSpec.Type type,
            GroupSpec group,
            Map<String, String> meta,
            Map<String, Integer> ports,
            Allocation.Desired desired) {
        this(allocation, slot, type, group, meta, ports, desired, false);
    }

    public WorkOrder {
        meta = Map.copyOf(meta);
        ports = Map.copyOf(ports);
    }
}
