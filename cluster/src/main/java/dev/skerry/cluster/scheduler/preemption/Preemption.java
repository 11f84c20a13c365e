package dev.skerry.cluster.scheduler.preemption;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Node;
import dev.skerry.kernel.Now;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whom one job may displace: work whose job has a priority that is lower by at least
/// [#PRIORITY_DELTA]. So priorities only fall from the one who displaces to the one who is
/// displaced, and no two jobs displace each other in turn.
///
/// It is asked only for what found no room, in one look at a job; each answer takes the ones before
/// into account.
public final class Preemption {
    /// What is less than this apart shares what there is.
    public static final int PRIORITY_DELTA = 10;

    /// Allocations looked at in one look at a job; the rest is for the next look.
    public static final int LOOKED_AT_MAX = 50_000;

    /// Allocations displaced for one place.
    public static final int VICTIMS_MAX = 64;

    /// When to look again, where more could have been displaced by then.
    public static final long AGAIN_AFTER_MS = 10_000;

    private final Cluster cluster;
    private final int priorityMax;
    private final Spares spares;
    private final Set<String> displaced = new HashSet<>();
    private int lookedAt;
    private boolean heldBack;

    private Preemption(Cluster cluster, int priorityMax, Now now) {
        this.cluster = cluster;
        this.priorityMax = priorityMax;
        this.spares = new Spares(cluster, now);
    }

    /// Null: the job displaces nobody, since its namespace does not let it, or nothing is so much
    /// less important.
    public static @Nullable Preemption of(Cluster cluster, Job job, Now now) {
        int priorityMax = job.spec().priority() - PRIORITY_DELTA;
        var types = cluster.namespaces().preempts(job.key().namespace());
        boolean may = priorityMax > 0 && types.contains(job.spec().type());
        return may ? new Preemption(cluster, priorityMax, now) : null;
    }

    /// Some of it might be displaced later, without anything that would have the job looked at.
    public boolean heldBack() {
        return heldBack;
    }

    /// What one more needs to end on a node.
    ///
    /// @param lacks so much more than is free there
    /// @param promised so much of what is ending there is for others
    /// @param ports those that it needs and others have
    /// @param wish see [Displacement#wish]
    /// @return null: too little of what is there may be displaced
    public @Nullable Displacement on(
            Node node,
            Resources lacks,
            Resources promised,
            Collection<Integer> ports,
            double wish) {
        var lower = new ArrayList<Allocation>();
        var ending = Resources.NONE;
        boolean portEnds = false;
        for (var id : cluster.onNode(node.id())) {
            if (++lookedAt + spares.lookedAt() > LOOKED_AT_MAX) {
                heldBack = true;
                return null;
            }
            var it = cluster.allocations().find(id);
            if (it == null || !it.holds() || displaced.contains(id)) continue;
            boolean has = it.ports().values().stream().anyMatch(ports::contains);
            if (!it.wanted()) {
                ending = ending.plus(it.reserved());
                portEnds |= has;
            } else if (isLower(it)) {
                lower.add(it);
            } else if (has) {
                return null;
            }
        }
        var forced = new ArrayList<Allocation>();
        for (var it : lower)
            if (it.ports().values().stream().anyMatch(ports::contains)) forced.add(it);
        var later = lacks.plus(promised).minus(ending);
        if (!lacks(later) && forced.isEmpty()) return new Displacement(node, List.of(), 0, 0, wish);
        return portEnds ? null : chosen(node, lacks.larger(later), lower, forced, wish);
    }

    /// @param lacks so much has to be given up; less than nothing: it is there
    private @Nullable Displacement chosen(
            Node node,
            Resources lacks,
            List<Allocation> lower,
            List<Allocation> forced,
            double wish) {
        var chosen = new ArrayList<Allocation>();
        try {
            for (var it : forced) {
                if (!takes(it)) return null;
                chosen.add(it);
                lacks = lacks.minus(it.reserved());
            }
            lower.removeAll(forced);
            lower.sort(Comparator.comparingInt(this::priority).thenComparing(YOUNGEST_FIRST));
            while (lacks(lacks)) {
                var next = next(lower, lacks);
                if (next == null || chosen.size() == VICTIMS_MAX) return null;
                spares.take(next);
                lower.remove(next);
                chosen.add(next);
                lacks = lacks.minus(next.reserved());
            }
            spareSome(chosen, forced, lacks);
            int highest = chosen.stream().mapToInt(this::priority).max().orElse(0);
            long sum = chosen.stream().mapToLong(this::priority).sum();
            return new Displacement(node, chosen, highest, sum, wish);
        } finally {
            chosen.forEach(spares::giveBack);
        }
    }

    private static final Comparator<Allocation> YOUNGEST_FIRST = Allocation.BY_AGE.reversed();

    private boolean takes(Allocation one) {
        if (!spares.has(one)) {
            heldBack = true;
            return false;
        }
        spares.take(one);
        return true;
    }

    /// The one that gives up most of what is lacked; of equal ones the first.
    private @Nullable Allocation next(List<Allocation> lower, Resources lacks) {
        Allocation best = null;
        double most = 0;
        for (var it : lower) {
            double share = share(it.reserved(), lacks);
            if (share <= most) continue;
            if (!spares.has(it)) {
                heldBack = true;
                continue;
            }
            best = it;
            most = share;
        }
        return best;
    }

    /// Those without whom it is enough stay, the most important first.
    private void spareSome(List<Allocation> chosen, List<Allocation> forced, Resources lacks) {
        var order = new ArrayList<>(chosen);
        order.removeAll(forced);
        order.sort(Comparator.comparingInt(this::priority).reversed());
        for (var it : order) {
            var without = lacks.plus(it.reserved());
            if (lacks(without)) continue;
            lacks = without;
            chosen.remove(it);
            spares.giveBack(it);
        }
    }

    private static boolean lacks(Resources of) {
        return of.cpuMhz() > 0 || of.memoryBytes() > 0 || of.diskBytes() > 0;
    }

    private static double share(Resources given, Resources lacks) {
        return share(given.cpuMhz(), lacks.cpuMhz())
                + share(given.memoryBytes(), lacks.memoryBytes())
                + share(given.diskBytes(), lacks.diskBytes());
    }

    private static double share(long given, long lacks) {
        return lacks <= 0 ? 0 : Math.min(1, (double) given / lacks);
    }

    private int priority(Allocation one) {
        var job = cluster.jobs().find(one.slot().job());
        return job == null ? Integer.MAX_VALUE : job.spec().priority();
    }

    /// It is there, its node says how it stands, and what it is of is so much less important.
    private boolean isLower(Allocation one) {
        boolean known = one.observed().status() != Status.UNKNOWN;
        return known && one.wanted() && priority(one) <= priorityMax;
    }

    /// They are displaced by the plan from now on.
    public void take(Displacement displacement) {
        for (var it : displacement.victims()) {
            displaced.add(it.id());
            spares.take(it);
        }
    }

    /// These, if all of them may be displaced now, each once; null: not all. Either way they are
    /// taken into account from now on.
    ///
    /// @param ids of the victims of a plan that was made earlier, on that node
    public @Nullable List<Allocation> still(Collection<String> ids, String node) {
        var victims = new ArrayList<Allocation>();
        for (var id : ids) {
            var it = cluster.allocations().find(id);
            boolean may = it != null && it.node().equals(node) && isLower(it);
            if (it == null || !may || !takes(it) || !displaced.add(id)) return null;
            victims.add(it);
        }
        return victims;
    }
}
