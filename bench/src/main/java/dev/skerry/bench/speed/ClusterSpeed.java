package dev.skerry.bench.speed;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Policies.Disconnect.Reconcile;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.cluster.state.Plan;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Sight;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How fast the cluster decides and applies: plans of so many places, then a report of each node,
/// then all nodes missed and heard again.
///
///     java -cp ... dev.skerry.bench.speed.ClusterSpeed [nodes] [allocations] [places of a plan]
public final class ClusterSpeed {
    private static final Now NOW = new Now(1_000, 1_000);
    private static final JobKey JOB = new JobKey("default", "badge");
    private static final int ROUNDS = 4;

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final ClusterMachine machine = new ClusterMachine();
    private final int nodes;
    private final int allocations;
    private final int places;
    private Cluster cluster = Cluster.EMPTY;
    private long decideNs;
    private long applyNs;

    private ClusterSpeed(int nodes, int allocations, int places) {
        this.nodes = nodes;
        this.allocations = allocations;
        this.places = places;
    }

    public static void main(String[] args) {
        int nodes = args.length > 0 ? Integer.parseInt(args[0]) : 5_000;
        int allocations = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        int places = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
        for (int i = 0; i < ROUNDS; i++) new ClusterSpeed(nodes, allocations, places).run();
    }

    private void run() {
        for (int i = 0; i < nodes; i++) join(i);
        tell(new ClusterMessage.SubmitJob(spec(), -1));
        print("nodes joined", nodes);
        for (int at = 0; at < allocations; at += places) settle(at);
        print("allocations placed", allocations);
        for (int i = 0; i < nodes; i++) report(i);
        print("allocations reported", allocations);
        for (int i = 0; i < nodes; i++) tell(new ClusterMessage.Contact(node(i), false, 0));
        print("allocations missed", allocations);
        for (int i = 0; i < nodes; i++) tell(new ClusterMessage.Contact(node(i), true, 0));
        print("nodes back", nodes);
        var startNs = CPU.getCurrentThreadCpuTime();
        long sum = 0;
        for (int i = 0; i < 1_000_000; i++) sum += machine.wakeAtTickMs(cluster) & 1;
        System.out.printf(
                "%-22s %8.0f ns%s%n",
                "wakeAtTickMs",
                (CPU.getCurrentThreadCpuTime() - startNs) / 1e6,
                sum < 0 ? "!" : "");
    }

    private void tell(ClusterMessage message) {
        var startNs = CPU.getCurrentThreadCpuTime();
        var decision = machine.decide(Sight.alone(cluster), message, NOW);
        var decidedNs = CPU.getCurrentThreadCpuTime();
        decideNs += decidedNs - startNs;
        switch (decision) {
            case Decision.Accepted<ClusterFact, ?>(var facts, _) -> {
                for (var fact : facts) cluster = machine.apply(cluster, fact);
            }
            case Decision.Refused<ClusterFact, ?>(var refusal) ->
                    throw new IllegalStateException(refusal.sentence());
        }
        applyNs += CPU.getCurrentThreadCpuTime() - decidedNs;
    }

    private void print(String what, int count) {
        System.out.printf(
                "%-22s %8d: decide %,10.0f/s, apply %,10.0f/s%n",
                what, count, count * 1e9 / decideNs, count * 1e9 / applyNs);
        decideNs = 0;
        applyNs = 0;
    }

    private void join(int i) {
        var startNs = CPU.getCurrentThreadCpuTime();
        var identity = new Node.Identity(node(i), "node " + i, "default", "home");
        cluster = machine.apply(cluster, new ClusterFact.NodeJoined(identity, 0, 0, ""));
        applyNs += CPU.getCurrentThreadCpuTime() - startNs;
        tell(new ClusterMessage.Contact(node(i), true, 0));
        tell(new ClusterMessage.Describe(node(i), facts()));
    }

    private void settle(int from) {
        var wanted = new ArrayList<Plan.Put>();
        for (int i = from; i < Math.min(from + places, allocations); i++) {
            var port = Map.of("http", 20_000 + i / nodes);
            wanted.add(new Plan.Put("web", i, node(i % nodes), port, null, List.of(), 0.5));
        }
        var found = new Evaluation("", JOB, 1, "test", false, 0, 0, List.of());
        var sequence = cluster.sequence();
        tell(
                new ClusterMessage.Settle(
                        new Plan(JOB, 1, sequence, wanted, List.of(), List.of(), found)));
    }

    private void report(int i) {
        var changes = new ArrayList<ObservedChange>();
        var running = Observed.of(Status.RUNNING, true, "", 0, 0, Map.of());
        for (var id : cluster.onNode(node(i))) changes.add(new ObservedChange(id, running));
        tell(new ClusterMessage.Report(node(i), changes));
    }

    private static String node(int i) {
        return "n-%012x".formatted(i);
    }

    private static NodeFacts facts() {
        var none = NodeFacts.NONE;
        return new NodeFacts(
                none.os(),
                none.cpu(),
                new Resources(1_000_000, 1_000_000, 1_000_000),
                List.of(),
                List.of(),
                none.power(),
                none.software(),
                none.extra());
    }

    private JobSpec spec() {
        var task =
                new TaskSpec(
                        "main",
                        "exec",
                        new TaskSpec.RunSpec("/bin/true", List.of(), Map.of(), ""),
                        new Resources(10, 10, 0),
                        0,
                        TaskSpec.StopSpec.DEFAULT,
                        TaskSpec.Logs.DEFAULT,
                        List.of());
        var waits = new Policies.Disconnect(3_600_000, 0, true, Reconcile.KEEP_ORIGINAL);
        var policies = new Policies(Policies.Restart.SERVICE, Policies.Reschedule.SERVICE, waits);
        var group =
                new GroupSpec(
                        "web",
                        allocations,
                        Placement.ANYWHERE,
                        policies,
                        Map.of("http", 0),
                        Map.of(),
                        List.of(task));
        return new JobSpec(
                JOB,
                JobSpec.Type.SERVICE,
                50,
                new JobSpec.Where("default", List.of("*")),
                Placement.ANYWHERE,
                Map.of(),
                List.of(group));
    }
}
