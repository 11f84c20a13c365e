package dev.skerry.sim.cluster;

import dev.skerry.cluster.decide.DeploymentDecisions;
import dev.skerry.cluster.decide.NamespaceDecisions;
import dev.skerry.cluster.deployment.Rollout;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.scheduler.Expressions;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deployment;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Watch.Deadline;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.sim.cluster.random.RandomJobs;
import dev.skerry.sim.world.History;
import dev.skerry.sim.world.SimLinks;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// After everything is well again, what is wanted and what runs must come together, and soon.
final class Healed {
    /// A link that has gone dark is given up by then and dialled anew, what was to stop has
    /// stopped, and what failed was started again or placed elsewhere; one after the other. Drains
    /// and other waits of the servers go by meanwhile.
    static final long WITHIN_MS =
            SimLinks.NOTICED_MS
                    + SimLinks.MISSED_AFTER_MS
                    + RandomJobs.RESTART_INTERVAL_MS
                    + RandomJobs.RESCHEDULE_DELAY_MS
                    + RandomJobs.STOP_TIMEOUT_MS
                    + RandomJobs.DEPLOYMENT_MS
                    + 5_000;

    private final Cluster cluster;
    private final List<ClusterOnNode> nodes;
    private final Expressions expressions;
    private final boolean allowed;

    /// @param allowed quotas hold nothing any more, since a moment ago: what they held comes now
    Healed(Cluster cluster, List<ClusterOnNode> nodes, Expressions expressions, boolean allowed) {
        this.cluster = cluster;
        this.nodes = nodes;
        this.expressions = expressions;
        this.allowed = allowed;
    }

    /// What is still not as it should be; null: all is well.
    @Nullable String missing() {
        for (var node : cluster.nodes().values()) {
            if (!node.contact().reachable()) return History.node(node.id()) + " is missed";
            if (node.scheduling().drain() != null) return History.node(node.id()) + " is draining";
        }
        var wanted = new TreeSet<String>();
        for (var allocation : cluster.allocations().values()) {
            if (!allocation.live() && keptForEver(allocation))
                return allocation.id() + " has ended, its slot is gone, and it is kept for ever";
            if (!allocation.live()) continue;
            if (!allocation.desired().run()) return allocation.id() + " should stop";
            var status = allocation.observed().status();
            if (status != Status.RUNNING) return allocation.id() + " is " + status;
            if (!recurs(allocation.id()))
                wanted.add(History.node(allocation.node()) + "/" + allocation.id());
        }
        var running = new TreeSet<String>();
        for (var node : nodes)
            for (var key : node.processes.running())
                if (!recurs(key.allocation())) running.add(node.name() + "/" + key.allocation());
        if (!running.equals(wanted))
            return "the servers want %s, the nodes run %s".formatted(wanted, running);
        for (var parent : cluster.index().launching().byParent().asMap().entrySet()) {
            int ended = parent.getValue().ended().size();
            if (ended > 0 && !cluster.jobs().has(parent.getKey()))
                return parent.getKey().name() + " is gone, and its ended children are not";
        }
        for (var job : cluster.jobs().values()) {
            var missing = missing(job);
            if (missing != null) return job.key().name() + " " + missing;
        }
        return null;
    }

    /// It runs at its times only.
    private boolean recurs(String id) {
        var allocation = cluster.allocations().find(id);
        var job = allocation == null ? null : cluster.jobs().find(allocation.slot().job());
        return job != null && job.spec().onNode();
    }

    private @Nullable String missing(Job job) {
        var due = job.due();
        if (due != null && due.notBeforeTickMs() == 0) return "is still to be looked at";
        var live = new ArrayList<Allocation>();
        for (var id : cluster.ofJob(job.key())) {
            var allocation = cluster.allocations().find(id);
            if (allocation != null && allocation.live()) live.add(allocation);
        }
        if (job.spec().parent() && !live.isEmpty()) return "runs itself: " + ids(live);
        int ended = cluster.childrenOf(job.key()).ended().size();
        var launch = job.spec().launch();
        if (launch != null && ended > launch.keep()) return "has " + ended + " ended children";
        if (job.spec().parent()) return null;
        if (job.stopped()) return live.isEmpty() ? null : "is stopped and runs " + ids(live);
        if (job.current().recalled())
            return goesBack(job) ? "should have gone back to what may run" : null;
        boolean halted = halted(job) || (allowed && deployed(job));
        if (!halted && deployed(job)) return "is still being deployed";
        if (goesBack(job)) return "should have gone back to what was proven";
        live.removeIf(one -> halted && one.slot().canary());
        for (var group : job.spec().groups()) {
            var here =
                    live.stream().filter(one -> one.slot().group().equals(group.name())).toList();
            var missing =
                    job.spec().type().everywhere()
                            ? everywhere(job, group, here, halted)
                            : slots(job, group, here, halted);
            if (missing != null) return group.name() + " " + missing;
        }
        return null;
    }

    /// A new version comes, and nothing keeps it from coming.
    private static boolean deployed(Job job) {
        var it = job.deployment();
        return it != null && it.stage() == Deployment.Stage.RUNNING && !job.blocked();
    }

