package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Node.Reserved;
import dev.skerry.cluster.state.Node.TakenPorts;
import dev.skerry.cluster.state.Watch.Deadline;
import dev.skerry.cluster.state.Watch.Seat;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.PersistentMap;
import dev.skerry.kernel.PersistentSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A cluster while many of its allocations change in one go. Each node, each job and each namespace
/// is written once, however many of its allocations change.
final class AllocationBatch {
    private final Cluster before;
    private final Map<String, NodeTally> nodes = new HashMap<>();
    private final Map<JobKey, JobTally> jobs = new HashMap<>();
    private final Map<String, UseTally> uses = new HashMap<>();
    private final PersistentMap.MapDraft<String, Allocation> allocations;
    private PersistentAgenda<Deadline> deadlines;
    private boolean freed;

    AllocationBatch(Cluster before) {
        this.before = before;
        this.allocations = before.allocations().draft();
        this.deadlines = before.watch().deadlines();
    }

    @Nullable Allocation find(String id) {
        return allocations.find(id);
    }

    /// A new allocation, or what has become of one.
    void put(Allocation next) {
        var id = next.id();
        var old = allocations.find(id);
        allocations.put(id, next);
        var job = job(next.slot().job());
        var node = node(next.node()); // whose drain may be over, or wait for something else
        if (old == null) {
            node.ids.add(id);
            job.ids.add(id);
        }
        count(job, next, old, next);
        job.seat(before, old, next);
        if (old == null && next.observed().status() == Allocation.Status.PENDING) return;
        deadlines =
                deadlines
                        .with(new Deadline.Lost(id), Deadlines.lostAtTickMs(before, next))
                        .with(new Deadline.Forget(id), Deadlines.forgetAtTickMs(before, next));
    }

    /// Their job or node has changed, and with it when the unknown of them are lost and the ended
    /// ones are forgotten.
    AllocationBatch anew(Collection<String> ids) {
        for (var id : ids) {
            var allocation = allocations.find(id);
            if (allocation == null) continue;
            boolean unknown = allocation.observed().status() == Allocation.Status.UNKNOWN;
            if (unknown || !allocation.live()) put(allocation);
        }
        return this;
    }

    void forget(String id) {
        var old = allocations.find(id);
        if (old == null) return;
        allocations.remove(id);
        var job = job(old.slot().job());
        count(job, old, old, null);
        job.seat(before, old, null);
        node(old.node()).ids.remove(id);
        job.ids.remove(id);
        deadlines = deadlines.without(new Deadline.Lost(id)).without(new Deadline.Forget(id));
    }

    /// Counts the allocation in its job and namespace, and on its node, if that has changed.
    ///
    /// @param which as it was or as it will be: what it has reserved is the same
    private void count(
            JobTally job, Allocation which, @Nullable Allocation old, @Nullable Allocation next) {
        boolean lives = next != null && next.live();
        if (lives != (old != null && old.live())) {
            job.live += lives ? 1 : -1;
            job.use.count(which.reserved(), lives);
            freed |= !lives && job.use.limited;
        }
        boolean holds = next != null && next.holds();
        if (holds == (old != null && old.holds())) return;
        node(which.node()).count(which, holds, holds ? which.ports().values() : left(which));
        freed |= !holds;
    }

    /// The ports that nobody has once it is gone. Whom it displaces, and who displaces it, may hold
    /// the same ones for a while.
    private Collection<Integer> left(Allocation which) {
        var of = which.lineage();
        if (of.displacedBy() == null && of.displaces().isEmpty()) return which.ports().values();
        var left = new ArrayList<>(which.ports().values());
        var others = new ArrayList<>(of.displaces());
        if (of.displacedBy() != null) others.add(of.displacedBy());
        for (var id : others) {
            var other = allocations.find(id);
            if (other != null && other.holds() && other.node().equals(which.node()))
                left.removeAll(other.ports().values());
        }
        return left;
    }

    /// What is reserved on a node that has just joined: allocations of an earlier time may be
    /// there.
    static Reserved held(Cluster cluster, String node) {
        var tally = new NodeTally(cluster, node);
        for (var id : cluster.onNode(node)) {
            var allocation = cluster.allocations().find(id);
            if (allocation != null && allocation.holds())
                tally.count(allocation, true, allocation.ports().values());
        }
        return tally.reserved(Reserved.NONE);
    }

    private NodeTally node(String id) {
        return nodes.computeIfAbsent(id, it -> new NodeTally(before, it));
    }

    private JobTally job(JobKey key) {
        return jobs.computeIfAbsent(key, it -> new JobTally(before, it, use(it.namespace())));
    }

    private UseTally use(String namespace) {
        return uses.computeIfAbsent(namespace, it -> new UseTally(before, it));
    }

