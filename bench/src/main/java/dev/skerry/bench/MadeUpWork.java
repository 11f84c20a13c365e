package dev.skerry.bench;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Placement.Affinity;
import dev.skerry.cluster.job.Placement.Spread;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.job.Policies.Reschedule;
import dev.skerry.cluster.job.Policies.Restart;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.state.NodeFacts;
import java.util.List;
import java.util.Map;

/// Nodes and jobs for the scheduler: machines of 2, 4 and 16 cores in 50 areas, jobs of one small
/// task.
final class MadeUpWork {
    private static final long MIB = 1024 * 1024;
    private static final int AREAS = 50;

    private MadeUpWork() {}

    static String node(int number) {
        return "n-%012x".formatted(number * 2_654_435_761L & 0xffffffffffffL);
    }

    /// 1,500 MHz and a GiB for each core.
    static NodeFacts facts(int number) {
        int cores = number % 10 == 0 ? 16 : number % 3 == 0 ? 2 : 4;
        return new NodeFacts(
                new NodeFacts.Os("debian", "13", "6.12", "glibc"),
                new NodeFacts.Cpu(number % 4 == 0 ? "amd64" : "arm64", "", cores, 1500, 99),
                new Resources(cores * 1500L, cores * 1024L * MIB, 64_000 * MIB),
                List.of(),
                List.of(),
                NodeFacts.Power.MAINS,
                new NodeFacts.Software("1", "", List.of(), List.of("exec")),
                new NodeFacts.Extra(0, List.of(), Map.of(), List.of()));
    }

    /// The area has a hundred nodes of 5,000, the site two.
    static Map<String, String> meta(int number) {
        return Map.of("area", "a" + number % AREAS, "site", "s" + number / 2);
    }

    /// @param by the property to spread over; empty: binpack
    static Placement placement(String constraint, List<Affinity> wishes, String by) {
        var spreads = by.isEmpty() ? List.<Spread>of() : List.of(new Spread(by, 50, List.of()));
        return new Placement(List.of(constraint), wishes, spreads, false, null);
    }

    static JobSpec job(String name, int count, Placement placement) {
        var task =
                new TaskSpec(
                        "main",
                        "exec",
                        new TaskSpec.RunSpec("run", List.of(), Map.of(), ""),
                        new Resources(100, 64 * MIB, 10 * MIB),
                        0,
                        TaskSpec.StopSpec.DEFAULT,
                        TaskSpec.Logs.DEFAULT,
                        List.of());
        var policies = new Policies(Restart.SERVICE, Reschedule.SERVICE, Disconnect.DEFAULT);
        var group =
                new GroupSpec("web", count, placement, policies, Map.of(), Map.of(), List.of(task));
        return new JobSpec(
                new JobKey("default", name),
                JobSpec.Type.SERVICE,
                50,
                new JobSpec.Where("default", List.of("*")),
                Placement.ANYWHERE,
                Map.of(),
                List.of(group));
    }
}
