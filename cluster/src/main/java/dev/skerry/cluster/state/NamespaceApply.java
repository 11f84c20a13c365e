package dev.skerry.cluster.state;

import dev.skerry.cluster.ClusterFact;

/// The cluster after a fact about namespaces.
public final class NamespaceApply {
    private NamespaceApply() {}

    /// A plan that was made before may have been held by a quota that allows more now.
    public static Cluster apply(Cluster cluster, ClusterFact.AboutNamespaces fact) {
        return switch (fact) {
            case ClusterFact.NamespaceApplied(var spec) ->
                    cluster.with(cluster.namespaces().with(spec)).roomier();
            case ClusterFact.NamespaceDeleted(var name) ->
                    cluster.with(cluster.namespaces().without(name));
        };
    }
}
