package dev.skerry.agent.cluster;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.state.Allocation;
import java.util.List;
import java.util.Map;

/// Orders for a node, as its servers give them.
public final class Orders {
    private Orders() {}

    public static TaskSpec task(String name, Map<String, String> env) {
        return new TaskSpec(
                name,
                "exec",
                new TaskSpec.RunSpec("/bin/true", List.of(), env, ""),
                TaskSpec.RESOURCES_DEFAULT,
                0,
                TaskSpec.StopSpec.DEFAULT,
                TaskSpec.Logs.DEFAULT,
                List.of());
    }

    public static WorkOrder of(String allocation, TaskSpec task) {
        var policies =
                new Policies(
                        Policies.Restart.SERVICE,
                        Policies.Reschedule.SERVICE,
                        Policies.Disconnect.DEFAULT);
        var group =
                new GroupSpec(
                        "web", 1, Placement.ANYWHERE, policies, Map.of(), Map.of(), List.of(task));
        return new WorkOrder(
                allocation,
                new Allocation.Slot(new JobKey("default", "badge"), 1, "web", 0),
                JobSpec.Type.SERVICE,
                group,
                Map.of(),
                Map.of(),
                Allocation.Desired.of(true, "", 0, 1));
    }

    /// The same, before all other work.
    static WorkOrder forced(WorkOrder it) {
        return new WorkOrder(
                it.allocation(),
                it.slot(),
                it.type(),
                it.group(),
                it.meta(),
                it.ports(),
                it.desired(),
                true,
                it.launch());
    }
}
