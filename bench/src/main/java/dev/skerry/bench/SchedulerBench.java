package dev.skerry.bench;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement.Affinity;
import dev.skerry.cluster.scheduler.Expressions;
import dev.skerry.cluster.scheduler.Scheduler;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Sight;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Placements per second of the scheduler alone, and with the cluster's own check and bookkeeping;
/// no log, no disk. Arguments: nodes, allocations, allocations in each job, and how they are
/// ranked: `binpack`, `affinity`, `spread` (50 sites), `sites` (one site for each two nodes) or
/// `nodes` (one value for each node).
public final class SchedulerBench {
    private static final Now NOW = new Now(1_000, 1_000);

    private final ClusterMachine machine = new ClusterMachine();
    private Cluster cluster = Cluster.EMPTY;
    private long planNs;
    private long settleNs;
    private int placed;

    private SchedulerBench() {}

    public static void main(String[] arguments) {
        int nodes = number(arguments, 0, 5_000);
        int allocations = number(arguments, 1, 100_000);
        int count = number(arguments, 2, 1_000);
        var modes =
                arguments.length > 3
                        ? List.of(arguments[3])
                        : List.of("binpack", "affinity", "spread", "sites", "nodes");
        new SchedulerBench().run(nodes, Math.min(allocations, 20_000), count, "binpack"); // warm up
        for (var mode : modes) {
            var bench = new SchedulerBench();
            bench.run(nodes, allocations, count, mode);
            System.out.printf(
                    Locale.ROOT,
                    "%-8s %d nodes, %d placed in jobs of %d: scheduler %,.0f/s,"
                            + " with the cluster %,.0f/s%n",
                    mode,
                    nodes,
                    bench.placed,
                    count,
                    bench.placed * 1e9 / bench.planNs,
                    bench.placed * 1e9 / (bench.planNs + bench.settleNs));
        }
        System.out.printf(
                "on %s %s, Java %s, %d cores%n",
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors());
    }

    private static int number(String[] arguments, int at, int otherwise) {
        return arguments.length > at ? Integer.parseInt(arguments[at]) : otherwise;
    }

    private void run(int nodes, int allocations, int count, String mode) {
        for (int i = 0; i < nodes; i++) join(i);
        for (int i = 0; i < allocations / count; i++) {
            var spec = job("j" + i, count, mode);
            send(new ClusterMessage.SubmitJob(spec, 0));
            long started = System.nanoTime();
            var plan = Scheduler.plan(cluster, spec.key(), NOW, new Asked());
            long planned = System.nanoTime();
            send(new ClusterMessage.Settle(plan));
            planNs += planned - started;
            settleNs += System.nanoTime() - planned;
            placed += plan.places().size();
        }
    }

    private void send(ClusterMessage message) {
        switch (machine.decide(Sight.alone(cluster), message, NOW)) {
            case Decision.Accepted<ClusterFact, ?>(var facts, _) -> facts.forEach(this::apply);
            case Decision.Refused<ClusterFact, ?>(var refusal) ->
                    throw new IllegalStateException(refusal.sentence());
        }
    }

    private void apply(ClusterFact fact) {
        cluster = machine.apply(cluster, fact);
    }

    private void join(int number) {
        var id = MadeUpWork.node(number);
        apply(new ClusterFact.NodeJoined(new Node.Identity(id, id, "default", "dc1"), 0, 0, ""));
        apply(new ClusterFact.NodeDescribed(id, MadeUpWork.facts(number)));
        apply(new ClusterFact.NodeMetaSet(id, MadeUpWork.meta(number)));
        apply(new ClusterFact.NodeContact(id, true, 0, 0, 0, 0));
    }

    private static JobSpec job(String name, int count, String mode) {
        var by =
                switch (mode) {
                    case "spread" -> "node.meta.area";
                    case "sites" -> "node.meta.site";
                    case "nodes" -> "node.id";
                    default -> "";
                };
        var wish = mode.equals("binpack") ? List.<Affinity>of() : List.of(new Affinity("arm64", 5));
        return MadeUpWork.job(name, count, MadeUpWork.placement("amd64 or arm64", wish, by));
    }

    /// The three questions of these jobs, answered at once.
    private static final class Asked implements Expressions {
        @Override
        public boolean test(String expression, Node node) {
            return expression.contains(node.facts().cpu().arch());
        }

        @Override
        public @Nullable String text(String expression, Node node) {
            return switch (expression) {
                case "node.id" -> node.id();
                case "node.meta.area" -> node.meta().get("area");
                default -> node.meta().get("site");
            };
        }

        @Override
        public @Nullable String shown(String expression, Node node) {
            return text(expression, node);
        }
    }
}
