package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Names;
import dev.skerry.cluster.state.Asking;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Quota;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import java.util.HashSet;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// How namespaces come, change and go, and what their quotas say of a job.
public final class NamespaceDecisions {
    /// The default one too.
    public static final int NAMESPACES_MAX = 1_000;

    private NamespaceDecisions() {}

    public static Decision<ClusterFact, NoEffect> apply(
            Draft draft, ClusterMessage.ApplyNamespace message) {
        var spec = message.spec();
        var wrong = wrong(spec);
        if (wrong != null) return Decision.refuse(wrong);
        var namespaces = draft.cluster.namespaces();
        var before = namespaces.find(spec.name());
        if (spec.equals(before)) return draft.decision();
        if (before == null && namespaces.size() >= NAMESPACES_MAX)
            return Decision.refuse(new Refusal.Full("Namespaces", NAMESPACES_MAX, "namespaces"));
        draft.fact(new ClusterFact.NamespaceApplied(spec));
        if (before != null && !before.quota().equals(spec.quota())) moved(draft, spec.name());
        if (before != null && !before.preempts().equals(spec.preempts()))
            draft.roomier(spec.name(), "preemption changed");
        return draft.decision();
    }

    /// What waits may be allowed now. A system job does not wait for nodes in pools that are not
    /// allowed: it is as if they were not there.
    private static void moved(Draft draft, String namespace) {
        draft.roomier(namespace, "quota changed");
        for (var job : draft.cluster.watch().system())
            if (job.namespace().equals(namespace)) draft.due(job, "quota changed");
        for (var key : draft.cluster.inNamespace(namespace)) {
            var job = draft.cluster.jobs().find(key);
            if (job != null && DeploymentDecisions.revert(job) != null)
                draft.due(key, "quota changed"); // what was refused may come back
        }
    }

    public static Decision<ClusterFact, NoEffect> delete(
            Draft draft, ClusterMessage.DeleteNamespace message) {
        var name = message.name();
        if (name.equals(JobKey.DEFAULT_NAMESPACE))
            return Decision.refuse(
                    new Refusal.Conflict(
                            "The namespace default is always there.",
                            "Apply it without a quota, and it is as it was in the beginning."));
        if (draft.cluster.namespaces().find(name) == null)
            return Decision.refuse(new Refusal.NotFound("namespace", name));
        int jobs = draft.cluster.inNamespace(name).size();
        if (jobs == 0) return draft.fact(new ClusterFact.NamespaceDeleted(name)).decision();
        return Decision.refuse(
                new Refusal.Conflict(
                        "The namespace %s has %s."
                                .formatted(name, jobs == 1 ? "1 job" : "%,d jobs".formatted(jobs)),
                        "List them by `skerry job list --namespace %s`; stop each with --purge."
                                .formatted(name)));
    }

    private static @Nullable Refusal wrong(NamespaceSpec spec) {
        if (!Names.word(spec.name()))
            return new Refusal.Invalid("namespace", spec.name(), Names.WORD_SHOULD);
        var said = spec.description();
        if (said.length() > NamespaceSpec.DESCRIPTION_CHARACTERS_MAX || !Text.line(said))
            return new Refusal.Invalid(
                    "description",
                    said,
                    "one line of at most %d characters"
                            .formatted(NamespaceSpec.DESCRIPTION_CHARACTERS_MAX));
        var quota = spec.quota();
        var wrong = limit("quota.cpu", quota.cpuMhz(), Quota.CPU_MHZ_MAX, it -> it + "MHz");
        if (wrong == null)
            wrong = limit("quota.memory", quota.memoryBytes(), Quota.MEMORY_BYTES_MAX, Text::size);
        if (wrong == null)
            wrong =
                    limit(
                            "quota.allocations",
                            quota.allocations(),
                            Quota.ALLOCATIONS_MAX,
                            Long::toString);
        if (wrong == null) wrong = pools(quota);
        var twice = new HashSet<>(spec.preempts()).size() < spec.preempts().size();
        if (wrong != null || !twice) return wrong;
        return new Refusal.Invalid("preempts", spec.preempts() + "", "each type once");
    }

    /// @param words as people write it
    private static @Nullable Refusal limit(
            String field, long value, long most, LongFunction<String> words) {
        if (value >= Quota.UNLIMITED && value <= most) return null;
        return new Refusal.Invalid(
                field,
                words.apply(value),
                "from %s to %s, or absent for no limit"
                        .formatted(words.apply(0), words.apply(most)));
    }

    private static @Nullable Refusal pools(Quota quota) {
        if (quota.pools().size() > Quota.POOLS_MAX)
            return new Refusal.Invalid(
                    "quota.pools",
                    quota.pools().size() + " pools",
                    "at most %d pools".formatted(Quota.POOLS_MAX));
        var seen = new HashSet<String>();
        for (var pool : quota.pools()) {
            if (!Names.word(pool))
                return new Refusal.Invalid("quota.pools", pool, Names.WORD_SHOULD);
            if (pool.equals(Quota.ALL_POOLS))
                return new Refusal.Invalid(
                        "quota.pools", pool, "the name of one; without pools all are allowed");
            if (!seen.add(pool)) return new Refusal.Invalid("quota.pools", pool, "there once");
        }
        return null;
    }

    /// Why the job cannot be in its namespace as it is; null: it can. Of the room that is really
    /// used, nothing is said here: that is looked at when it is placed.
    public static @Nullable Refusal against(Cluster cluster, JobSpec job) {
        var name = job.key().namespace();
        var namespace = cluster.namespaces().find(name);
        if (namespace == null)
            return new Refusal.NotFound(
                    "namespace", name, "`skerry namespace apply` makes one, from a file.");
        var quota = namespace.quota();
        var pool = job.where().pool();
        if (!quota.allows(pool))
            return new Refusal.Invalid(
                    "pool",
                    pool,
                    "one that the quota of namespace %s allows: %s"
                            .formatted(name, String.join(", ", quota.pools())));
        if (!quota.limited()) return null;
        var lacks = quota.lacks(Asking.without(cluster, job.key()), Asking.of(job));
        if (lacks == null) return null;
        return new Refusal.Conflict(
                "Namespace %s %s.".formatted(name, lacks),
                "Ask for less, or stop a job; `skerry namespace status %s` shows what is used."
                        .formatted(name));
    }
}
