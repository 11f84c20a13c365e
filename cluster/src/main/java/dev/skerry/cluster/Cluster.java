package dev.skerry.cluster;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.kernel.PersistentMap;
import java.util.Collection;

/// Everything that the servers know: an immutable value, true at one index of the log.
///
/// @param sequence the last number given to an allocation, an evaluation or a trigger
/// @param tickMs how far the servers' clock had come when that was noted last
/// @param byNode for each node the ids of its allocations that are not forgotten
/// @param byJob the same for each job
/// @param watch what must be found at once without looking at everything
public record Cluster(
        long sequence,
        long tickMs,
        PersistentMap<String, Node> nodes,
        PersistentMap<JobKey, Job> jobs,
        PersistentMap<String, Allocation> allocations,
        PersistentMap<String, PersistentMap<String, Boolean>> byNode,
        PersistentMap<JobKey, PersistentMap<String, Boolean>> byJob,
        PersistentMap<String, JoinToken> tokens,
        Watch watch) {

    public static final Cluster EMPTY =
            new Cluster(
                    0,
                    0,
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    Watch.EMPTY);

    /// A cluster whose [Watch] is derived from the rest.
    public Cluster(
            long sequence,
            long tickMs,
            PersistentMap<String, Node> nodes,
            PersistentMap<JobKey, Job> jobs,
            PersistentMap<String, Allocation> allocations,
            PersistentMap<String, PersistentMap<String, Boolean>> byNode,
            PersistentMap<JobKey, PersistentMap<String, Boolean>> byJob,
            PersistentMap<String, JoinToken> tokens) {
        this(
                sequence,
                tickMs,
                nodes,
                jobs,
                allocations,
                byNode,
                byJob,
                tokens,
                restored(
                                sequence,
                                tickMs,
                                nodes.values(),
                                jobs.values(),
                                allocations.values(),
                                tokens.values())
                        .watch());
    }

    /// The cluster of a snapshot: only what cannot be derived is taken from it. What is used on the
    /// nodes and all indexes are made anew.
    public static Cluster restored(
            long sequence,
            long tickMs,
            Collection<Node> nodes,
            Collection<Job> jobs,
            Collection<Allocation> allocations,
            Collection<JoinToken> tokens) {
        var cluster = EMPTY;
        for (var job : jobs) cluster = cluster.with(job);
        for (var node : nodes) cluster = cluster.with(node.with(Usage.NONE));
        for (var token : tokens) cluster = cluster.with(token);
        var batch = new AllocationBatch(cluster);
        for (var allocation : allocations) batch.put(allocation);
        return batch.done().at(sequence).atTick(tickMs).roomier();
    }

    /// The ids of the allocations on the node, ended ones too, but not forgotten ones.
    public Collection<String> onNode(String node) {
        return byNode.find(node, PersistentMap.empty()).keys();
    }

    /// The same for a job.
    public Collection<String> ofJob(JobKey job) {
        return byJob.find(job, PersistentMap.empty()).keys();
    }

    Cluster at(long newest) {
        return new Cluster(newest, tickMs, nodes, jobs, allocations, byNode, byJob, tokens, watch);
    }

    Cluster atTick(long latest) {
        return new Cluster(
                sequence,
                Math.max(tickMs, latest),
                nodes,
                jobs,
                allocations,
                byNode,
                byJob,
                tokens,
                watch);
    }

    Cluster with(Watch next) {
        return new Cluster(sequence, tickMs, nodes, jobs, allocations, byNode, byJob, tokens, next);
    }

    Cluster with(JoinToken token) {
        return with(tokens.with(token.hash(), token));
    }

    Cluster with(PersistentMap<String, JoinToken> next) {
        return new Cluster(sequence, tickMs, nodes, jobs, allocations, byNode, byJob, next, watch);
    }

    Cluster with(Node node) {
        var all = nodes.with(node.id(), node);
        var next =
                new Cluster(sequence, tickMs, all, jobs, allocations, byNode, byJob, tokens, watch);
        return next.with(watch.with(node, Deadlines.drainAtTickMs(next, node)));
    }

    Cluster without(Node node) {
        var all = nodes.without(node.id());
        var next = watch.with(node, Deadlines.NEVER);
        return new Cluster(sequence, tickMs, all, jobs, allocations, byNode, byJob, tokens, next);
    }

    Cluster with(Job job) {
        var all = jobs.with(job.key(), job);
        return new Cluster(
                sequence, tickMs, nodes, all, allocations, byNode, byJob, tokens, watch.with(job));
    }

    Cluster without(JobKey job) {
        var all = jobs.without(job);
        return new Cluster(
                sequence,
                tickMs,
                nodes,
                all,
                allocations,
                byNode,
                byJob,
                tokens,
                watch.without(job));
    }

    /// More may fit, or fit elsewhere, from here on.
    Cluster roomier() {
        return with(watch.roomierAt(sequence));
    }
}
