package dev.skerry.sim.cluster;

import static dev.skerry.cluster.codec.NodeWorkRoom.NODE;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.cluster.node.Run;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.kernel.House;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.Happenings;
import dev.skerry.sim.world.History;
import java.util.List;

/// What is recalled runs nowhere: from the entry on that says so nothing of it is wanted, and no
/// node that knows of it starts it.
final class RecalledStays {
    private final Happenings events;

    RecalledStays(Happenings events) {
        this.events = events;
    }

    void committed(List<ClusterFact> facts, Cluster after) {
        for (var fact : facts) {
            if (fact instanceof ClusterFact.JobRecalled(var recall))
                events.say("%s is recalled: %s".formatted(recall.id(), recall.what()));
            if (fact instanceof ClusterFact.RecallLifted(var id, _)) events.say(id + " is lifted");
            if (fact instanceof ClusterFact.JobAccepted it) accepted(it, after);
        }
        for (var recall : after.recalls().all().values()) {
            wanted(recall, after);
            launched(recall, after);
            comes(recall, after);
        }
    }

    /// Nobody goes on to deploy it.
    private static void comes(Recall recall, Cluster after) {
        var job = after.jobs().find(recall.job());
        var deployment = job == null ? null : job.deployment();
        if (job == null || deployment == null || !deployment.active()) return;
        if (recall.covers(job.version()))
            throw new Broken(
                    ClusterPromises.RECALLED_ENDS,
                    "%s is %s, and %s".formatted(job.key(), deployment.stage(), recall));
    }

    private static void wanted(Recall recall, Cluster after) {
        for (var id : after.ofJob(recall.job())) {
            var one = after.allocations().find(id);
            if (one == null || !one.holds() || !one.desired().run()) continue;
            var job = after.jobs().find(recall.job());
            var spec = job == null ? null : job.at(one.slot().version());
            boolean same = spec != null && recall.covers(spec);
            if (same || recall.covers(one.slot().version()))
                throw new Broken(
                        ClusterPromises.RECALLED_ENDS,
                        "%s of version %d is wanted, and %s"
                                .formatted(id, one.slot().version(), recall));
        }
    }

    /// Of what was launched of it nothing is wanted either.
    private static void launched(Recall recall, Cluster after) {
        for (var child : after.jobs().values()) {
            if (!recall.job().equals(child.spec().launchedBy())) continue;
            if (!(child.spec().launch() instanceof Launch.Launched it)) continue;
            if (!recall.covers(it.version())) continue;
            for (var id : after.ofJob(child.key())) {
                var one = after.allocations().find(id);
                if (one != null && one.holds() && one.desired().run())
                    throw new Broken(
                            ClusterPromises.RECALLED_ENDS,
                            "%s of %s is wanted, and %s".formatted(id, child.key(), recall));
            }
        }
    }

    private static void accepted(ClusterFact.JobAccepted it, Cluster after) {
        var recall = after.recalls().of(it.spec());
        if (recall == null) recall = after.recalls().of(it.spec().key(), it.version());
        if (recall != null)
            throw new Broken(
                    ClusterPromises.RECALLED_ENDS,
                    "%s version %d is accepted, and %s"
                            .formatted(it.spec().key(), it.version(), recall));
    }

    /// A process is about to be there. What was asked for before the node knew is told to stop by
    /// then, and gets its signal right after.
    static void starts(String node, SimProcesses.Key key, House house) {
        NodeState state = house.of(NODE);
        var run = state.runs().find(key.allocation());
        var task = run == null ? null : run.task(key.task());
        if (run == null || task == null) return;
        var slot = run.order().slot();
        var why = state.recalls().why(slot.job(), slot.version());
        if (why == null || task.phase() instanceof Run.Phase.Stopping) return;
        throw new Broken(
                ClusterPromises.RECALLED_STARTS,
                "%s starts on %s, which knows that version %d is %s"
                        .formatted(key, History.node(node), slot.version(), why));
    }
}
