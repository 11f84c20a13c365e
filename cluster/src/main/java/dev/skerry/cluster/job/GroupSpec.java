package dev.skerry.cluster.job;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tasks that are placed together on one node.
///
/// @param count how many allocations of it run; 1 per node for a system job
/// @param placement rules on top of those of the job
/// @param ports by label: a fixed port number, or 0 for one that the scheduler chooses
/// @param meta on top of the job's
/// @param scaling null: its count is bounded by [JobBounds#COUNT_MAX] only
public record GroupSpec(
        String name,
        int count,
        Placement placement,
        Policies policies,
        Map<String, Integer> ports,
        Map<String, String> meta,
        List<TaskSpec> tasks,
        @Nullable ScalingSpec scaling) {

    public static final int COUNT_DEFAULT = 1;

    /// Without scaling bounds.
    public GroupSpec(
            String name,
            int count,
            Placement placement,
            Policies policies,
            Map<String, Integer> ports,
            Map<String, String> meta,
            List<TaskSpec> tasks) {
        this(name, count, placement, policies, ports, meta, tasks, null);
    }

    public GroupSpec {
        ports = Map.copyOf(ports);
        meta = Map.copyOf(meta);
        tasks = List.copyOf(tasks);
    }

    /// The same with another count.
    public GroupSpec scaled(int next) {
        return new GroupSpec(name, next, placement, policies, ports, meta, tasks, scaling);
    }

    /// What all its tasks need together.
    public Resources resources() {
        var sum = Resources.NONE;
        for (var task : tasks) sum = sum.plus(task.resources());
        return sum;
    }

    /// The same, with each task run as it was chosen.
    ///
    /// @param variants by task
    public GroupSpec chosen(Map<String, String> variants) {
        if (variants.isEmpty()) return this;
        var chosen = tasks.stream().map(it -> it.chosen(variants.get(it.name()))).toList();
        return new GroupSpec(name, count, placement, policies, ports, meta, chosen, scaling);
    }

    /// What its node has to say of itself, as far as that does not depend on what is chosen there.
    public List<Wanted> wants() {
        return Wanted.of(tasks);
    }

    /// What its agent has to know of before it is told of it.
    public List<String> knownBy() {
        return Wanted.known(tasks);
    }
}
