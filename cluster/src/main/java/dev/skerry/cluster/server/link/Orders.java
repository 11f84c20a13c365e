package dev.skerry.cluster.server.link;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Wanted;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.recall.RecallsTold;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.NodeFacts.Software;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What each node shall run, and what of it has changed since the version that a node has.
///
/// A version is an index of the log. The changes remembered are those since this server started, or
/// was sent a state, a few hundred for each node; who has seen less gets everything.
public final class Orders {
    /// Changes remembered for one node.
    public static final int REMEMBERED_MAX = 256;

    /// So much is less than [Frame#BYTES_MAX] in any script, and little for a small node.
    public static final long PART_CHARACTERS_MAX = 2 * JobBounds.JOB_CHARACTERS_MAX;

    /// What an agent has to know of before it is told what speaks of it.
    private static final Set<String> KNOWN =
            Set.of(Software.PERIODIC, Wanted.CONFINE, Wanted.STAGES, Wanted.TIERS);

    private final Map<String, Recent> byNode = new HashMap<>();
    private final Touched touched;
    private final long partCharactersMax;
    private long newest;
    private Cluster cluster = Cluster.EMPTY;
    private long firstIndex = -1;

    /// The nodes that have more than is here, and what they have.
    private final Map<String, Long> ahead = new HashMap<>();

    /// Who wants to know which nodes a change concerns.
    public interface Touched {
        void touched(String node);
    }

    private static final class Recent {
        final ArrayDeque<Change> changes = new ArrayDeque<>();

        /// What was changed at or before this index is not known any more. A node that joins anew
        /// may have been removed since it was here last, and is told everything.
        long since;

        Recent(long since) {
            this.since = since;
        }
    }

    private record Change(long index, String allocation) {}

    public Orders(Touched touched) {
        this(touched, PART_CHARACTERS_MAX);
    }

    /// @param partCharactersMax of the orders in one frame, as the bounds of jobs count them; one
    ///   order is always sent
    public Orders(Touched touched, long partCharactersMax) {
        this.touched = touched;
        this.partCharactersMax = partCharactersMax;
    }

    /// The cluster as it is at an entry, however it came to that: a server that was sent the state
    /// of another one does not know what has changed on the way there.
    public void from(long index, Cluster is) {
        Set<String> reached;
        synchronized (this) {
            if (firstIndex >= 0 && index == newest) return;
            byNode.clear();
            firstIndex = index;
            reached = reached(index);
            newest = index;
            cluster = is;
        }
        for (var node : reached) touched.touched(node);
    }

    /// Those that have no more than there is by now.
    private Set<String> reached(long index) {
        var all = new HashSet<String>();
        ahead.forEach((node, seen) -> {
            if (seen <= index) all.add(node);
        });
        ahead.keySet().removeAll(all);
        return all;
    }

    /// Whether the node has more than is here: this server has started a moment ago, and comes to
    /// the rest of its log. What it would say is old, and the node has that already; it is looked
    /// at again once there is as much here.
    synchronized boolean behind(String node, long seen) {
        if (seen <= newest) return false;
        ahead.put(node, seen);
        return true;
    }

    /// What has happened to the cluster in an entry.
    public void follow(long index, List<ClusterFact> facts, Cluster after) {
        var changed = new HashMap<String, Set<String>>();
        var touched = new HashSet<String>();
        synchronized (this) {
            if (firstIndex < 0) firstIndex = index;
            for (var fact : facts) {
                for (var id : allocations(fact)) changed(after, id, changed);
                for (var id : gone(fact)) follows(after, id, changed);
                for (var id : learned(fact)) changed(after, id, changed);
                var node = about(fact);
                if (node != null) touched.add(node);
                touched.addAll(recalledOn(fact, after));
            }
            changed.forEach((node, ids) -> remember(index, node, ids));
            for (var fact : facts) {
                if (fact instanceof ClusterFact.NodeRemoved(var node)) byNode.remove(node);
                if (fact instanceof ClusterFact.NodeJoined(var identity, _, _, _))
                    byNode.put(identity.id(), new Recent(index));
            }
            touched.addAll(reached(index));
            newest = index;
            cluster = after;
        }
        touched.addAll(changed.keySet());
        for (var node : touched) this.touched.touched(node);
    }

