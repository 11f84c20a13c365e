package dev.skerry.cluster;

import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.cluster.state.Plan;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Sight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A cluster that is told things and answers in text: one line for each fact, or the refusal.
final class Scene {
    static final long WALL_MS = 1_000_000_000_000L;

    final ClusterMachine machine = new ClusterMachine();
    Cluster cluster = Cluster.EMPTY;
    long tickMs;

    /// What the wall clock showed when the other was at 0.
    long wallMs = WALL_MS;

    /// Is told of what was decided, with the state before.
    BiConsumer<List<ClusterFact>, Cluster> committed = (_, _) -> {};

    /// What the cluster decides, after which it is so.
    String tell(ClusterMessage message) {
        return switch (machine.decide(Sight.alone(cluster), message, now())) {
            case Decision.Refused<ClusterFact, ?>(var refusal) ->
                    "refused: " + refusal.sentence() + "\n";
            case Decision.Accepted<ClusterFact, ?>(var facts, _) -> {
                committed.accept(facts, cluster);
                for (var fact : facts) cluster = machine.apply(cluster, fact);
                var text = new StringBuilder();
                for (var fact : facts) text.append(Words.of(fact)).append('\n');
                yield text.toString();
            }
        };
    }

    Now now() {
        return new Now(tickMs, wallMs + tickMs);
    }

    Scene pass(long forMs) {
        tickMs += forMs;
        return this;
    }

    /// The machine is woken whenever it asked for it, until so much time has passed.
    String sleep(long forMs) {
        var untilTickMs = tickMs + forMs;
        var text = new StringBuilder();
        for (int i = 0; wakeAtTickMs() <= untilTickMs; i++) {
            if (i == 1_000) throw new AssertionError("it wakes without end");
            tickMs = Math.max(tickMs, wakeAtTickMs());
            var said = tell(new ClusterMessage.Tick()).replaceFirst("^time \\d+\n", "");
            if (!said.isEmpty()) text.append("at ").append(tickMs).append(":\n").append(said);
        }
        tickMs = untilTickMs;
        return text.toString();
    }

    /// By whichever clock.
    private long wakeAtTickMs() {
        long byWall = machine.wakeAtWallMs(cluster);
        long tickMs = machine.wakeAtTickMs(cluster);
        return byWall == Long.MAX_VALUE ? tickMs : Math.min(tickMs, byWall - wallMs);
    }

    /// The clock goes on, and nobody looks at it.
    Scene later(long forMs) {
        tickMs += forMs;
        return this;
    }

    /// A node that has joined, is described and heard.
    Scene node(String id, long memoryBytes) {
        return node(id, "default", memoryBytes);
    }

    Scene node(String id, String pool, long memoryBytes) {
        var identity = new Node.Identity(id, id, pool, "home");
        fact(new ClusterFact.NodeJoined(identity, tickMs, WALL_MS, ""));
        fact(new ClusterFact.NodeDescribed(id, facts(memoryBytes)));
        fact(new ClusterFact.NodeContact(id, true, tickMs, WALL_MS, 0, 1));
        return this;
    }

    static NodeFacts facts(long memoryBytes) {
        var none = NodeFacts.NONE;
        return new NodeFacts(
                none.os(),
                none.cpu(),
                new Resources(100_000, memoryBytes, 1_000_000),
                List.of(),
                List.of(),
                none.power(),
                none.software(),
                none.extra());
    }

    void fact(ClusterFact fact) {
        cluster = machine.apply(cluster, fact);
    }

    String submit(JobSpec spec) {
        return tell(new ClusterMessage.SubmitJob(spec, -1));
    }

    /// Settles a plan that was made on what is true now.
    String settle(String job, Plan.Put... places) {
        return tell(new ClusterMessage.Settle(plan(job, List.of(places), List.of())));
    }

    String settle(String job, List<Plan.Put> places, List<Plan.Stop> stops) {
        return tell(new ClusterMessage.Settle(plan(job, places, stops)));
    }

    Plan plan(String name, List<Plan.Put> places, List<Plan.Stop> stops) {
        return plan(name, places, stops, false, 0);
    }

    Plan plan(
            String name,
            List<Plan.Put> places,
            List<Plan.Stop> stops,
            boolean blocked,
            long followUpTickMs) {
        var key = key(name);
        var job = cluster.jobs().find(key);
        var version = job == null ? 1 : job.version();
        var due = job == null ? null : job.due();
        var evaluation =
                new Evaluation("", key, version, "test", blocked, followUpTickMs, 0, List.of());
        var sequence = due == null ? cluster.sequence() : due.sequence();
        return new Plan(key, version, sequence, places, stops, List.of(), evaluation);
    }

    static Plan.Put place(int index, String node) {
        return place(index, node, null);
    }

    static Plan.Put place(int index, String node, @Nullable String previous) {
        return new Plan.Put("web", index, node, Map.of(), previous, List.of(), 0.5);
    }

    static JobKey key(String name) {
        return new JobKey("default", name);
    }

    String report(String node, String... states) {
        var changes = new ArrayList<ObservedChange>();
        for (var state : states) {
            var parts = state.split(" ", 2);
            var observed = observed(Status.valueOf(parts[1]));
            changes.add(new ObservedChange(parts[0], observed));
        }
        return tell(new ClusterMessage.Report(node, changes));
    }

    static Observed observed(Status status) {
        return Observed.of(status, status == Status.RUNNING, "", 1, 1, Map.of());
    }

    String contact(String node, boolean reachable) {
        return tell(new ClusterMessage.Contact(node, reachable, 0));
    }

    Allocation allocation(String id) {
        var allocation = cluster.allocations().find(id);
        if (allocation == null) throw new AssertionError("no allocation " + id);
        return allocation;
    }

    Node node(String id) {
        var node = cluster.nodes().find(id);
        if (node == null) throw new AssertionError("no node " + id);
        return node;
    }

    Job job(String name) {
        var job = cluster.jobs().find(key(name));
        if (job == null) throw new AssertionError("no job " + name);
        return job;
    }

    /// `a1 RUNNING run; a2 LOST stop` of all that are not forgotten.
    String allocations() {
        var lines = new ArrayList<String>();
        for (var it : cluster.allocations().values()) {
            lines.add(
                    "%s %s on %s, %s"
                            .formatted(
                                    it.id(),
                                    it.observed().status(),
                                    it.node(),
                                    it.desired().run() ? "run" : "stop"));
        }
        lines.sort(null);
        return String.join("\n", lines) + "\n";
    }

    static String lines(String... lines) {
        return String.join("\n", Arrays.asList(lines)) + "\n";
    }
}
