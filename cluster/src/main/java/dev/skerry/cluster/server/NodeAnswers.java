package dev.skerry.cluster.server;

import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.Node;
import dev.skerry.cluster.NodeFacts;
import dev.skerry.cluster.job.Resources;
import dev.skerry.kernel.Now;
import io.avaje.jsonb.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is said of nodes. The answers are as flat as their readers want them.
public final class NodeAnswers {
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

    /// @param status `ready`, `draining`, `ineligible` or `missed`
    /// @param since when it became reachable, or was missed
    /// @param capacity what can be reserved
    /// @param used what is reserved
    /// @param allocations how many live ones
    @Json
    public record Summary(
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

    /// @param meta what expressions see: the labels, and over them what was set
    /// @param setMeta what was set through the API
    /// @param history the changes of contact, oldest first
    @Json
    public record Detail(
            String id,
            String name,
            String pool,
            String datacenter,
            String status,
            boolean reachable,
            String since,
            boolean eligible,
            boolean draining,
            @Nullable Drain drain,
            NodeFacts facts,
            Resources capacity,
            Resources used,
            Map<String, String> labels,
            Map<String, String> meta,
            Map<String, String> setMeta,
            List<Change> history,
            List<AllocationAnswers.One> allocations) {}

    @Json
    public record Drain(String deadlineAt, boolean systemToo) {}

    @Json
    public record Change(boolean reachable, String at) {}

    /// What a change of a node comes to.
    @Json
    public record Changed(String node, long index) {}

    static Summary summary(Node node) {
        var facts = node.facts();
        return new Summary(
                node.id(),
                node.identity().name(),
                node.identity().pool(),
                node.identity().datacenter(),
                status(node),
                node.contact().reachable(),
                Bodies.time(node.contact().sinceWallMs()),
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
                node.used().allocations());
    }

    static Detail detail(Cluster cluster, Node node, Now now) {
        var drain = node.scheduling().drain();
        return new Detail(
                node.id(),
                node.identity().name(),
                node.identity().pool(),
                node.identity().datacenter(),
                status(node),
                node.contact().reachable(),
                Bodies.time(node.contact().sinceWallMs()),
                node.scheduling().eligible(),
                drain != null,
                drain == null ? null : drain(drain, now),
                node.facts(),
                node.facts().capacity(),
                node.used().resources(),
                node.facts().extra().labels(),
                meta(node),
                node.meta(),
                node.contact().history().stream()
                        .map(it -> new Change(it.reachable(), Bodies.time(it.wallMs())))
                        .toList(),
                AllocationAnswers.all(cluster, cluster.onNode(node.id())));
    }

    private static Drain drain(Node.Drain drain, Now now) {
        long inMs = drain.deadlineTickMs() - now.tickMs();
        return new Drain(Bodies.time(now.wallMs() + inMs), drain.systemToo());
    }

    static String status(Node node) {
        if (!node.contact().reachable()) return "missed";
        if (node.scheduling().drain() != null) return "draining";
        return node.scheduling().eligible() ? "ready" : "ineligible";
    }

    /// What people call the node with that id; the id itself when it is gone.
    static String name(Cluster cluster, String id) {
        var node = cluster.nodes().find(id);
        return node == null ? id : node.identity().name();
    }

    /// The labels of its configuration, and over them what was set while it runs.
    static Map<String, String> meta(Node node) {
        if (node.meta().isEmpty()) return node.facts().extra().labels();
        var meta = new HashMap<>(node.facts().extra().labels());
        meta.putAll(node.meta());
        return meta;
    }
}