    /// What is forgotten in a fact is still there in the state before it.
    private void changed(Cluster after, String id, Map<String, Set<String>> changed) {
        var allocation = after.allocations().find(id);
        if (allocation == null) allocation = cluster.allocations().find(id);
        if (allocation == null) return;
        changed.computeIfAbsent(allocation.node(), _ -> new HashSet<>()).add(id);
    }

    /// What was placed in its room may start now.
    private void follows(Cluster after, String id, Map<String, Set<String>> changed) {
        var gone = after.allocations().find(id);
        if (gone == null) gone = cluster.allocations().find(id);
        var next = gone == null ? null : gone.lineage().displacedBy();
        if (next != null) changed(after, next, changed);
    }

    /// Those that hold nothing any more.
    private static Collection<String> gone(ClusterFact fact) {
        if (fact instanceof ClusterFact.AllocationsForgotten(var ids)) return ids;
        if (!(fact instanceof ClusterFact.AllocationsObserved(var changes))) return List.of();
        return changes.stream()
                .filter(it -> it.observed().status().ended())
                .map(ClusterFact.ObservedChange::allocation)
                .toList();
    }

    /// Those of a node that was not told some of them, and knows by now what is meant.
    private Collection<String> learned(ClusterFact fact) {
        if (!(fact instanceof ClusterFact.NodeDescribed(var id, var facts))) return List.of();
        var node = cluster.nodes().find(id);
        var before = node == null ? List.<String>of() : node.facts().software().drivers();
        boolean more =
                facts.software().drivers().stream()
                        .anyMatch(it -> KNOWN.contains(it) && !before.contains(it));
        return node != null && more ? cluster.onNode(id) : List.of();
    }

    private void remember(long index, String node, Set<String> ids) {
        var recent = byNode.computeIfAbsent(node, _ -> new Recent(firstIndex));
        for (var id : ids) recent.changes.add(new Change(index, id));
        while (recent.changes.size() > REMEMBERED_MAX)
            recent.since = recent.changes.remove().index();
    }

    private static Collection<String> allocations(ClusterFact fact) {
        if (!(fact instanceof ClusterFact.AboutAllocations one)) return List.of();
        return switch (one) {
            case ClusterFact.AllocationsPlaced(var all) ->
                    all.stream().map(Allocation::id).toList();
            case ClusterFact.AllocationsDesired(var changes) ->
                    changes.stream().map(ClusterFact.DesiredChange::allocation).toList();
            case ClusterFact.AllocationsUpdated(var ids, _) -> ids;
            case ClusterFact.AllocationsPromoted _ -> List.of();
            case ClusterFact.AllocationsForgotten(var ids) -> ids;
            case ClusterFact.AllocationsObserved _ -> List.of();
        };
    }

    private static @Nullable String about(ClusterFact fact) {
        if (fact instanceof ClusterFact.NodeMetaSet(var node, _)) return node;
        if (fact instanceof ClusterFact.NodeDescribed(var node, _)) return node;
        if (fact instanceof ClusterFact.NodeRemoved(var node)) return node;
        if (fact instanceof ClusterFact.NodeRevoked(var node, _)) return node;
        if (fact instanceof ClusterFact.NodeJoined(var identity, _, _, _)) return identity.id();
        return null;
    }

    /// The nodes that are to know of a recall, or that it is over.
    private static Set<String> recalledOn(ClusterFact fact, Cluster after) {
        JobKey job = null;
        if (fact instanceof ClusterFact.JobRecalled(var recall)) job = recall.job();
        if (fact instanceof ClusterFact.RecallLifted(_, var of)) job = of;
        var nodes = new HashSet<String>();
        if (job == null) return nodes;
        for (var id : after.ofJob(job)) {
            var allocation = after.allocations().find(id);
            if (allocation != null) nodes.add(allocation.node());
        }
        return nodes;
    }

