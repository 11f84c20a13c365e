package dev.skerry.cluster;

import dev.skerry.cluster.Allocation.Desired;
import dev.skerry.cluster.Allocation.Lineage;
import dev.skerry.cluster.Allocation.Slot;
import dev.skerry.cluster.Allocation.Status;
import dev.skerry.cluster.contact.Absence;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.kernel.PersistentMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The cluster after a fact. What a fact names and is not there any more is passed over: the log
/// has already decided.
final class ClusterApply {
    /// A token that ended so long before the newest one ends has surely ended.
    private static final long TOKEN_DROPPED_AFTER_MS = NodeDecisions.TOKEN_TTL_MAX_MS;

    /// Tokens are looked through for ended ones whenever so many have come.
    private static final int TOKENS_LOOKED_THROUGH_EVERY = 256;

    private ClusterApply() {}

    static Cluster apply(Cluster cluster, ClusterFact fact) {
        return switch (fact) {
            case ClusterFact.TimeNoted(var tickMs) -> cluster.atTick(tickMs);
            case ClusterFact.ServersAway(var fromMs, var untilMs) ->
                    cluster.with(new Absence(fromMs, untilMs));
            case ClusterFact.TokenIssued it -> issued(cluster, it.token());
            case ClusterFact.TokenUsed it -> used(cluster, it);
            case ClusterFact.NodeJoined it -> joined(cluster, it);
            case ClusterFact.NodeDescribed(var id, var facts) -> {
                var node = cluster.nodes().find(id);
                yield node == null ? cluster : cluster.with(node.with(facts)).roomier();
            }
            case ClusterFact.NodeMetaSet(var id, var meta) -> {
                var node = cluster.nodes().find(id);
                yield node == null ? cluster : cluster.with(node.with(meta)).roomier();
            }
            case ClusterFact.NodeScheduled(var id, var scheduling) -> {
                var node = cluster.nodes().find(id);
                yield node == null ? cluster : cluster.with(node.with(scheduling)).roomier();
            }
            case ClusterFact.NodeContact it -> contact(cluster, it);
            case ClusterFact.NodeCopied _ -> cluster;
            case ClusterFact.NodeRemoved(var id) -> {
                var node = cluster.nodes().find(id);
                yield node == null ? cluster : removed(cluster, node);
            }
            case ClusterFact.JobAccepted it -> accepted(cluster, it);
            case ClusterFact.JobStopped(var key, boolean purge) -> {
                var job = cluster.jobs().find(key);
                yield job == null ? cluster : cluster.with(job.stop(purge));
            }
            case ClusterFact.JobPurged(var key) -> cluster.without(key);
            case ClusterFact.EvaluationDue it -> due(cluster, it);
            case ClusterFact.Evaluated it -> evaluated(cluster, it);
            case ClusterFact.AllocationsPlaced it -> placed(cluster, it);
            case ClusterFact.AllocationsDesired it -> desired(cluster, it);
            case ClusterFact.AllocationsUpdated it -> updated(cluster, it);
            case ClusterFact.AllocationsObserved it -> observed(cluster, it);
            case ClusterFact.AllocationsForgotten it -> forgotten(cluster, it);
        };
    }

    private static Cluster issued(Cluster cluster, JoinToken token) {
        var next = cluster.with(token);
        var tokens = next.tokens();
        if (tokens.size() % TOKENS_LOOKED_THROUGH_EVERY != 0) return next;
        for (var old : next.tokens().values()) {
            if (old.expiresTickMs() < token.expiresTickMs() - TOKEN_DROPPED_AFTER_MS) {
                tokens = tokens.without(old.hash());
            }
        }
        return next.with(tokens);
    }

    private static Cluster used(Cluster cluster, ClusterFact.TokenUsed fact) {
        var old = cluster.tokens().find(fact.hash());
        if (old == null) return cluster;
        return cluster.with(
                new JoinToken(
                        old.hash(),
                        old.pool(),
                        old.expiresTickMs(),
                        old.expiresWallMs(),
                        fact.node(),
                        old.node(),
                        fact.key()));
    }

    private static Cluster joined(Cluster cluster, ClusterFact.NodeJoined fact) {
        var known = cluster.nodes().find(fact.identity().id());
        if (known != null)
            return cluster.with(known.with(fact.identity(), fact.joining())).roomier();
        return cluster.with(
                new Node(
                        fact.identity(),
                        NodeFacts.NONE,
                        Map.of(),
                        Node.Scheduling.OPEN,
                        new Node.Contact(false, fact.tickMs(), fact.wallMs(), 0, List.of()),
                        fact.joining(),
                        AllocationBatch.held(cluster, fact.identity().id())));
    }

    /// The tokens that it has joined with, or that were made for it, let nobody in any more.
    private static Cluster removed(Cluster cluster, Node node) {
        var tokens = cluster.tokens();
        for (var token : cluster.tokens().values())
            if (token.usedBy().equals(node.id()) || token.node().equals(node.id()))
                tokens = tokens.without(token.hash());
        return cluster.without(node).with(tokens);
    }

    private static Cluster contact(Cluster cluster, ClusterFact.NodeContact fact) {
        var node = cluster.nodes().find(fact.node());
        if (node == null) return cluster;
        var old = node.contact();
        var history = new ArrayList<>(old.history());
        history.add(new Node.Change(old.reachable(), old.sinceWallMs()));
        var first = Math.max(0, history.size() - Node.HISTORY_CHANGES_MAX);
        var kept = history.subList(first, history.size());
        var next =
                new Node.Contact(
                        fact.reachable(), fact.tickMs(), fact.wallMs(), fact.silenceMs(), kept);
        var after = waiting(cluster.with(node.with(next)), fact.node());
        return fact.reachable() ? after.roomier() : after;
    }

