package dev.skerry.bench;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.scheduler.Scheduler;
import dev.skerry.cluster.server.CelExpressions;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Refusal;
import dev.skerry.server.Applied;
import dev.skerry.server.Leader;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerMetrics;
import dev.skerry.server.ServerRooms;
import dev.skerry.server.cluster.Evaluator;
import dev.skerry.server.cluster.SchedulingFigures;
import dev.skerry.server.raft.RatisLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Placements per second through log and scheduler: jobs are submitted to a leader on a log that is
/// forced to the disk, its scheduler finds their places with CEL expressions, and all is committed.
///
/// Arguments: nodes, allocations, allocations in each job, rounds. The slowest round is the figure,
/// and every round is shown with what the JVM did beside it: collect garbage, compile. Rounds of
/// both kinds come first that warm it up and are shown, but do not count: a server is warm after
/// its first minute, and these are the first seconds of a process. Nor does what a round leaves
/// behind count for the next one: it is collected between them.
public final class PlacementBench implements AutoCloseable {
    private static final double GOAL = 50_000;
    private static final int WARM_UP = 2;
    private static final List<String> KINDS = List.of("", "node.meta.area");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int nodes;
    private final ServerClock clock = new ServerClock();
    private final Leader leader;
    private final RatisLog log;
    private final Evaluator evaluator;

    private PlacementBench(Path folder, int nodes) throws Exception {
        this.nodes = nodes;
        var expressions = new CelExpressions();
        leader = new Leader(ServerRooms.empty(), clock, new ServerMetrics());
        log =
                new RatisLog(
                        folder, leader.follower(), ServerRooms.SAVED, Throwable::printStackTrace);
        leader.start(log, Throwable::printStackTrace);
        if (!leader.awaitLeadership(PATIENCE)) throw new IllegalStateException("no leader");
        int workers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        evaluator =
                new Evaluator(
                        leader,
                        (cluster, job, now) -> Scheduler.plan(cluster, job, now, expressions),
                        clock,
                        new SchedulingFigures(),
                        workers);
        evaluator.start();
    }

    public static void main(String[] arguments) throws Exception {
        int nodes = Figures.argument(arguments, 0, 5_000);
        int allocations = Figures.argument(arguments, 1, 100_000);
        int count = Figures.argument(arguments, 2, 1_000);
        int rounds = Figures.argument(arguments, 3, 4);
        for (int round = 1; round <= WARM_UP; round++) {
            for (var by : KINDS) shown("warm-up, " + kind(by), nodes, allocations, count, by);
        }
        for (var by : KINDS) {
            double slowest = Double.MAX_VALUE;
            for (int round = 1; round <= rounds; round++) {
                var what = "%s, round %d".formatted(kind(by), round);
                slowest = Math.min(slowest, shown(what, nodes, allocations, count, by));
            }
            Figures.over(kind(by) + ", slowest of " + rounds, slowest, "placements/s", GOAL);
        }
        System.out.printf("%d allocations in jobs of %d, on %d nodes%n", allocations, count, nodes);
        Figures.machine(PlacementBench.class, arguments);
        System.exit(0);
    }

    private static String kind(String by) {
        return by.isEmpty() ? "binpack" : "spread over 50 areas";
    }

    /// One round, with what it is called and what the JVM did meanwhile.
    private static double shown(String what, int nodes, int allocations, int count, String by)
            throws Exception {
        System.gc();
        var before = JvmWork.now();
        double found = round(nodes, allocations, count, by);
        Figures.only(what, found, "placements/s");
        System.out.println("  " + JvmWork.now().since(before));
        return found;
    }

    private static double round(int nodes, int allocations, int count, String by) throws Exception {
        var folder = Folders.temporary();
        try (var bench = new PlacementBench(folder.resolve("raft"), nodes)) {
            bench.join();
            return bench.place(allocations, count, by);
        } finally {
            Folders.delete(folder);
        }
    }

    private void join() {
        var messages = new ArrayList<ClusterMessage>();
        for (int i = 0; i < nodes; i++) {
            var id = MadeUpWork.node(i);
            var hash = "%064x".formatted(i);
            messages.add(new ClusterMessage.IssueToken(hash, "default", 3_600_000));
            messages.add(
                    new ClusterMessage.Join(
                            hash, new Node.Identity(id, id, "default", "dc1"), "key"));
            messages.add(new ClusterMessage.Describe(id, MadeUpWork.facts(i)));
            messages.add(new ClusterMessage.SetMeta(id, new HashMap<>(MadeUpWork.meta(i))));
            messages.add(new ClusterMessage.Contact(id, true, 0));
        }
        send(messages);
    }

    /// From the first job submitted to the last allocation committed.
    private double place(int allocations, int count, String by) throws InterruptedException {
        var placement =
                MadeUpWork.placement("node.arch == 'amd64' || node.arch == 'arm64'", List.of(), by);
        var jobs = new ArrayList<ClusterMessage>();
        for (int i = 0; i < allocations / count; i++)
            jobs.add(new ClusterMessage.SubmitJob(MadeUpWork.job("j" + i, count, placement), 0));
        long beganNs = System.nanoTime();
        send(jobs);
        var now = leader.now();
        while (now.of(CLUSTER).allocations().size() < allocations) {
            if (System.nanoTime() - beganNs > PATIENCE.toNanos())
                throw new IllegalStateException(
                        "placed only " + now.of(CLUSTER).allocations().size());
            now = leader.awaitNewer(now.index(), PATIENCE);
        }
        return allocations * 1e9 / (System.nanoTime() - beganNs);
    }

    private void send(List<ClusterMessage> messages) {
        var answers = new ArrayList<CompletableFuture<Applied>>();
        for (var message : messages) answers.add(leader.submit(CLUSTER, message, Caller.SERVERS));
        for (var answer : answers)
            if (answer.join() instanceof Applied.Refused(Refusal refusal))
                throw new IllegalStateException(refusal.sentence());
    }

    @Override
    public void close() throws IOException {
        evaluator.close();
        leader.close();
        log.close();
    }
}