    /// What must not run on the node, of the jobs that it has something of.
    ///
    /// @param told what the node was told last; null: nothing yet
    /// @return null: it knows that
    synchronized @Nullable RecallsTold recalls(String node, @Nullable RecallsTold told) {
        var recalls = cluster.recalls();
        var jobs = new TreeSet<JobKey>();
        if (!recalls.all().isEmpty())
            for (var id : cluster.onNode(node)) {
                var allocation = cluster.allocations().find(id);
                if (allocation != null) jobs.add(allocation.slot().job());
            }
        var now = RecallsTold.of(recalls, jobs);
        return told != null && told.all().equals(now.all()) ? null : now;
    }

    /// What the node is told about itself; null: it is not known yet, or any more.
    synchronized @Nullable Map<String, String> meta(String node) {
        var known = cluster.nodes().find(node);
        return known == null ? null : known.effectiveMeta();
    }

    /// What a node needs that has the orders as of a version, in parts; none: it has everything.
    ///
    /// What takes the room of others is not ordered before they have ended.
    ///
    /// What has ended is not ordered again: a node that has lost its journal would do it once more.
    ///
    /// @param whole everything, whatever it has
    public synchronized List<ServersSay.Sync> since(String node, long seen, boolean whole) {
        if (whole) return whole(node, Math.max(seen, 0));
        var ids = changed(node, seen);
        if (ids == null) return whole(node, seen);
        if (ids.isEmpty()) return List.of();
        var orders = new ArrayList<WorkOrder>();
        var removed = new ArrayList<String>();
        for (var id : ids) {
            var allocation = cluster.allocations().find(id);
            var order = allocation == null ? null : order(cluster, allocation);
            if (allocation == null || order == null) removed.add(id);
            else if (allocation.holds() && told(allocation, order)) orders.add(order);
        }
        return parts(seen, new Rest(false, removed, List.of()), orders);
    }

    /// Null: that is not known any more, so it is everything.
    private @Nullable Set<String> changed(String node, long seen) {
        var recent = byNode.get(node);
        long since = recent == null ? firstIndex : recent.since;
        if (seen < since) return null;
        var ids = new HashSet<String>();
        if (recent != null)
            for (var change : recent.changes)
                if (change.index() > seen) ids.add(change.allocation());
        return ids;
    }

    /// What goes before all other orders: of jobs whose newest version is forced that version, and
    /// what makes way for it; and the end of what is recalled.
    ///
    /// @param seen the orders have no more news then
    record Urgent(long seen, List<List<WorkOrder>> parts) {}

    /// What of that has come since.
    synchronized Urgent urgent(String node, long seen) {
        if (seen == newest) return new Urgent(newest, List.of());
        var changed = seen <= 0 ? null : changed(node, seen);
        var orders = new ArrayList<WorkOrder>();
        for (var id : changed == null ? cluster.onNode(node) : changed) {
            var allocation = cluster.allocations().find(id);
            if (allocation == null || !allocation.holds() || !urgent(allocation)) continue;
            var order = order(cluster, allocation);
            if (order == null || !told(allocation, order)) continue; // it is urgent once it is
            orders.add(order);
        }
        return new Urgent(newest, orders.isEmpty() ? List.of() : cut(orders));
    }

    /// Its room is free, and its node knows what is meant: an agent of before that has replaced a
    /// newer one would have to pass over all that comes with it.
    private boolean told(Allocation allocation, WorkOrder order) {
        if (cluster.waits(allocation)) return false;
        var node = cluster.nodes().find(allocation.node());
        var words = order.group().knownBy();
        if (words.isEmpty() && order.calendar() == null) return true;
        if (node == null) return false;
        var software = node.facts().software();
        boolean knows = order.calendar() == null || software.keepsCalendars();
        return knows && software.drivers().containsAll(words);
    }

    private boolean urgent(Allocation it) {
        var slot = it.slot();
        var job = cluster.jobs().find(slot.job());
        if (job == null) return false;
        boolean forced = job.current().forced();
        if (it.desired().run()) return forced && job.version() == slot.version();
        return forced || recalled(job, slot.version()) || makesWay(it);
    }

