package dev.skerry.cluster.state;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.state.Node.JoinToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The cluster after a fact about nodes. A node that is not there any more is passed over: the log
/// has already decided.
public final class NodeApply {
    private NodeApply() {}

    public static Cluster apply(Cluster cluster, ClusterFact.AboutNodes fact) {
        return switch (fact) {
            case ClusterFact.TokenIssued(var token) -> cluster.with(token);
            case ClusterFact.TokensForgotten(var hashes) -> {
                var tokens = cluster.tokens();
                for (var hash : hashes) tokens = tokens.without(hash);
                yield cluster.with(tokens);
            }
            case ClusterFact.TokenUsed it -> used(cluster, it);
            case ClusterFact.NodeJoined it -> joined(cluster, it);
            case ClusterFact.NodeDescribed(var id, var facts) ->
                    changed(cluster, id, node -> node.with(facts));
            case ClusterFact.NodeMetaSet(var id, var meta) ->
                    changed(cluster, id, node -> node.with(meta));
            case ClusterFact.NodeScheduled(var id, var scheduling) ->
                    changed(cluster, id, node -> node.with(scheduling));
            case ClusterFact.NodeContact it -> contact(cluster, it);
            case ClusterFact.NodeRemoved(var id) -> removed(cluster, id);
            case ClusterFact.NodeRevoked(var id, var wallMs) -> revoked(cluster, id, wallMs);
            case ClusterFact.NodeCopied _ -> cluster;
        };
    }

    /// Placements depend on what has changed.
    private static Cluster changed(Cluster cluster, String id, UnaryOperator<Node> change) {
        var node = cluster.nodes().find(id);
        return node == null ? cluster : cluster.with(change.apply(node)).roomier();
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
        var node =
                new Node(
                        fact.identity(),
                        NodeFacts.NONE,
                        Map.of(),
                        Node.Scheduling.OPEN,
                        new Node.Contact(false, fact.tickMs(), fact.wallMs(), 0, List.of()),
                        fact.joining(),
                        0,
                        AllocationBatch.held(cluster, fact.identity().id()));
        return anew(cluster.with(node), node.id());
    }

    /// What is unknown on the node is waited for in another way now, and a system job has a slot on
    /// it as long as it is there.
    private static Cluster anew(Cluster cluster, String node) {
        return new AllocationBatch(cluster).anew(cluster.onNode(node)).done();
    }

    /// The tokens that it has joined with, or that were made for it, let nobody in any more.
    private static Cluster removed(Cluster cluster, String id) {
        var node = cluster.nodes().find(id);
        if (node == null) return cluster;
        return anew(tokensOver(cluster, id).without(node), id);
    }

    /// The same; the node stays known, so that only a token that is made for it lets it in.
    private static Cluster revoked(Cluster cluster, String id, long wallMs) {
        var node = cluster.nodes().find(id);
        return node == null ? cluster : tokensOver(cluster, id).with(node.revokedAt(wallMs));
    }

    private static Cluster tokensOver(Cluster cluster, String node) {
        var tokens = cluster.tokens();
        for (var token : cluster.tokens().values())
            if (token.usedBy().equals(node) || token.node().equals(node))
                tokens = tokens.without(token.hash());
        return cluster.with(tokens);
    }

    private static Cluster contact(Cluster cluster, ClusterFact.NodeContact fact) {
        var node = cluster.nodes().find(fact.node());
        if (node == null) return cluster;
        var old = node.contact();
        var history = new ArrayList<>(old.history());
        history.add(new Node.ContactChange(old.reachable(), old.sinceWallMs()));
        var first = Math.max(0, history.size() - fact.kept());
        var kept = history.subList(first, history.size());
        var next =
                new Node.Contact(
                        fact.reachable(), fact.tickMs(), fact.wallMs(), fact.silenceMs(), kept);
        var after = anew(cluster.with(node.with(next)), fact.node());
        return fact.reachable() ? after.roomier() : after;
    }
}
