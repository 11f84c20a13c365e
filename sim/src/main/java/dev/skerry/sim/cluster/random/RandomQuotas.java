package dev.skerry.sim.cluster.random;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Quota;
import dev.skerry.sim.world.Happenings;
import java.util.List;

/// Quotas of a few namespaces by chance, from roomy ones to those that let nothing be placed.
public final class RandomQuotas {
    public static final String SHOP = "shop";
    public static final String LAB = "lab";
    private static final List<String> POOLS = List.of("default");
    private static final long NONE = Quota.UNLIMITED;

    private final Happenings events;

    public RandomQuotas(Happenings events) {
        this.events = events;
    }

    /// Those that a history begins with.
    public List<NamespaceSpec> first() {
        return List.of(
                of(SHOP, some()),
                of(LAB, events.chance(50) ? some() : Quota.NONE),
                of(JobKey.DEFAULT_NAMESPACE, Quota.NONE));
    }

    /// What somebody may change one to.
    public NamespaceSpec any() {
        var name = events.one(SHOP, SHOP, LAB, JobKey.DEFAULT_NAMESPACE);
        return of(name, events.chance(40) ? Quota.NONE : some());
    }

    /// All of them without a quota. Nobody displaces others any more: what one after the other
    /// makes room for the next would take its time.
    public List<NamespaceSpec> none() {
        return List.of(calm(SHOP), calm(LAB), calm(JobKey.DEFAULT_NAMESPACE));
    }

    private static NamespaceSpec calm(String name) {
        return new NamespaceSpec(name, mark(name), Quota.NONE, List.of());
    }

    private NamespaceSpec of(String name, Quota quota) {
        return new NamespaceSpec(name, mark(name), quota, preempts());
    }

    /// Which jobs may displace others.
    private List<JobSpec.Type> preempts() {
        if (events.chance(60)) return List.of(JobSpec.Type.values());
        return events.chance(50) ? NamespaceSpec.PREEMPTS : List.of();
    }

    /// Stands with whatever is in that namespace, and nowhere else.
    public static String mark(String namespace) {
        return namespace + "smark";
    }

    private Quota some() {
        return switch (events.dice.nextInt(8)) {
            case 0, 1, 2 -> new Quota(NONE, NONE, events.between(1, 12), List.of());
            case 3, 4 -> new Quota(events.between(2, 30) * 100, NONE, NONE, List.of());
            case 5, 6 -> new Quota(NONE, events.between(2, 30) * (32L << 20), NONE, POOLS);
            default -> new Quota(NONE, NONE, NONE, List.of("elsewhere"));
        };
    }
}
