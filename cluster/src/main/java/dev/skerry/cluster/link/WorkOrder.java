package dev.skerry.cluster.link;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.state.Allocation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that a node needs to run one allocation on its own, for as long as it takes.
///
/// @param meta of the job
/// @param ports the number for each label
/// @param forced it goes before all other work
/// @param launch how its job came to run; null: it was placed as soon as it was accepted
public record WorkOrder(
        String allocation,
        Allocation.Slot slot,
        JobSpec.Type type,
        GroupSpec group,
        Map<String, String> meta,
        Map<String, Integer> ports,
        Allocation.Desired desired,
        boolean forced,
        @Nullable Launch launch) {
    /// One that waits for its turn, of a job that was placed as soon as it was accepted.
    public WorkOrder(
            String allocation,
            Allocation.Slot slot,
            JobSpec.Type type,
            GroupSpec group,
            Map<String, String> meta,
            Map<String, Integer> ports,
            Allocation.Desired desired) {
        this(allocation, slot, type, group, meta, ports, desired, false, null);
    }

    /// Its node runs its tasks by a calendar, again and again; null: they run at once.
    public Launch.@Nullable OnNode calendar() {
        return launch instanceof Launch.OnNode it ? it : null;
    }

    public WorkOrder {
        meta = Map.copyOf(meta);
        ports = Map.copyOf(ports);
    }
}
