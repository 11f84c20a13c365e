package dev.skerry.server.link;

import static org.junit.jupiter.api.Assertions.assertNull;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.server.link.Orders;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a node is to be sent, as facts come.
abstract class OrdersFixture {
    static final String NODE = "n-000000000001";

    final ClusterMachine machine = new ClusterMachine();
    final Set<String> touched = new HashSet<>();
    final Orders orders;
    Cluster cluster = Cluster.EMPTY;
    long index;

    OrdersFixture(long partCharactersMax) {
        orders = new Orders(touched::add, partCharactersMax);
    }

    final void happened(ClusterFact... facts) {
        for (var fact : facts) cluster = machine.apply(cluster, fact);
        orders.follow(++index, List.of(facts), cluster);
    }

    /// So many allocations of the job's group are on the node.
    final void placed(JobSpec spec, int first, int count) {
        assertNull(JobBounds.wrong(spec));
        happened(
                new ClusterFact.JobAccepted(spec, 1, 0, List.of(), null),
                new ClusterFact.AllocationsPlaced(allocations(spec, first, count)));
    }

    /// One more of the first version of [Jobs#KEY], which is there.
    final void place(int number) {
        var spec = job(List.of(), 0);
        happened(new ClusterFact.AllocationsPlaced(allocations(spec, number, 1)));
    }

    private static List<Allocation> allocations(JobSpec spec, int first, int count) {
        var group = spec.groups().getFirst();
        var all = new ArrayList<Allocation>();
        var ports = new HashMap<String, Integer>();
        for (var label : group.ports().keySet()) ports.put(label, 20_000 + ports.size());
        for (int i = 0; i < count; i++)
            all.add(
                    new Allocation(
                            "a" + (first + i),
                            new Allocation.Slot(spec.key(), 1, group.name(), i),
                            NODE,
                            ports,
                            Resources.NONE,
                            Allocation.Desired.of(true, "", 0, 1),
                            Allocation.Observed.of(
                                    Allocation.Status.PENDING, false, "placed", 0, 0, Map.of()),
                            new Allocation.Lineage(null, null, List.of(), 0, 0, 0)));
        return all;
    }

    /// One of [Jobs#KEY], in the room of others.
    static Allocation allocation(String id, List<String> displaces) {
        return new Allocation(
                id,
                new Allocation.Slot(Jobs.KEY, 1, "web", 0),
                NODE,
                Map.of(),
                Resources.NONE,
                Allocation.Desired.of(true, "", 0, 1),
                Allocation.Observed.of(Allocation.Status.PENDING, false, "placed", 0, 0, Map.of()),
                new Allocation.Lineage(null, null, List.of(), 0, 0, 0, displaces, null));
    }

    static JobSpec job(List<String> arguments, int ports) {
        var labels = new HashMap<String, Integer>();
        for (int i = 0; i < ports; i++) labels.put("port-" + i, 0);
        var small = Jobs.SPEC.groups().getFirst();
        var was = small.tasks().getFirst();
        var task =
                new TaskSpec(
                        was.name(),
                        was.driver(),
                        new TaskSpec.RunSpec("x", arguments, Map.of(), ""),
                        was.resources(),
                        0,
                        was.stop(),
                        was.logs(),
                        was.checks());
        var group =
                new GroupSpec(
                        small.name(),
                        JobBounds.COUNT_MAX,
                        small.placement(),
                        small.policies(),
                        labels,
                        Map.of(),
                        List.of(task));
        return new JobSpec(
                Jobs.KEY,
                Jobs.SPEC.type(),
                50,
                Jobs.SPEC.where(),
                Jobs.SPEC.placement(),
                Map.of(),
                List.of(group));
    }
}
