package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Quota;
import dev.skerry.kernel.Now;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One look at one job: all that a plan is made from.
record JobLook(Cluster cluster, Job job, Now now, Expressions expressions) {
    @Nullable Node node(String id) {
        return cluster.nodes().find(id);
    }

    /// Of the job's namespace.
    Quota quota() {
        return cluster.namespaces().quota(job.key().namespace());
    }

    /// All allocations of the job that are not forgotten, the oldest first.
    List<Allocation> allocations() {
        var ids = cluster.ofJob(job.key());
        var found = new ArrayList<Allocation>(ids.size());
        for (var id : ids) {
            var allocation = cluster.allocations().find(id);
            if (allocation != null) found.add(allocation);
        }
        found.sort(Allocation.BY_AGE);
        return found;
    }

    /// What the servers do while its node is missed: by the version that it runs by.
    Disconnect disconnect(Allocation allocation) {
        var spec = job.at(allocation.slot().version());
        var group = spec == null ? null : spec.group(allocation.slot().group());
        return group == null ? Disconnect.DEFAULT : group.policies().disconnect();
    }
}
