package dev.skerry.cluster.recall;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.TaskSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether two specs of a job run the same: what would go on in place when one follows the other.
/// How many there are, where, and how they are looked at makes no other program of them.
public final class SameWork {
    private SameWork() {}

    /// All groups run the same.
    public static boolean of(JobSpec one, JobSpec other) {
        return one.type() == other.type() && groups(one).equals(groups(other));
    }

    /// The processes of both groups are the same.
    public static boolean of(GroupSpec one, GroupSpec other) {
        return of(one).equals(of(other));
    }

    private static Map<String, Work> groups(JobSpec spec) {
        var groups = new HashMap<String, Work>();
        for (var group : spec.groups()) groups.put(group.name(), of(group));
        return groups;
    }

    private record Work(Map<String, Integer> ports, List<TaskSpec> tasks) {}

    private static Work of(GroupSpec group) {
        return new Work(group.ports(), group.tasks().stream().map(SameWork::unchecked).toList());
    }

    private static TaskSpec unchecked(TaskSpec task) {
        return new TaskSpec(
                task.name(),
                task.variants(),
                task.share(),
                task.stop(),
                task.logs(),
                List.of(),
                task.role());
    }
}
