package dev.skerry.cluster.server;

import dev.skerry.cluster.contact.Stretch;
import dev.skerry.cluster.contact.Stretch.Reachability;
import dev.skerry.cluster.contact.Timeline;
import dev.skerry.cluster.deployment.DrainWaits;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.http.Bodies;
import dev.skerry.http.Namespace;
import dev.skerry.kernel.Now;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What is said of nodes. The answers are as flat as their readers want them.
public final class NodeAnswers {
    private static final long DAY_MS = 24 * 3_600_000;

    private NodeAnswers() {}

    /// The facts that a list of nodes shows.
    @Json
    public record Brief(
            String os,
            String arch,
            int cores,
            int mhz,
            long memoryBytes,
            long diskBytes,
            NodeFacts.Power power) {}

    /// @param status `ready`, `draining`, `ineligible`, `missed`, `joined`: never linked yet, or
    ///   `revoked`: shut out
    /// @param since when it joined, became reachable, or, of one that is missed, was heard last; as
    ///   far as that is known without a time in which no server ran
    /// @param capacity what can be reserved
    /// @param used what is reserved
    /// @param allocations how many live ones
    @Json
    public record NodeSummary(
            String id,
            String name,
            String pool,
            String datacenter,
            String status,
            boolean reachable,
            String since,
            boolean eligible,
            boolean draining,
            Brief facts,
            Resources capacity,
            Resources used,
            int allocations) {}

    /// @param revokedAt when it was shut out; absent: it is not
    /// @param meta what expressions see: the labels, and over them what was set
    /// @param setMeta what was set through the API
    /// @param history the changes of contact, oldest first
    /// @param day how much of the last 24 hours was what
    @Json
    public record NodeDetail(
            String id,
            String name,
            String pool,
            String datacenter,
            String status,
            boolean reachable,
            String since,
            boolean eligible,
            boolean draining,
            @Nullable NodeDraining drain,
            @Nullable String revokedAt,
            NodeFacts facts,
            Resources capacity,
            Resources used,
            Map<String, String> labels,
            Map<String, String> meta,
            Map<String, String> setMeta,
            List<Change> history,
            Day day,
            List<AllocationAnswers.One> allocations) {}

    /// @param left what has not ended yet, as far as it is for whoever asks
    @Json
    public record NodeDraining(String deadlineAt, boolean systemToo, List<DrainWait> left) {}

    /// @param why it is there still
    @Json
    public record DrainWait(String allocation, String job, String why) {}

    /// @param contact `joined`, `connected`, `missed`, or `unknown`: no server ran
    /// @param reachable absent when that is not known
    @Json
    public record Change(String contact, @Nullable Boolean reachable, String at) {}

    /// How much of the last 24 hours was what. What is missing of them was before the node joined,
    /// or before the oldest change that is kept.
    ///
    /// @param unknownMs in which no server ran
    /// @param breaks how often the node was missed
    @Json
    public record Day(
            long connectedMs, long missedMs, long unknownMs, int breaks, long longestBreakMs) {}

    /// What a change of a node comes to.
    @Json
    public record NodeChanged(String node, long index) {}

    /// @param seen the namespaces whose allocations are for whoever asks
    static NodeSummary summary(Cluster cluster, Node node, Now now, Predicate<String> seen) {
        var facts = node.facts();
        return new NodeSummary(
                node.id(),
                node.identity().name(),
                node.identity().pool(),
                node.identity().datacenter(),
                status(node),
                node.contact().reachable(),
                since(cluster, node, now),
                node.scheduling().eligible(),
                node.scheduling().drain() != null,
                new Brief(
                        facts.os().name() + " " + facts.os().version(),
                        facts.cpu().arch(),
                        facts.cpu().cores(),
                        facts.cpu().mhz(),
                        facts.capacity().memoryBytes(),
                        facts.capacity().diskBytes(),
                        facts.power()),
                facts.capacity(),
                node.used().resources(),
                live(cluster, node, seen));
    }

    private static int live(Cluster cluster, Node node, Predicate<String> seen) {
        if (seen.test(Namespace.ALL)) return node.used().allocations();
        int live = 0;
        for (var id : seen(cluster, node, seen)) {
            var allocation = cluster.allocations().find(id);
            if (allocation != null && allocation.live()) live++;
        }
        return live;
    }

    /// The ids of those that are for whoever asks.
    private static List<String> seen(Cluster cluster, Node node, Predicate<String> seen) {
        var ids = new ArrayList<String>();
        for (var id : cluster.onNode(node.id())) {
            var allocation = cluster.allocations().find(id);
            if (allocation != null && seen.test(allocation.slot().job().namespace())) ids.add(id);
        }
        return ids;
    }

