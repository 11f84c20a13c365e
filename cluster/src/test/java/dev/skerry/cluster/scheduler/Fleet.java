package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Allocation.TaskState;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.cluster.state.Plan;
import dev.skerry.cluster.state.Quota;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Sight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A cluster that can be told what happens, with nodes in a line of text each.
final class Fleet {
    private static final long HOUR_MS = 3_600_000;

    final ClusterMachine machine = new ClusterMachine();
    final Expressions expressions = new FakeExpressions();
    Cluster cluster = Cluster.EMPTY;
    long tickMs = 1_000_000;

    /// `a cpu=1000 memory=512 disk=1000 arch=amd64 pool=default dc=hall-1 site=north`, one a line;
    /// what is no fact is meta.
    static Fleet of(String lines) {
        var fleet = new Fleet();
        lines.lines().filter(line -> !line.isBlank()).forEach(line -> fleet.add(line.strip()));
        return fleet;
    }

    void add(String line) {
        var words = new HashMap<String, String>();
        var id = line.split(" ", 2)[0];
        for (var word : line.split(" ", -1)) {
            int at = word.indexOf('=');
            if (at > 0) words.put(word.substring(0, at), word.substring(at + 1));
        }
        var pool = take(words, "pool", "default");
        var identity = new Node.Identity(id, id, pool, take(words, "dc", "dc1"));
        apply(new ClusterFact.NodeJoined(identity, tickMs, tickMs, ""));
        apply(new ClusterFact.NodeDescribed(id, facts(words)));
        apply(new ClusterFact.NodeMetaSet(id, words));
        apply(new ClusterFact.NodeContact(id, true, tickMs, tickMs, 0, 1));
    }

    /// Its agent says something else.
    void describe(String id, String line) {
        var words = new HashMap<String, String>();
        for (var word : line.split(" ", -1))
            words.put(word.split("=", 2)[0], word.split("=", 2)[1]);
        apply(new ClusterFact.NodeDescribed(id, facts(words)));
    }

    private static NodeFacts facts(Map<String, String> words) {
        int cpu = Integer.parseInt(take(words, "cpu", "1000"));
        long memory = Long.parseLong(take(words, "memory", "1024")) * Jobs.MIB;
        long disk = Long.parseLong(take(words, "disk", "1000")) * Jobs.MIB;
        return new NodeFacts(
                new NodeFacts.Os("debian", "13", "6.12", "glibc"),
                new NodeFacts.Cpu(take(words, "arch", "arm64"), "armv8", 1, cpu, 100),
                new Resources(cpu, memory, disk),
                List.of(),
                List.of(),
                NodeFacts.Power.MAINS,
                new NodeFacts.Software(
                        "1",
                        "",
                        List.of(),
                        List.of(take(words, "driver", "exec").split("\\+", -1))),
                new NodeFacts.Extra(0, List.of(), Map.of(), List.of()));
    }

    private static String take(Map<String, String> words, String name, String otherwise) {
        var word = words.remove(name);
        return word == null ? otherwise : word;
    }

    void apply(ClusterFact fact) {
        cluster = machine.apply(cluster, fact);
    }

    Fleet send(ClusterMessage message) {
        switch (machine.decide(Sight.alone(cluster), message, now())) {
            case Decision.Accepted<ClusterFact, ?>(var facts, _) -> facts.forEach(this::apply);
            case Decision.Refused<ClusterFact, ?>(var refusal) ->
                    throw new IllegalStateException(refusal.sentence());
        }
        return this;
    }

    Now now() {
        return new Now(tickMs, tickMs);
    }

    /// Time goes on, and what is due by time alone happens.
    Fleet later(long ms) {
        tickMs += ms;
        while (machine.wakeAtTickMs(cluster) <= tickMs) send(new ClusterMessage.Tick());
        return this;
    }

    Fleet submit(JobSpec spec) {
        return send(new ClusterMessage.SubmitJob(spec, -1));
    }