    Cluster done() {
        var allNodes = before.nodes();
        var byNode = before.byNode();
        for (var entry : nodes.entrySet()) {
            var tally = entry.getValue();
            byNode = tally.ids.in(byNode, entry.getKey());
            var node = tally.node;
            if (node != null) allNodes = allNodes.with(node.id(), tally.done(node));
        }
        var byJob = before.byJob();
        var watch = before.watch().with(deadlines);
        for (var entry : jobs.entrySet()) {
            var tally = entry.getValue();
            byJob = tally.ids.in(byJob, entry.getKey());
            var seats = tally.seats;
            watch = seats == null ? watch : watch.seated(entry.getKey(), seats.done());
            if (tally.live == watch.live(entry.getKey())) continue;
            var job = tally.job;
            if (job == null) watch = watch.live(entry.getKey(), tally.live);
            else watch = watch.live(job, tally.live);
        }
        var namespaces = before.namespaces();
        for (var entry : uses.entrySet())
            namespaces = entry.getValue().in(namespaces, entry.getKey());
        var after =
                new Cluster(
                        before.passed(),
                        allNodes,
                        before.jobs(),
                        allocations.done(),
                        new Cluster.Index(
                                byNode,
                                byJob,
                                before.index().byNamespace(),
                                before.index().launching()),
                        before.tokens(),
                        before.rules().with(namespaces),
                        watch);
        return drains(launches(freed ? after.roomier() : after));
    }

    /// The last of a child may have ended.
    private Cluster launches(Cluster after) {
        for (var tally : jobs.values()) {
            var job = tally.job;
            if (job != null && job.spec().launchedBy() != null) after = after.launching(job);
        }
        return after;
    }

    private Cluster drains(Cluster after) {
        var watch = after.watch();
        for (var id : nodes.keySet()) {
            var node = after.nodes().find(id);
            if (node == null || node.scheduling().drain() == null) continue;
            watch = watch.with(node, Deadlines.drainAtTickMs(after, node));
        }
        return after.with(watch);
    }

    /// The ids of one node or one job.
    private static final class Ids {
        private final PersistentSet<String> before;
        private PersistentSet.@Nullable SetDraft<String> draft;

        Ids(PersistentSet<String> before) {
            this.before = before;
        }

        void add(String id) {
            draft().add(id);
        }

        void remove(String id) {
            draft().remove(id);
        }

        private PersistentSet.SetDraft<String> draft() {
            var known = draft;
            if (known == null) draft = known = before.draft();
            return known;
        }

        <K> PersistentMap<K, PersistentSet<String>> in(
                PersistentMap<K, PersistentSet<String>> index, K key) {
            if (draft == null) return index;
            var ids = draft.done();
            return ids.isEmpty() ? index.without(key) : index.with(key, ids);
        }
    }

    private static final class JobTally {
        final @Nullable Job job;
        final UseTally use;
        final Ids ids;
        int live;
        PersistentMap.@Nullable MapDraft<Seat, Integer> seats;

        /// @param use of its namespace
        JobTally(Cluster before, JobKey key, UseTally use) {
            this.use = use;
            job = before.jobs().find(key);
            ids = new Ids(before.byJob().find(key, PersistentSet.empty()));
            live = before.watch().live(key);
        }

        void seat(Cluster before, @Nullable Allocation old, @Nullable Allocation next) {
            if (job == null) return;
            var left = old == null ? null : Seat.of(before, job, old);
            var taken = next == null ? null : Seat.of(before, job, next);
            if (Objects.equals(left, taken)) return;
            var all = seats;
            if (all == null)
                seats = all = before.watch().seats().find(job.key(), PersistentMap.empty()).draft();
            if (left != null) {
                int others = all.find(left, 1) - 1;
                if (others == 0) all.remove(left);
                else all.put(left, others);
            }
            if (taken != null) all.put(taken, all.find(taken, 0) + 1);
        }
    }

    /// What is used in one namespace.
    private static final class UseTally {
        final boolean limited;
        private long cpuMhz;
        private long memoryBytes;
        private long allocations;

        UseTally(Cluster before, String namespace) {
            limited = before.namespaces().quota(namespace).limited();
        }

        void count(Resources reserved, boolean more) {
            int sign = more ? 1 : -1;
            cpuMhz += sign * reserved.cpuMhz();
            memoryBytes += sign * reserved.memoryBytes();
            allocations += sign;
        }

        Namespaces in(Namespaces all, String namespace) {
            var change = new Use(cpuMhz, memoryBytes, allocations);
            if (change.equals(Use.NONE)) return all;
            var was = all.use(namespace);
            return all.with(
                    namespace,
                    new Use(
                            was.cpuMhz() + cpuMhz,
                            was.memoryBytes() + memoryBytes,
                            was.allocations() + allocations));
        }
    }

    private static final class NodeTally {
        final @Nullable Node node;
        final Ids ids;
        private long cpuMhz;
        private long memoryBytes;
        private long diskBytes;
        private int allocations;
        private boolean changed;
        private TakenPorts ports;

        NodeTally(Cluster before, String id) {
            node = before.nodes().find(id);
            ports = node == null ? TakenPorts.NONE : node.used().ports();
            ids = new Ids(before.byNode().find(id, PersistentSet.empty()));
        }

        void count(Allocation allocation, boolean holds, Collection<Integer> numbers) {
            changed = true;
            int sign = holds ? 1 : -1;
            var reserved = allocation.reserved();
            cpuMhz += sign * reserved.cpuMhz();
            memoryBytes += sign * reserved.memoryBytes();
            diskBytes += sign * reserved.diskBytes();
            allocations += sign;
            if (numbers.isEmpty()) return;
            ports = holds ? ports.with(numbers) : ports.without(numbers);
        }

        Node done(Node node) {
            return changed ? node.with(reserved(node.used())) : node;
        }

        Reserved reserved(Reserved used) {
            return new Reserved(
                    used.resources().plus(new Resources(cpuMhz, memoryBytes, diskBytes)),
                    ports,
                    used.allocations() + allocations);
        }
    }
}