    /// @param seen the namespaces whose allocations are for whoever asks
    static NodeDetail detail(NodesSeen nodes, Node node, Now now, Predicate<String> seen) {
        var cluster = nodes.cluster();
        var drain = node.scheduling().drain();
        var timeline = timeline(cluster, node, now);
        return new NodeDetail(
                node.id(),
                node.identity().name(),
                node.identity().pool(),
                node.identity().datacenter(),
                status(node),
                node.contact().reachable(),
                since(cluster, node, now),
                node.scheduling().eligible(),
                drain != null,
                drain == null ? null : drain(cluster, node, drain, now, seen),
                node.revoked() ? Bodies.time(node.revokedWallMs()) : null,
                node.facts(),
                node.facts().capacity(),
                node.used().resources(),
                node.facts().extra().labels(),
                node.effectiveMeta(),
                node.meta(),
                changes(timeline),
                day(timeline, now),
                AllocationAnswers.all(nodes, seen(cluster, node, seen)));
    }

    static String since(Cluster cluster, Node node, Now now) {
        long sinceMs = node.contact().sinceWallMs();
        return Bodies.time(cluster.absences().knownSince(sinceMs, now.wallMs()));
    }

    /// How the node was in reach, and for which times that is not known.
    public static Timeline timeline(Cluster cluster, Node node, Now now) {
        var contact = node.contact();
        var noted = new ArrayList<Stretch>();
        for (var it : contact.history()) noted.add(stretch(it.reachable(), it.wallMs()));
        noted.add(stretch(contact.reachable(), contact.sinceWallMs()));
        var first = noted.getFirst();
        // silent from the first moment on was nobody: that is how a node begins
        if (contact.history().size() < Node.HISTORY_CHANGES_MAX
                && first.seen() == Reachability.MISSED)
            noted.set(0, new Stretch(Reachability.JOINED, first.fromWallMs()));
        var last = noted.removeLast();
        noted.removeIf(it -> it.fromWallMs() > last.fromWallMs()); // before the clock was set back
        noted.sort(Comparator.comparingLong(Stretch::fromWallMs));
        noted.add(last);
        return Timeline.of(noted, cluster.absences(), now.wallMs());
    }

    private static Stretch stretch(boolean reachable, long fromWallMs) {
        return new Stretch(reachable ? Reachability.CONNECTED : Reachability.MISSED, fromWallMs);
    }

    /// All but the last, which is how the node is now.
    private static List<Change> changes(Timeline timeline) {
        var all = timeline.stretches();
        return all.subList(0, all.size() - 1).stream().map(NodeAnswers::change).toList();
    }

    private static Change change(Stretch it) {
        var word = it.seen().name().toLowerCase(Locale.ROOT);
        var reachable =
                it.seen() == Reachability.UNKNOWN ? null : it.seen() == Reachability.CONNECTED;
        return new Change(word, reachable, Bodies.time(it.fromWallMs()));
    }

    private static Day day(Timeline timeline, Now now) {
        var it = timeline.share(now.wallMs() - DAY_MS, now.wallMs());
        return new Day(
                it.connectedMs(), it.missedMs(), it.unknownMs(), it.breaks(), it.longestBreakMs());
    }

    private static NodeDraining drain(
            Cluster cluster, Node node, Node.Drain drain, Now now, Predicate<String> seen) {
        long inMs = drain.deadlineTickMs() - now.tickMs();
        var left =
                DrainWaits.of(cluster, node, now, seen).stream()
                        .map(it -> left(it.allocation(), it.why()))
                        .toList();
        return new NodeDraining(Bodies.time(now.wallMs() + inMs), drain.systemToo(), left);
    }

    private static DrainWait left(Allocation it, String why) {
        return new DrainWait(it.id(), it.slot().job().name(), why);
    }

    static String status(Node node) {
        if (node.revoked()) return "revoked";
        if (node.neverLinked()) return "joined";
        if (!node.contact().reachable()) return "missed";
        if (node.scheduling().drain() != null) return "draining";
        return node.scheduling().eligible() ? "ready" : "ineligible";
    }

    /// What people call the node with that id: its name, with the id beside it when others have the
    /// same; the id alone when it is gone.
    ///
    /// @param pools whose nodes these others can be of: those that are seen
    static String name(Cluster cluster, String id, Predicate<String> pools) {
        var node = cluster.nodes().find(id);
        if (node == null) return id;
        var name = node.identity().name();
        return cluster.watch().named(name, pools) > 1 ? node.called() : name;
    }
}
