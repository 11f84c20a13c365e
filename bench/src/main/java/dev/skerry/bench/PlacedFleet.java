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

/// Made-up nodes and jobs on a leader with a log that is forced to the disk, and its scheduler; no
/// links, no HTTP.
final class PlacedFleet implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int nodes;
    private final ServerClock clock = new ServerClock();
    private final Leader leader;
    private final RatisLog log;
    private final Evaluator evaluator;

    PlacedFleet(Path folder, int nodes) throws IOException, InterruptedException {
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

    Leader leader() {
        return leader;
    }

    /// All nodes join, and are there.
    void join() {
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
    double place(int allocations, int count, String by) throws InterruptedException {
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

    void send(List<ClusterMessage> messages) {
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