    /// It must not run, or was launched by what must not.
    private boolean recalled(Job job, long version) {
        if (cluster.recalls().of(job.key(), version) != null) return true;
        return job.spec().launchedBy() != null && cluster.recalls().of(job.spec()) != null;
    }

    /// What was placed in its room is urgent, and waits for its end.
    private boolean makesWay(Allocation it) {
        var by = it.lineage().displacedBy();
        var next = by == null ? null : cluster.allocations().find(by);
        return next != null && next.desired().run() && urgent(next);
    }

    /// The same for a node that has just said hello, which is told as well that it has everything.
    public synchronized List<ServersSay.Sync> first(String node, long seen, boolean whole) {
        var parts = since(node, seen, whole);
        if (!parts.isEmpty()) return parts;
        return List.of(new ServersSay.Sync(newest, false, true, List.of(), List.of(), List.of()));
    }

    private List<ServersSay.Sync> whole(String node, long seen) {
        var orders = new ArrayList<WorkOrder>();
        var ended = new ArrayList<String>();
        for (var id : cluster.onNode(node)) {
            var allocation = cluster.allocations().find(id);
            if (allocation == null || over(allocation)) continue;
            var order = order(cluster, allocation);
            if (order != null && !told(allocation, order)) continue; // it is not there yet
            if (order != null && allocation.holds()) orders.add(order);
            else if (order != null) ended.add(id);
        }
        return parts(seen, new Rest(true, List.of(), ended), orders);
    }

    /// What comes beside the orders.
    ///
    /// @param ended what exists and has ended
    private record Rest(boolean whole, List<String> removed, List<String> ended) {}

    /// Only with the last of them the node has come to the new version.
    ///
    /// Who is gone is said with the first of them, and for a whole with each, by naming all who are
    /// not: room that the gone still hold has been given to others, who may be in any part.
    private List<ServersSay.Sync> parts(long seen, Rest rest, List<WorkOrder> orders) {
        var all = new LinkedHashSet<>(rest.ended);
        if (rest.whole) orders.forEach(order -> all.add(order.allocation()));
        var cuts = cut(orders);
        var parts = new ArrayList<ServersSay.Sync>();
        for (int i = 0; i < cuts.size(); i++) {
            var part = cuts.get(i);
            boolean last = i == cuts.size() - 1;
            var kept = new LinkedHashSet<>(all);
            part.forEach(order -> kept.remove(order.allocation()));
            parts.add(
                    new ServersSay.Sync(
                            last ? newest : seen,
                            rest.whole,
                            last,
                            part,
                            i == 0 ? rest.removed : List.of(),
                            List.copyOf(kept)));
        }
        return parts;
    }

    /// At least one, each with as much as a frame may hold.
    private List<List<WorkOrder>> cut(List<WorkOrder> orders) {
        var cuts = new ArrayList<List<WorkOrder>>();
        var part = new ArrayList<WorkOrder>();
        long characters = 0;
        for (var order : orders) {
            long more = JobBounds.characters(order.meta(), order.group(), order.launch());
            if (!part.isEmpty() && characters + more > partCharactersMax) {
                cuts.add(part);
                part = new ArrayList<>();
                characters = 0;
            }
            part.add(order);
            characters += more;
        }
        cuts.add(part);
        return cuts;
    }

    private static boolean over(Allocation allocation) {
        return !allocation.desired().run() && !allocation.holds();
    }

    /// Null: nobody knows any more what it ran.
    private static @Nullable WorkOrder order(Cluster cluster, Allocation allocation) {
        var slot = allocation.slot();
        var job = cluster.jobs().find(slot.job());
        var kept = job == null ? null : job.kept(slot.version());
        var spec = kept == null ? null : kept.spec();
        var group = spec == null ? null : spec.group(slot.group());
        if (kept == null || spec == null || group == null) return null;
        return new WorkOrder(
                allocation.id(),
                slot,
                spec.type(),
                group.chosen(allocation.variants()),
                spec.meta(),
                allocation.ports(),
                allocation.desired(),
                kept.forced(),
                spec.launch());
    }
}
