package dev.skerry.cluster.state;

import dev.skerry.cluster.ClusterFact;

/// The cluster after a fact about allocations. One that is not there any more is passed over: the
/// log has already decided.
public final class AllocationApply {
    private AllocationApply() {}

    public static Cluster apply(Cluster cluster, ClusterFact.AboutAllocations fact) {
        return switch (fact) {
            case ClusterFact.AllocationsPlaced it -> placed(cluster, it);
            case ClusterFact.AllocationsDesired it -> desired(cluster, it);
            case ClusterFact.AllocationsUpdated it -> updated(cluster, it);
            case ClusterFact.AllocationsPromoted it -> promoted(cluster, it);
            case ClusterFact.AllocationsObserved it -> observed(cluster, it);
            case ClusterFact.AllocationsForgotten it -> forgotten(cluster, it);
        };
    }

    private static Cluster placed(Cluster cluster, ClusterFact.AllocationsPlaced fact) {
        var batch = new AllocationBatch(cluster);
        for (var allocation : fact.allocations()) {
            batch.put(allocation);
            var id = allocation.lineage().previous();
            var previous = id == null ? null : batch.find(id);
            if (previous != null)
                batch.put(previous.with(previous.lineage().followed(allocation.id())));
            for (var each : allocation.lineage().displaces()) {
                var displaced = batch.find(each);
                if (displaced != null)
                    batch.put(displaced.with(displaced.lineage().displaced(allocation.id())));
            }
        }
        return batch.done().given(fact.allocations());
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
            var next = slot.at(fact.version());
            var order = was.again();
            batch.put(old.with(next).with(order));
        }
        return batch.done();
    }

    private static Cluster promoted(Cluster cluster, ClusterFact.AllocationsPromoted fact) {
        var batch = new AllocationBatch(cluster);
        for (var id : fact.allocations()) {
            var old = batch.find(id);
            if (old != null) batch.put(old.with(old.slot().promoted()));
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
}
