package dev.skerry.cluster.job;

import java.util.List;
import java.util.Map;

/// Tasks that are placed together on one node.
///
/// @param count how many allocations of it run; 1 per node for a system job
/// @param placement rules on top of those of the job
/// @param ports by label: a fixed port number, or 0 for one that the scheduler chooses
/// @param meta on top of the job's
public record GroupSpec(
        String name,
        int count,
        Placement placement,
        Policies policies,
        Map<String, Integer> ports,
        Map<String, String> meta,
        List<TaskSpec> tasks) {

    public static final int COUNT_DEFAULT = 1;

    public GroupSpec {
        ports = Map.copyOf(ports);
        meta = Map.copyOf(meta);
        tasks = List.copyOf(tasks);
    }

    /// What all its tasks need together.
    public Resources resources() {
        var sum = Resources.NONE;
        for (var task : tasks) sum = sum.plus(task.resources());
        return sum;
    }
}
