package dev.skerry.cluster.server;

import static dev.skerry.cluster.server.ClusterApi.ALLOCATIONS;
import static dev.skerry.cluster.server.ClusterApi.NODES;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Quota;
import dev.skerry.http.Namespace;
import dev.skerry.http.Request;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The nodes as whoever asks sees them, and the work of others. Where he may not read nodes, there
/// are none for him: what is told of something else names none of them, and counts none.
final class NodesSeen {
    private final Cluster cluster;
    private final Predicate<String> pools;
    private final Predicate<String> namespaces;
    private final boolean all;

    /// @param pools whether he sees the nodes of a pool; `*`: of every pool
    /// @param namespaces whether he sees the allocations of a namespace
    NodesSeen(Cluster cluster, Predicate<String> pools, Predicate<String> namespaces) {
        this.cluster = cluster;
        this.pools = pools;
        this.namespaces = namespaces;
        this.all = pools.test(Namespace.ALL);
    }

    static NodesSeen of(Cluster cluster, Request request) {
        return new NodesSeen(
                cluster,
                StatusRoutes.seen(request, NODES),
                StatusRoutes.seen(request, ALLOCATIONS));
    }

    /// An allocation that another is told of with; null: nobody knows it, or it is not for him.
    @Nullable Allocation beside(@Nullable String id) {
        var it = id == null ? null : cluster.allocations().find(id);
        return it != null && namespaces.test(it.slot().job().namespace()) ? it : null;
    }

    Cluster cluster() {
        return cluster;
    }

    /// Whether he sees the nodes of every pool.
    boolean all() {
        return all;
    }

    /// Whether he sees all nodes that such a job may run on.
    boolean where(JobSpec job) {
        return all || pools.test(pool(job));
    }

    /// The pool of a job as rights name it; `*`: every one.
    static String pool(JobSpec job) {
        var pool = job.where().pool();
        return pool.equals(Quota.ALL_POOLS) ? Namespace.ALL : pool;
    }

    /// The node's id; empty: he does not see it.
    String id(String node) {
        if (all) return node;
        var known = cluster.nodes().find(node);
        return known == null || !sees(known.identity().pool()) ? "" : node;
    }

    /// What people call it; empty: he does not see it.
    String name(String node) {
        return id(node).isEmpty() ? "" : NodeAnswers.name(cluster, node, this::sees);
    }

    private boolean sees(String pool) {
        return all || pools.test(pool);
    }
}
