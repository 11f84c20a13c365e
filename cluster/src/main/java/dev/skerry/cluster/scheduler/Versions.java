package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.Allocation;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.TaskSpec;
import java.util.List;

/// What a new version of a job means for what runs by an older one.
final class Versions {
    private Versions() {}

    /// The processes have to be started anew: what they are, get or hold has changed. Everything
    /// else (count, placement, policies, checks, meta) reaches them as they are.
    static boolean destructive(Look look, Allocation allocation, Ask ask) {
        if (allocation.slot().version() == ask.version()) return false;
        var old = look.job().at(allocation.slot().version());
        if (old == null || old.type() != ask.spec().type()) return true;
        var group = old.group(allocation.slot().group());
        return group == null || !sameProcesses(group, ask.group());
    }

    private static boolean sameProcesses(GroupSpec old, GroupSpec group) {
        return old.ports().equals(group.ports())
                && withoutChecks(old.tasks()).equals(withoutChecks(group.tasks()));
    }

    private static List<TaskSpec> withoutChecks(List<TaskSpec> tasks) {
        return tasks.stream().map(Versions::withoutChecks).toList();
    }

    private static TaskSpec withoutChecks(TaskSpec task) {
        return new TaskSpec(
                task.name(),
                task.driver(),
                task.run(),
                task.resources(),
                task.cpuMaxMhz(),
                task.stop(),
                task.logs(),
                List.of());
    }
}
