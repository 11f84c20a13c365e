package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Evaluation.Explanation;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Quota;
import dev.skerry.cluster.state.Use;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
        Resources promised = Resources.NONE;
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

    /// The plan has given that port to somebody.
    boolean given(Node node, int port) {
        var more = taken.get(node.id());
        return more != null && more.ports.contains(port);
    }

    /// Whoever is placed in the room of those has what they leave, and nobody else has.
    ///
    /// @param ports that it was given
    void displace(Node node, List<Allocation> victims, Resources needs, Collection<Integer> ports) {
        var more = needs;
        for (var it : victims) more = more.minus(it.reserved());
        take(node, more.larger(Resources.NONE), ports);
    }

    /// One more gets room there when what is ending has ended.
    void promise(Node node, Resources needs) {
        var more = taken.computeIfAbsent(node.id(), _ -> new Taken());
        more.promised = more.promised.plus(needs);
    }

    /// So much of what is ending there is for others.
    Resources promised(Node node) {
        var more = taken.get(node.id());
        return more == null ? Resources.NONE : more.promised;
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
                            : Math.max(0, free.cpuMhz()) + " MHz free";
            case "memory" -> bytes(free.memoryBytes(), all.memoryBytes(), needs.memoryBytes());
            case "disk" -> bytes(free.diskBytes(), all.diskBytes(), needs.diskBytes());
            default -> dimension.startsWith("port ") ? "taken by other work" : "";
        };
    }

    private static String bytes(long free, long all, long needed) {
        if (all < needed) return (all >> 20) + NEVER.formatted(" MiB");
        return (Math.max(0, free) >> 20) + " MiB free"; // less while one waits for others to end
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