    Fleet submit(String line, String... more) {
        return submit(Jobs.of(line, more));
    }

    /// The quota of the default namespace.
    Fleet limit(Quota quota) {
        return send(new ClusterMessage.ApplyNamespace(NamespaceSpec.of("default", "", quota)));
    }

    Fleet limit(Quota quota, List<JobSpec.Type> preempts) {
        var spec = new NamespaceSpec("default", "", quota, preempts);
        return send(new ClusterMessage.ApplyNamespace(spec));
    }

    /// Jobs of these types may displace others.
    Fleet preempts(JobSpec.Type... types) {
        return send(
                new ClusterMessage.ApplyNamespace(
                        new NamespaceSpec("default", "", Quota.NONE, List.of(types))));
    }

    /// A job that runs as it shall.
    Fleet running(String name, String line, String... more) {
        var key = new JobKey("default", name);
        submit(Jobs.of(key, line, more));
        send(new ClusterMessage.Settle(plan(key)));
        return obey();
    }

    Fleet stopJob() {
        return send(new ClusterMessage.StopJob(Jobs.KEY, false));
    }

    Plan plan() {
        return plan(Jobs.KEY);
    }

    Plan plan(JobKey key) {
        return Scheduler.plan(cluster, key, now(), expressions);
    }

    /// Plans and does it; what came of it.
    String settle() {
        return settle(Jobs.KEY);
    }

    String settle(JobKey key) {
        var plan = plan(key);
        var text = Plans.text(plan, this);
        send(new ClusterMessage.Settle(plan));
        return text;
    }

    /// All that shall run on nodes that can be heard does, and all that shall end has ended.
    Fleet obey() {
        for (var one : allocations()) {
            var node = cluster.nodes().find(one.node());
            if (!one.live() || node == null || !node.contact().reachable()) continue;
            report(one.id(), one.desired().run() ? Status.RUNNING : Status.COMPLETE);
        }
        return this;
    }

    /// Its node says so.
    Fleet report(String id, Status status) {
        return report(id, status, tickMs);
    }

    Fleet report(String id, Status status, long startedWallMs) {
        return report(
                id, status, status == Status.COMPLETE ? "complete" : "running", startedWallMs);
    }

    /// It has ended because it was told to, or by its policy.
    Fleet saysStopped(String name) {
        return report(id(name), Status.COMPLETE, "stopped", tickMs);
    }

    private Fleet report(String id, Status status, String phase, long startedWallMs) {
        var task = new TaskState(phase, 1, 0, -1, true, startedWallMs, "");
        var observed = Observed.of(status, true, "", 0, 0, Map.of("main", task));
        var change = new ObservedChange(id, observed);
        return send(new ClusterMessage.Report(allocation(id).node(), List.of(change)));
    }

    Fleet missed(String node) {
        return send(new ClusterMessage.Contact(node, false, 0));
    }

    Fleet back(String node) {
        return send(new ClusterMessage.Contact(node, true, 0));
    }

    Fleet drain(String node, boolean systemToo) {
        return send(new ClusterMessage.DrainNode(node, HOUR_MS, systemToo));
    }

    Fleet eligible(String node, boolean eligible) {
        return send(new ClusterMessage.SetEligible(node, eligible));
    }

    List<Allocation> allocations() {
        return cluster.allocations().values().stream().sorted(Allocation.BY_AGE).toList();
    }

    /// The newest at `web[0]@a`.
    String id(String place) {
        return allocations().reversed().stream()
                .filter(one -> Plans.name(one).equals(place))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /// The newest of that name ended, came back or failed, as its node says.
    Fleet says(String place, Status status) {
        return report(id(place), status);
    }

    Allocation allocation(String id) {
        var allocation = cluster.allocations().find(id);
        if (allocation == null) throw new IllegalArgumentException(id);
        return allocation;
    }
}
