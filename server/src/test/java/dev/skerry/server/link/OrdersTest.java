package dev.skerry.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.node.NodeMachine;
import dev.skerry.cluster.server.link.Orders;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a node is sent, and that the largest of it fits through the link.
class OrdersTest {
    static final String NODE = "n-000000000001";

    final ClusterMachine machine = new ClusterMachine();
    final Orders orders = new Orders(_ -> {});
    Cluster cluster = Cluster.EMPTY;
    long index;

    void happened(ClusterFact... facts) {
        for (var fact : facts) cluster = machine.apply(cluster, fact);
        orders.follow(++index, List.of(facts), cluster);
    }

    /// So many allocations of the job's group are on the node.
    void placed(JobSpec spec, int first, int count) {
        assertNull(JobBounds.wrong(spec));
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
                            new Allocation.Desired(true, "", 0, 1),
                            new Allocation.Observed(
                                    Allocation.Status.PENDING, false, "placed", 0, 0, Map.of()),
                            new Allocation.Lineage(null, null, List.of(), 0, 0, 0)));
        happened(
                new ClusterFact.JobAccepted(spec, 1, 0, List.of(), null),
                new ClusterFact.AllocationsPlaced(all));
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

    /// As bytes and back; in a frame there is room for more than the body.
    static ServersSay.Sync sent(ServersSay.Sync sync) throws Malformed {
        var bytes = Codec.SERVERS_SAY.encode(sync);
        assertTrue(bytes.length < Frame.BYTES_MAX - 1_000);
        assertEquals(sync, Codec.SERVERS_SAY.decode(bytes));
        return sync;
    }

    /// How many exist, as far as one part says.
    private static int named(ServersSay.Sync part) {
        var all = new HashSet<>(part.kept());
        part.orders().forEach(order -> all.add(order.allocation()));
        return all.size();
    }

    private List<ServersSay.Sync> wholeInParts(int count) throws Malformed {
        var parts = orders.since(NODE, 0, true);
        var seen = new HashSet<String>();
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            boolean last = i == parts.size() - 1;
            assertEquals(last ? index : 0, sent(part).version());
            assertEquals(last, part.current());
            assertTrue(part.whole(), "who is not named has to make room before anything starts");
            part.orders().forEach(order -> seen.add(order.allocation()));
            assertEquals(count, named(part));
        }
        assertEquals(count, seen.size());
        return parts;
    }

    @Test
    void theLargestJobGoesThroughInParts() throws Exception {
        var most = "€".repeat(JobBounds.ARGUMENT_CHARACTERS_MAX);
        placed(job(Collections.nCopies(7, most), 0), 1, 60);
        assertTrue(wholeInParts(60).size() >= 30);
    }

    @Test
    void asManyAsANodeTakesGoThroughInParts() throws Exception {
        placed(job(List.of(), JobBounds.PORTS_MAX), 1, NodeMachine.RUNS_MAX);
        wholeInParts(NodeMachine.RUNS_MAX);
    }

    @Test
    void whatChangedGoesInPartsThatLeaveTheVersionAsItWas() throws Exception {
        placed(job(List.of(), 0), 1, 1);
        var seen = orders.since(NODE, 0, true).getLast().version();
        assertEquals(List.of(), orders.since(NODE, seen, false));
        placed(job(Collections.nCopies(7, "x".repeat(8_000)), 0), 10, 20);
        happened(new ClusterFact.AllocationsForgotten(List.of("a1")));
        var parts = orders.since(NODE, seen, false);
        assertTrue(parts.size() > 5);
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            assertEquals(i == parts.size() - 1 ? index : seen, sent(part).version());
            assertEquals(false, part.whole());
            var gone = i == 0 ? List.of("a1") : List.of();
            assertEquals(gone, part.removed(), "it has to make room");
            assertEquals(List.of(), part.kept());
        }
    }

    @Test
    void whoHasSeenTooLittleGetsAllAndWhoHasSeenMoreThanThereIsToo() {
        placed(job(List.of(), 0), 1, 3);
        for (int i = 0; i <= Orders.REMEMBERED_MAX; i++)
            happened(new ClusterFact.AllocationsUpdated(List.of("a1"), 1));
        assertTrue(orders.since(NODE, 1, false).getLast().whole());
        assertTrue(orders.since(NODE, index + 7, false).getLast().whole());
        assertEquals(List.of(), orders.since(NODE, index, false));
    }

    /// Another server was further, and has sent its state: what changed on the way is not known.
    @Test
    void afterAStateThatWasSentWhoHasSeenLessGetsAll() {
        placed(job(List.of(), 0), 1, 2);
        long seen = index;
        orders.from(index, cluster); // it leads from now on, and knows all
        assertEquals(List.of(), orders.since(NODE, seen, false));
        orders.from(index += 5, cluster);
        assertTrue(orders.since(NODE, seen, false).getFirst().whole());
        assertEquals(List.of(), orders.since(NODE, index, false));
    }

    @Test
    void whatHasEndedExistsAndIsNotOrderedAgain() {
        placed(job(List.of(), 0), 1, 3);
        ended("a2", Allocation.Status.COMPLETE);
        ended("a3", Allocation.Status.LOST);
        var whole = orders.since(NODE, 0, true).getLast();
        assertEquals(List.of("a1", "a3"), ids(whole), "a lost one may still run");
        assertEquals(List.of("a2"), whole.kept());
        assertEquals(List.of("a1", "a3"), ids(orders.since(NODE, 0, false).getLast()));
    }

    @Test
    void theFirstAnswerAlwaysSaysThatNothingIsMissing() {
        placed(job(List.of(), 0), 1, 1);
        assertEquals(List.of(), orders.since(NODE, index, false));
        var first = orders.first(NODE, index, false).getLast();
        assertTrue(first.current());
        assertEquals(List.of(), first.orders());
        assertEquals(index, first.version());
    }

    private void ended(String id, Allocation.Status status) {
        var observed = new Allocation.Observed(status, false, "", 0, 0, Map.of());
        happened(
                new ClusterFact.AllocationsObserved(
                        List.of(new ClusterFact.ObservedChange(id, observed))));
    }

    private static List<String> ids(ServersSay.Sync sync) {
        return sync.orders().stream().map(order -> order.allocation()).sorted().toList();
    }
}
