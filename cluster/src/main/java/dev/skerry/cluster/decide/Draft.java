package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterFact.DesiredChange;
import dev.skerry.cluster.ClusterFact.EvaluationDue;
import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Desired;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deadlines;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.StopReason;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Now;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A decision in the making. What is gathered becomes one list of facts: first what is said of
/// nodes and jobs, then how allocations stand, then what is wanted of them, then what follows from
/// that, and last which jobs the scheduler shall look at.
public final class Draft {
    /// The pool that means every pool.
    private static final String ALL_POOLS = "all";

    final Cluster cluster;
    final Now now;
    private final List<ClusterFact> first = new ArrayList<>();
    private final Map<String, Observed> observed = new LinkedHashMap<>();
    private final Map<String, Desired> desired = new LinkedHashMap<>();
    private final List<ClusterFact> last = new ArrayList<>();
    private final Map<JobKey, EvaluationDue> due = new TreeMap<>();

    /// Namespaces with a quota of which less is used from now on.
    private final Set<String> relieved = new HashSet<>();

    /// Nodes on which something is live no more.
    private final Set<String> left = new HashSet<>();

    public Draft(Cluster cluster, Now now) {
        this.cluster = cluster;
        this.now = now;
    }

    /// A fact that comes before all that is said of allocations.
    Draft fact(ClusterFact fact) {
        first.add(fact);
        return this;
    }

    /// A fact that comes after what is said of allocations.
    Draft then(ClusterFact fact) {
        last.add(fact);
        return this;
    }

    /// The allocation stands like this as far as this decision has got.
    Observed observed(Allocation allocation) {
        return observed.getOrDefault(allocation.id(), allocation.observed());
    }

    /// When it is given up, what it has used of a quota is free.
    void observe(Allocation allocation, Observed next) {
        observed.put(allocation.id(), next);
        var namespace = allocation.slot().job().namespace();
        boolean leaves = allocation.live() && next.status().terminal();
        if (leaves) left.add(allocation.node());
        if (leaves && cluster.namespaces().quota(namespace).limited()) relieved.add(namespace);
    }

    /// The servers assume it, since the node cannot be asked.
    void assume(Allocation allocation, Status status, String description) {
        var was = observed(allocation);
        observe(
                allocation,
                new Observed(
                        status,
                        false,
                        description,
                        now.tickMs(),
                        now.wallMs(),
                        was.tasks(),
                        was.rounds()));
    }

    /// The node shall stop it; it stays stopped should the node come back with it.
    void stop(Allocation allocation, String reason) {
        var was = allocation.desired();
        if (!was.run()) return;
        desire(allocation, was.stop(reason));
    }

    void desire(Allocation allocation, Desired next) {
        desired.put(allocation.id(), next);
    }

    void lose(Allocation allocation, String reason) {
        assume(allocation, Status.LOST, reason);
        stop(allocation, reason);
    }

    /// The scheduler shall look at the job; the first reason in a decision is the one that is told.
    Draft due(JobKey job, String trigger) {
        return due(job, trigger, 0);
    }

    Draft due(JobKey job, String trigger, long notBeforeTickMs) {
        if (!cluster.jobs().has(job)) return this;
        var next = new EvaluationDue(job, trigger, notBeforeTickMs);
        due.merge(job, next, (a, b) -> a.notBeforeTickMs() <= b.notBeforeTickMs() ? a : b);
        return this;
    }

    /// What found no place before may find one on that node now, if it may run in its pool at all:
    /// what waits elsewhere is not looked at, so that nobody notices what others do.
    ///
    /// @param node null: nobody knows which one that was
    Draft roomier(@Nullable Node node, String trigger) {
        for (var job : cluster.watch().blocked())
            if (node == null || mayRun(job, node)) due(job, trigger);
        return this;
    }

    /// The same wherever that job may run.
    Draft roomierFor(JobSpec spec, String trigger) {
        var pool = spec.where().pool();
        for (var key : cluster.watch().blocked()) {
            var job = cluster.jobs().find(key);
            var other = job == null ? pool : job.spec().where().pool();
            boolean all = pool.equals(ALL_POOLS) || other.equals(ALL_POOLS);
            if (!key.equals(spec.key()) && (all || pool.equals(other))) due(key, trigger);
        }
        return this;
    }

    /// The same for what waits in one namespace.
    Draft roomier(String namespace, String trigger) {
        for (var job : cluster.watch().blocked())
            if (job.namespace().equals(namespace)) due(job, trigger);
        return this;
    }

    /// Something has changed about a node that placements depend on: system jobs of its pool, and
    /// what found no place there, are looked at again.
    Draft changed(Node node, String trigger) {
        for (var key : cluster.watch().system()) if (mayRun(key, node)) due(key, trigger);
        return roomier(node, trigger);
    }

    private boolean mayRun(JobKey key, Node node) {
        var job = cluster.jobs().find(key);
        if (job == null) return false;
        var pool = job.spec().where().pool();
        return pool.equals(ALL_POOLS) || pool.equals(node.identity().pool());
    }

    /// What a drain ends last may end now.
    private void lastOn(String id) {
        var node = cluster.nodes().find(id);
        var drain = node == null ? null : node.scheduling().drain();
        if (drain == null || !drain.systemToo()) return;
        for (var each : cluster.onNode(id)) {
            var it = cluster.allocations().find(each);
            if (it != null && it.wanted() && Deadlines.last(cluster, it))
                due(it.slot().job(), StopReason.DRAINED);
        }
    }

    List<ClusterFact> facts() {
        for (var node : left) lastOn(node);
        for (var namespace : relieved) roomier(namespace, "quota has room");
        var facts = new ArrayList<>(first);
        if (!observed.isEmpty()) {
            var changes = new ArrayList<ObservedChange>(observed.size());
            observed.forEach((id, next) -> changes.add(new ObservedChange(id, next)));
            facts.add(new ClusterFact.AllocationsObserved(changes));
        }
        if (!desired.isEmpty()) {
            var changes = new ArrayList<DesiredChange>(desired.size());
            desired.forEach((id, next) -> changes.add(new DesiredChange(id, next)));
            facts.add(new ClusterFact.AllocationsDesired(changes));
        }
        facts.addAll(last);
        facts.addAll(due.values());
        return facts;
    }

    Decision<ClusterFact, NoEffect> decision() {
        return Decision.of(facts());
    }
}