    /// Its deployment goes no further by itself: older versions may stay.
    private boolean halted(Job job) {
        var it = job.deployment();
        if (it == null || it.stage() == Deployment.Stage.SUCCESSFUL) return false;
        if (it.stage() != Deployment.Stage.RUNNING) return true;
        if (job.blocked()) return true;
        var now = new Now(Long.MAX_VALUE / 2, 0); // whatever has to be healthy for long is
        var all = Rollout.all(cluster, job, now);
        boolean nobody = all.stream().allMatch(one -> one.healthy() == 0);
        return nobody
                || all.stream()
                        .anyMatch(one -> one.waitsForCanaries() && !one.update().autoPromote());
    }

    /// Where nobody asks for a signature, and no quota is against it.
    private boolean goesBack(Job job) {
        var revert = DeploymentDecisions.revert(job);
        if (revert == null || !job.key().namespace().equals(JobKey.DEFAULT_NAMESPACE)) return false;
        var stable = job.kept(revert.version());
        return stable != null && NamespaceDecisions.against(cluster, stable.spec()) == null;
    }

    /// Only what ended last in a slot may be.
    private boolean keptForEver(Allocation ended) {
        var forget = new Deadline.Forget(ended.id());
        if (cluster.watch().deadlines().tickMs(forget) != PersistentAgenda.NEVER) return false;
        var job = cluster.jobs().find(ended.slot().job());
        var group = job == null ? null : job.spec().group(ended.slot().group());
        if (job == null || group == null) return true;
        return job.spec().type().everywhere()
                ? !cluster.nodes().has(ended.node())
                : ended.slot().index() >= group.count();
    }

    private static List<String> ids(List<Allocation> all) {
        return all.stream().map(Allocation::id).sorted().toList();
    }

    private @Nullable String slots(
            Job job, GroupSpec group, List<Allocation> live, boolean halted) {
        var filled = new TreeSet<Integer>();
        for (var one : live) {
            if (one.slot().index() >= group.count() || !filled.add(one.slot().index()))
                return "runs %s of %d".formatted(ids(live), group.count());
            if (one.slot().version() != job.version() && !job.blocked() && !halted)
                return one.id() + " runs an older version";
        }
        for (int index = 0; index < group.count(); index++)
            if (!filled.contains(index) && !isOver(job, group, index)) {
                if (!job.blocked()) return "slot %d is empty and nobody says why".formatted(index);
                var room = halted ? null : roomFor(job, group, live);
                if (room != null) return "slot %d is empty and %s has room".formatted(index, room);
            }
        return null;
    }

    /// A batch that has done its work, or has used up its attempts.
    private boolean isOver(Job job, GroupSpec group, int index) {
        if (!job.spec().type().ends()) return false;
        for (var id : cluster.ofJob(job.key())) {
            var one = cluster.allocations().find(id);
            if (one == null || !one.slot().group().equals(group.name())) continue;
            if (one.slot().index() != index || one.slot().version() != job.version()) continue;
            if (one.observed().status() == Status.COMPLETE) return true;
        }
        return false;
    }

    /// It has done its work on that node.
    private boolean isOver(Job job, GroupSpec group, Node node) {
        for (var id : cluster.ofJob(job.key())) {
            var one = cluster.allocations().find(id);
            if (one == null || !one.slot().group().equals(group.name())) continue;
            if (one.node().equals(node.id()) && job.done(one)) return true;
        }
        return false;
    }

    private @Nullable String everywhere(
            Job job, GroupSpec group, List<Allocation> live, boolean halted) {
        for (var node : cluster.nodes().values()) {
            long here = live.stream().filter(one -> one.node().equals(node.id())).count();
            if (here > 1) return "runs twice on " + History.node(node.id());
            if (here == 0 && !halted && !isOver(job, group, node) && fits(job, group, node))
                return "does not run on %s, which has room".formatted(History.node(node.id()));
        }
        return null;
    }

    /// A node that could take one more; null: there is none.
    private @Nullable String roomFor(Job job, GroupSpec group, List<Allocation> live) {
        boolean distinct =
                group.placement().distinctHosts() || job.spec().placement().distinctHosts();
        for (var node : cluster.nodes().values()) {
            if (distinct && live.stream().anyMatch(one -> one.node().equals(node.id()))) continue;
            if (fits(job, group, node)) return History.node(node.id());
        }
        return null;
    }

    /// The quota of its namespace has room for one more, and so has the node.
    private boolean fits(Job job, GroupSpec group, Node node) {
        if (!node.schedulable()) return false;
        var namespace = job.key().namespace();
        var quota = cluster.namespaces().quota(namespace);
        if (!quota.allows(node.identity().pool())) return false;
        if (!quota.fits(cluster.namespaces().use(namespace), group.resources())) return false;
        for (var rules : List.of(job.spec().placement(), group.placement()))
            for (var rule : rules.constraints()) if (!expressions.test(rule, node)) return false;
        var sum = group.resources();
        for (var id : cluster.onNode(node.id())) {
            var one = cluster.allocations().find(id);
            if (one == null || !one.holds()) continue;
            sum = sum.plus(one.reserved());
            for (int port : group.ports().values())
                if (port != 0 && one.ports().containsValue(port)) return false;
        }
        return sum.fitsIn(node.facts().capacity());
    }
}