    /// What is unknown on the node is waited for in another way now.
    private static Cluster waiting(Cluster cluster, String node) {
        var batch = new AllocationBatch(cluster);
        for (var id : cluster.onNode(node)) {
            var allocation = cluster.allocations().find(id);
            if (allocation != null && allocation.observed().status() == Status.UNKNOWN)
                batch.put(allocation);
        }
        return batch.done();
    }

    private static Cluster accepted(Cluster cluster, ClusterFact.JobAccepted fact) {
        var key = fact.spec().key();
        var old = cluster.jobs().find(key);
        if (old == null) {
            return cluster.with(
                    new Job(
                            fact.spec(),
                            fact.version(),
                            false,
                            fact.wallMs(),
                            PersistentMap.empty(),
                            List.of(),
                            null));
        }
        return cluster.with(
                new Job(
                        fact.spec(),
                        fact.version(),
                        false,
                        fact.wallMs(),
                        kept(cluster, key, old.versions().with(old.version(), old.spec())),
                        old.evaluations(),
                        old.due()));
    }

    /// The newest versions, and those of which something may still run.
    private static PersistentMap<Long, JobSpec> kept(
            Cluster cluster, JobKey job, PersistentMap<Long, JobSpec> versions) {
        if (versions.size() <= Job.VERSIONS_KEPT) return versions;
        var runs = new HashSet<Long>();
        for (var id : cluster.ofJob(job)) {
            var allocation = cluster.allocations().find(id);
            if (allocation == null) continue;
            if (allocation.live() || allocation.observed().status() == Status.LOST) {
                runs.add(allocation.slot().version());
            }
        }
        var kept = versions;
        for (var version : new TreeSet<>(versions.keys())) { // the oldest first
            if (kept.size() <= Job.VERSIONS_KEPT) break;
            if (!runs.contains(version)) kept = kept.without(version);
        }
        return kept;
    }

    /// The earliest of two looks that are wanted is the one that comes; it settles both.
    private static Cluster due(Cluster cluster, ClusterFact.EvaluationDue fact) {
        var job = cluster.jobs().find(fact.job());
        if (job == null) return cluster;
        var next = cluster.at(cluster.sequence() + 1);
        var old = job.due();
        var notBeforeTickMs = fact.notBeforeTickMs();
        if (old != null) notBeforeTickMs = Math.min(notBeforeTickMs, old.notBeforeTickMs());
        return next.with(job.with(new Job.Due(next.sequence(), fact.trigger(), notBeforeTickMs)));
    }

    /// What does not settle what is due was looked at earlier, or a newer look comes: it does not
    /// hide that work waits for room.
    private static Cluster evaluated(Cluster cluster, ClusterFact.Evaluated fact) {
        var next = cluster.at(newest(cluster.sequence(), fact.evaluation().id()));
        var job = next.jobs().find(fact.evaluation().job());
        if (job == null) return next;
        var due = job.due();
        boolean settles = due != null && due.sequence() <= fact.sequence();
        boolean hides = !settles && job.blocked() && !fact.evaluation().blocked();
        var evaluations = new ArrayList<>(job.evaluations());
        evaluations.add(hides ? 1 : 0, fact.evaluation());
        var kept = evaluations.subList(0, Math.min(evaluations.size(), Evaluation.KEPT));
        return next.with(job.with(kept).with(settles ? null : due));
    }

    private static Cluster placed(Cluster cluster, ClusterFact.AllocationsPlaced fact) {
        var sequence = cluster.sequence();
        var batch = new AllocationBatch(cluster);
        for (var allocation : fact.allocations()) {
            batch.put(allocation);
            sequence = newest(sequence, allocation.id());
            var id = allocation.lineage().previous();
            var previous = id == null ? null : batch.find(id);
            if (previous != null) batch.put(previous.with(followed(previous, allocation.id())));
        }
        return batch.done().at(sequence);
    }

    private static Lineage followed(Allocation previous, String next) {
        var old = previous.lineage();
        return new Lineage(
                old.previous(),
                next,
                old.reschedules(),
                old.score(),
                old.createdTickMs(),
                old.createdWallMs());
    }

    private static Cluster desired(Cluster cluster, ClusterFact.AllocationsDesired fact) {
        var batch = new AllocationBatch(cluster);
        for (var change : fact.changes()) {
            var old = batch.find(change.allocation());
            if (old != null) batch.put(old.with(change.desired()));
        }
        return batch.done();
    }

    /// The node gets the new version as a new order, so the generation grows.
    private static Cluster updated(Cluster cluster, ClusterFact.AllocationsUpdated fact) {
        var batch = new AllocationBatch(cluster);
        for (var id : fact.allocations()) {
            var old = batch.find(id);
            if (old == null) continue;
            var slot = old.slot();
            var was = old.desired();
            var next = new Slot(slot.job(), fact.version(), slot.group(), slot.index());
            var order = new Desired(was.run(), was.reason(), was.restarts(), was.generation() + 1);
            batch.put(old.with(next).with(order));
        }
        return batch.done();
    }

    private static Cluster observed(Cluster cluster, ClusterFact.AllocationsObserved fact) {
        var batch = new AllocationBatch(cluster);
        for (var change : fact.changes()) {
            var old = batch.find(change.allocation());
            if (old != null) batch.put(old.with(change.observed()));
        }
        return batch.done();
    }

    private static Cluster forgotten(Cluster cluster, ClusterFact.AllocationsForgotten fact) {
        var batch = new AllocationBatch(cluster);
        for (var id : fact.allocations()) batch.forget(id);
        return batch.done();
    }

    /// Ids are a letter and a number that is given once.
    private static long newest(long sequence, String id) {
        return Math.max(sequence, Long.parseLong(id, 1, id.length(), 10));
    }
}
