package dev.skerry.sim.cluster;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.recall.RecallsTold;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.ServerPart;
import dev.skerry.sim.world.Broken;
import dev.skerry.sim.world.History;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The servers' part of the link, with a look at the order in which each node is told.
final class ForcedFirst implements ServerPart {
    private final ServerPart part;
    private final Map<String, Long> changed = new HashMap<>();
    private Cluster cluster = Cluster.EMPTY;

    ForcedFirst(ServerPart part) {
        this.part = part;
    }

    @Override
    public String room() {
        return part.room();
    }

    @Override
    public void committed(long index, Batch batch, House after) {
        cluster = after.of(CLUSTER);
        for (var fact : batch.facts(CLUSTER)) for (var id : ids(fact)) changed.put(id, index);
        part.committed(index, batch, after);
    }

    private static List<String> ids(ClusterFact fact) {
        return switch (fact) {
            case ClusterFact.AllocationsPlaced(var all) ->
                    all.stream().map(Allocation::id).toList();
            case ClusterFact.AllocationsDesired(var all) ->
                    all.stream().map(ClusterFact.DesiredChange::allocation).toList();
            case ClusterFact.AllocationsUpdated(var all, _) -> all;
            case ClusterFact.AboutServers _,
                    ClusterFact.AboutNodes _,
                    ClusterFact.AboutJobs _,
                    ClusterFact.AboutNamespaces _,
                    ClusterFact.AllocationsPromoted _,
                    ClusterFact.AllocationsObserved _,
                    ClusterFact.AllocationsForgotten _ ->
                    List.of();
        };
    }

    /// It goes before other orders: it is forced, makes way for what is, or was recalled.
    private boolean urgent(Allocation it) {
        var slot = it.slot();
        var job = cluster.jobs().find(slot.job());
        if (job == null || job.at(slot.version()) == null || !it.holds()) return false;
        if (cluster.waits(it)) return false;
        if (it.desired().run()) return goesFirst(it);
        boolean child = job.spec().launchedBy() != null;
        boolean recalled = child && cluster.recalls().of(job.spec()) != null;
        recalled |= cluster.recalls().of(slot.job(), slot.version()) != null;
        var by = it.lineage().displacedBy();
        var next = by == null ? null : cluster.allocations().find(by);
        boolean makesWay = next != null && next.desired().run() && goesFirst(next);
        return job.current().forced() || recalled || makesWay;
    }

    private boolean goesFirst(Allocation it) {
        var job = cluster.jobs().find(it.slot().job());
        return job != null && job.current().forced() && job.version() == it.slot().version();
    }

    @Override
    public Heard heard(String node, byte[] body) throws Malformed {
        return part.heard(node, body);
    }

    @Override
    public Frame.@Nullable To passedOver(byte[] body) {
        return part.passedOver(body);
    }

    @Override
    public Feed feed(String node, Frame.Seen seen) {
        return new Watched(node, seen.version(), part.feed(node, seen));
    }

    /// What one node has been told on one link.
    private final class Watched implements Feed {
        private final String node;
        private final long seen;
        private final Feed feed;
        private final Map<String, Long> generations = new HashMap<>();
        private @Nullable RecallsTold recalls;

        Watched(String node, long seen, Feed feed) {
            this.node = node;
            this.seen = seen;
            this.feed = feed;
        }

        @Override
        public void next(Telling to) throws IOException {
            feed.next(frame -> {
                told(frame);
                to.tell(frame);
            });
        }

        private void told(Frame.To frame) {
            try {
                if (Codec.SERVERS_SAY.decode(frame.body()) instanceof ServersSay.Sync it) told(it);
            } catch (Malformed e) {
                throw new IllegalStateException(e);
            }
        }

        private void told(ServersSay.Sync part) {
            var said = part.recalls();
            if (said != null) recalls = said;
            var known = recalls;
            var all = RecallsTold.of(cluster.recalls(), jobs()).all();
            if (known == null || !known.all().containsAll(all))
                throw new Broken(
                        ClusterPromises.FORCED_FIRST,
                        "%s is told %s, and of recalls %s of %s"
                                .formatted(History.node(node), part, known, all));
            forced(part);
        }

        private void forced(ServersSay.Sync part) {
            for (var order : part.orders())
                generations.put(order.allocation(), order.desired().generation());
            boolean waits = part.orders().stream().anyMatch(it -> !urgent(it.allocation()));
            if (!waits) return;
            for (var id : cluster.onNode(node)) {
                var one = cluster.allocations().find(id);
                if (one == null || !ForcedFirst.this.urgent(one)) continue;
                if (changed.getOrDefault(id, 0L) <= seen) continue;
                if (generations.getOrDefault(id, 0L) < one.desired().generation())
                    throw new Broken(
                            ClusterPromises.FORCED_FIRST,
                            "%s is told %s before %s".formatted(History.node(node), part, id));
            }
        }

        private boolean urgent(String id) {
            var one = cluster.allocations().find(id);
            return one != null && ForcedFirst.this.urgent(one);
        }

        private Set<JobKey> jobs() {
            var jobs = new TreeSet<JobKey>();
            for (var id : cluster.onNode(node)) {
                var one = cluster.allocations().find(id);
                if (one != null) jobs.add(one.slot().job());
            }
            return jobs;
        }
    }
}
