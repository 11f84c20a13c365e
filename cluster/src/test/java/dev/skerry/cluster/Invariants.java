package dev.skerry.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.recall.Recalls;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deadlines;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Watch.Deadline;
import dev.skerry.kernel.PersistentAgenda;
import java.util.HashSet;

/// What holds of every cluster, whatever has happened.
final class Invariants {
    private Invariants() {}

    static void check(Cluster cluster) {
        derivedIsAsIfMadeAnew(cluster);
        for (var node : cluster.nodes().values()) {
            var used = node.used().resources();
            for (var id : cluster.onNode(node.id())) {
                var it = cluster.allocations().find(id);
                if (it != null && it.holds() && makesWay(cluster, it))
                    used = used.minus(it.reserved());
            }
            var left = used;
            assertTrue(left.fitsIn(node.facts().capacity()), () -> "over capacity: " + node);
            assertTrue(node.contact().history().size() <= Node.HISTORY_CHANGES_MAX);
        }
        portsAreTakenOnce(cluster);
        nothingRunsTwice(cluster);
        whatHasEndedIsForgottenOnce(cluster);
        for (var job : cluster.jobs().values()) {
            assertTrue(job.evaluations().size() <= Evaluation.KEPT);
            for (var id : cluster.ofJob(job.key())) {
                var it = cluster.allocations().find(id);
                if (it == null || !it.live()) continue;
                boolean recalled = cluster.recalls().of(job.key(), it.slot().version()) != null;
                assertTrue(!recalled || !it.desired().run(), () -> "it is recalled: " + it);
                assertTrue(job.at(it.slot().version()) != null, () -> "no spec of " + it);
            }
        }
    }

    /// It is displaced, and the other one does not start before it has ended.
    private static boolean makesWay(Cluster cluster, Allocation it) {
        var by = it.lineage().displacedBy();
        var next = by == null ? null : cluster.allocations().find(by);
        return next != null && next.holds();
    }

    private static void derivedIsAsIfMadeAnew(Cluster cluster) {
        var anew =
                Cluster.restored(
                        cluster.passed(),
                        cluster.nodes().values(),
                        cluster.jobs().values(),
                        cluster.allocations().values(),
                        cluster.tokens().values(),
                        cluster.namespaces().specs().values(),
                        Recalls.of(cluster.recalls().all().values(), cluster.recalls().changes()));
        assertEquals(anew.index(), cluster.index());
        assertEquals(anew.namespaces(), cluster.namespaces());
        assertEquals(anew.nodes(), cluster.nodes());
        assertEquals(anew.jobs(), cluster.jobs());
        assertEquals(anew.recalls(), cluster.recalls());
        assertEquals(anew.watch().roomierAt(0), cluster.watch().roomierAt(0));
    }

    private static void portsAreTakenOnce(Cluster cluster) {
        var taken = new HashSet<String>();
        for (var it : cluster.allocations().values()) {
            if (!it.live() || makesWay(cluster, it)) continue;
            for (int port : it.ports().values()) {
                assertTrue(taken.add(it.node() + ":" + port), () -> "port twice: " + it);
            }
        }
    }

    /// All but what ended last in a slot that is still there.
    private static void whatHasEndedIsForgottenOnce(Cluster cluster) {
        for (var it : cluster.allocations().values()) {
            var deadline = cluster.watch().deadlines().tickMs(new Deadline.Forget(it.id()));
            if (it.live() || deadline != PersistentAgenda.NEVER) continue;
            var job = cluster.jobs().find(it.slot().job());
            var group = job == null ? null : job.spec().group(it.slot().group());
            assertTrue(job != null && group != null, () -> "its group is gone: " + it);
            if (job.spec().type().everywhere())
                assertTrue(cluster.nodes().has(it.node()), () -> "its node is gone: " + it);
            else assertTrue(it.slot().index() < group.count(), () -> "its slot is gone: " + it);
        }
    }

    private static void nothingRunsTwice(Cluster cluster) {
        var running = new HashSet<String>();
        for (var it : cluster.allocations().values()) {
            if (!it.live() || !it.desired().run()) continue;
            if (Deadlines.disconnect(cluster, it).replace()) continue;
            var job = cluster.jobs().find(it.slot().job());
            boolean system = job != null && job.spec().type().everywhere();
            var slot = it.slot().name() + (system ? it.node() : "");
            assertTrue(running.add(slot), () -> "runs twice: " + it);
        }
    }
}
