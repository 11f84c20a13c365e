package dev.skerry.server.cluster;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Plan;
import dev.skerry.kernel.Caller;
import dev.skerry.server.Applied;
import dev.skerry.server.GatedLog;
import dev.skerry.server.Leader;
import dev.skerry.server.MemoryLog;
import dev.skerry.server.ServerClock;
import dev.skerry.server.ServerMetrics;
import dev.skerry.server.ServerRooms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    final ServerClock clock = new ServerClock();
    final Leader leader = new Leader(ServerRooms.empty(), clock, new ServerMetrics());
    final MemoryLog log = new MemoryLog(leader.follower());

    @BeforeEach
    void start() throws Exception {
        leader.start(log, Throwable::printStackTrace);
        assertTrue(leader.awaitLeadership(Duration.ofSeconds(10)));
    }

    @AfterEach
    void stop() {
        leader.close();
        log.close();
    }

    static ClusterMessage job(String name, int priority) {
        var run = new TaskSpec.RunSpec("sleep", List.of("1"), Map.of(), "");
        var task =
                new TaskSpec(
                        "t",
                        "exec",
                        run,
                        new Resources(1, 1, 0),
                        0,
                        TaskSpec.StopSpec.DEFAULT,
                        TaskSpec.Logs.DEFAULT,
                        List.of());
        var policies =
                new Policies(
                        Policies.Restart.SERVICE,
                        Policies.Reschedule.SERVICE,
                        Policies.Disconnect.DEFAULT);
        var group =
                new GroupSpec(
                        "g", 1, Placement.ANYWHERE, policies, Map.of(), Map.of(), List.of(task));
        var spec =
                new JobSpec(
                        new JobKey("default", name),
                        JobSpec.Type.SERVICE,
                        priority,
                        new JobSpec.Where("all", List.of("*")),
                        Placement.ANYWHERE,
                        Map.of(),
                        List.of(group));
        return new ClusterMessage.SubmitJob(spec, -1);
    }

    /// A plan that changes nothing.
    static Plan nothing(Cluster cluster, JobKey key) {
        var job = Objects.requireNonNull(cluster.jobs().find(key));
        var due = Objects.requireNonNull(job.due());
        var found = new Evaluation("", key, job.version(), due.trigger(), false, 0, 0, List.of());
        var version = job.version();
        return new Plan(key, version, due.sequence(), List.of(), List.of(), List.of(), found);
    }

    Cluster settled(int jobs) throws InterruptedException {
        var now = leader.now();
        long deadline = System.nanoTime() + SECONDS.toNanos(30);
        while (now.of(CLUSTER).jobs().size() < jobs || now.of(CLUSTER).watch().due().size() > 0) {
            var left = now.of(CLUSTER).watch().due();
            assertTrue(System.nanoTime() < deadline, () -> "still due: " + left);
            now = leader.awaitNewer(now.index(), Duration.ofMillis(200));
        }
        return now.of(CLUSTER);
    }

    @Test
    void everyJobThatIsDueIsSettledByOneWorkerAtATime() throws Exception {
        var busy = ConcurrentHashMap.<JobKey>newKeySet();
        var twice = new CopyOnWriteArrayList<JobKey>();
        Evaluator.Planner planner =
                (cluster, key, _) -> {
                    if (!busy.add(key)) twice.add(key);
                    var plan = nothing(cluster, key);
                    busy.remove(key);
                    return plan;
                };
        try (var evaluator = new Evaluator(leader, planner, clock, new SchedulingFigures(), 3)) {
            evaluator.start();
            var all = new ArrayList<CompletableFuture<Applied>>();
            for (int i = 0; i < 2_000; i++) {
                all.add(leader.submit(CLUSTER, job("j" + i % 1_000, 50), Caller.SERVERS));
                if (i % 7 == 0)
                    all.add(
                            leader.submit(
                                    CLUSTER,
                                    new ClusterMessage.Evaluate(
                                            new JobKey("default", "j" + i % 1_000)),
                                    Caller.SERVERS));
            }
            for (var each : all) assertInstanceOf(Applied.Done.class, each.get(20, SECONDS));
            settled(1_000);
            assertEquals(List.of(), twice);
        }
    }

    @Test
    void theMostImportantGoesFirst() throws Exception {
        var due = new DueJobs();
        for (var name : List.of("low", "high", "middle")) {
            int priority = name.equals("low") ? 10 : name.equals("high") ? 90 : 50;
            assertInstanceOf(
                    Applied.Done.class,
                    leader.submit(CLUSTER, job(name, priority), Caller.SERVERS).get());
            var key = new JobKey("default", name);
            due.add(Objects.requireNonNull(leader.now().of(CLUSTER).jobs().find(key)));
        }
        for (var name : List.of("high", "middle", "low"))
            assertEquals(new JobKey("default", name), due.take(clock));
    }

    @Test
    void aPlannerThatFailsIsAskedAgain() throws Exception {
        var failures = new CopyOnWriteArrayList<JobKey>();
        Evaluator.Planner planner =
                (cluster, key, _) -> {
                    if (failures.size() < 2) {
                        failures.add(key);
                        throw new IllegalStateException("not this time");
                    }
                    return nothing(cluster, key);
                };
        try (var evaluator = new Evaluator(leader, planner, clock, new SchedulingFigures(), 1)) {
            evaluator.start();
            assertInstanceOf(
                    Applied.Done.class,
                    leader.submit(CLUSTER, job("j", 50), Caller.SERVERS).get(10, SECONDS));
            settled(1);
            assertEquals(2, failures.size());
        }
    }

    /// A plan that was only promised is void when another term begins: the job is looked at again.
    @Test
    void whatWasPromisedAndLostIsPlannedAgain() throws Exception {
        var planned = new Semaphore(0);
        Evaluator.Planner planner =
                (cluster, key, _) -> {
                    var plan = nothing(cluster, key);
                    planned.release();
                    return plan;
                };
        try (var own = new Leader(ServerRooms.empty(), clock, new ServerMetrics())) {
            var memory = new MemoryLog(own.follower());
            var gate = new GatedLog(memory);
            own.start(gate, Throwable::printStackTrace);
            assertTrue(own.awaitLeadership(Duration.ofSeconds(10)));
            try (var evaluator = new Evaluator(own, planner, clock, new SchedulingFigures(), 1)) {
                assertInstanceOf(
                        Applied.Done.class,
                        own.submit(CLUSTER, job("a", 50), Caller.SERVERS).get(10, SECONDS));
                gate.shut();
                evaluator.start();
                assertTrue(planned.tryAcquire(10, SECONDS));
                long deadline = System.nanoTime() + SECONDS.toNanos(10);
                while (own.promised().of(CLUSTER).watch().due().size() > 0)
                    assertTrue(System.nanoTime() < deadline, "the plan is promised");
                memory.depose();
                memory.lead();
                gate.open();
                assertTrue(planned.tryAcquire(10, SECONDS), "planned again");
            }
            memory.close();
        }
    }
}
