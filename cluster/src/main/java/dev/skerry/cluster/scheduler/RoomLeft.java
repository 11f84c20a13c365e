package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Evaluation.Explanation;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Quota;
import dev.skerry.cluster.state.Use;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is free on each node, with what this plan has placed so far. What the plan stops is free
/// only when it has ended.
final class RoomLeft {
    private static final String NEVER = "%s in all, so it never fits here";

    private static final class Taken {
        Resources resources = Resources.NONE;
        final Set<Integer> ports = new HashSet<>();
    }

    private final Map<String, Taken> taken = new HashMap<>();

    Resources free(Node node) {
        var free = node.facts().capacity().minus(node.used().resources());
        var more = taken.isEmpty() ? null : taken.get(node.id());
        return more == null ? free : free.minus(more.resources);
    }

    boolean free(Node node, int port) {
        if (node.used().ports().has(port)) return false;
        var more = taken.get(node.id());
        return more == null || !more.ports.contains(port);
    }

    void take(Node node, Resources resources, Collection<Integer> ports) {
        var more = taken.computeIfAbsent(node.id(), _ -> new Taken());
        more.resources = more.resources.plus(resources);
        more.ports.addAll(ports);
    }

    /// What there is too little of for one more; null: it fits.
    @Nullable String lacks(Node node, Resources free, GroupAsk ask) {
        var needs = ask.needs();
        if (!needs.fitsIn(free)) return lacks(needs, free);
        for (int port : ask.group().ports().values()) {
            if (port != PortChoice.ANY && !free(node, port)) return "port " + port;
        }
        return null;
    }

    private static String lacks(Resources needs, Resources free) {
        if (needs.cpuMhz() > free.cpuMhz()) return "cpu";
        return needs.memoryBytes() > free.memoryBytes() ? "memory" : "disk";
    }

    /// What is there of it, for people.
    static String found(String dimension, Resources free, Node node, Resources needs) {
        var all = node.facts().capacity();
        return switch (dimension) {
            case "cpu" ->
                    all.cpuMhz() < needs.cpuMhz()
                            ? all.cpuMhz() + NEVER.formatted(" MHz")
                            : free.cpuMhz() + " MHz free";
            case "memory" -> bytes(free.memoryBytes(), all.memoryBytes(), needs.memoryBytes());
            case "disk" -> bytes(free.diskBytes(), all.diskBytes(), needs.diskBytes());
            default -> dimension.startsWith("port ") ? "taken by other work" : "";
        };
    }

    private static String bytes(long free, long all, long needed) {
        return all < needed ? (all >> 20) + NEVER.formatted(" MiB") : (free >> 20) + " MiB free";
    }

    /// What the quota of a job's namespace leaves, with what this plan has placed so far. What the
    /// plan stops is free only when it has ended.
    static final class QuotaLeft {
        private final String namespace;
        private final Quota quota;
        private Use used;

        QuotaLeft(JobLook look) {
            namespace = look.job().key().namespace();
            quota = look.quota();
            used = look.cluster().namespaces().use(namespace);
        }

        /// Why there is no place for it, for people; null: the quota allows it. What waits for the
        /// one before it takes over what that one uses.
        @Nullable String holds(Want want, Resources needs) {
            var lacks = quota.lacks(want.waits() ? after(want) : used, needs);
            return lacks == null
                    ? null
                    : "%sthe quota of namespace %s: %s"
                            .formatted(Explanation.HELD, namespace, lacks);
        }

        /// It would be allowed if the one before it had ended.
        boolean everAllows(Want want, Resources needs) {
            return quota.fits(after(want), needs);
        }

        private Use after(Want want) {
            var previous = want.previous();
            return previous == null || !previous.live() ? used : used.minus(previous.reserved());
        }

        void take(Resources needs) {
            used = used.plus(needs);
        }
    }
}
