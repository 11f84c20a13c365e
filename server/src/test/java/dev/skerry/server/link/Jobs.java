package dev.skerry.server.link;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.cluster.state.Plan;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A small job, and a plan that puts it somewhere.
final class Jobs {
    static final JobKey KEY = new JobKey("default", "badge");

    static final JobSpec SPEC =
            new JobSpec(
                    KEY,
                    JobSpec.Type.SERVICE,
                    50,
                    new JobSpec.Where("all", List.of("*")),
                    Placement.ANYWHERE,
                    Map.of(),
                    List.of(
                            new GroupSpec(
                                    "web",
                                    1,
                                    Placement.ANYWHERE,
                                    new Policies(
                                            Policies.Restart.SERVICE,
                                            Policies.Reschedule.SERVICE,
                                            Policies.Disconnect.DEFAULT),
                                    Map.of(),
                                    Map.of(),
                                    List.of(task()))));

    /// A machine with room for it.
    static final NodeFacts FACTS =
            new NodeFacts(
                    NodeFacts.NONE.os(),
                    NodeFacts.NONE.cpu(),
                    new Resources(1_000, 1 << 30, 1 << 30),
                    List.of(),
                    List.of(),
                    NodeFacts.Power.MAINS,
                    new NodeFacts.Software("test", "", List.of(), List.of("exec")),
                    NodeFacts.NONE.extra());

    private Jobs() {}

    private static TaskSpec task() {
        return new TaskSpec(
                "server",
                "exec",
                new TaskSpec.RunSpec("sleep", List.of("1000"), Map.of(), ""),
                new Resources(1, 1, 0),
                0,
                TaskSpec.StopSpec.DEFAULT,
                TaskSpec.Logs.DEFAULT,
                List.of());
    }

    static Plan plan(Cluster cluster, String node) {
        var job = Objects.requireNonNull(cluster.jobs().find(KEY));
        var due = Objects.requireNonNull(job.due());
        var place = new Plan.Put("web", 0, node, Map.of(), null, List.of(), 1);
        var evaluation =
                new Evaluation("", KEY, job.version(), due.trigger(), false, 0, 0, List.of());
        return new Plan(
                KEY,
                job.version(),
                due.sequence(),
                List.of(place),
                List.of(),
                List.of(),
                evaluation);
    }
}
