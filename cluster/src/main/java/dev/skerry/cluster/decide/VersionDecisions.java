package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.ClusterMessage.RevertJob;
import dev.skerry.cluster.ClusterMessage.ScaleJob;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.JobVersion;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.signing.Artifact;
import dev.skerry.kernel.signing.Signatures;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a job gets a version that is made of one before: an earlier one comes back, or there is more
/// or less of one group.
public final class VersionDecisions {
    private VersionDecisions() {}

    /// What comes back, as far as that version is there.
    public static @Nullable Artifact brings(Cluster cluster, RevertJob message) {
        var job = cluster.jobs().find(message.job());
        var kept = job == null ? null : job.versions().find(message.version());
        if (kept == null) return null; // it is refused, whoever has signed what
        var keys = kept.acceptance().signers();
        var signatures = new Signatures(keys.size(), keys);
        return new Artifact(ClusterMachine.JOB, message.job().namespace(), signatures, true);
    }

    public static Decision<ClusterFact, NoEffect> revert(
            Draft draft, RevertJob message, Caller caller) {
        var job = draft.cluster.jobs().find(message.job());
        if (job == null) return Decision.refuse(JobDecisions.unknown(message.job()));
        long version = message.version();
        var refusal = notBack(job, version, message.expectedVersion());
        if (refusal != null) return Decision.refuse(refusal);
        var kept = job.kept(version);
        if (kept == null) throw new IllegalStateException("it was refused");
        if (kept.spec().equals(job.spec()) && !job.stopped())
            return message.forced() ? JobDecisions.force(draft, job) : draft.decision();
        refusal = against(draft.cluster, kept.spec(), message.pool());
        if (refusal != null) return Decision.refuse(refusal);
        var acceptance =
                new Acceptance(
                        draft.now.wallMs(),
                        caller.text(),
                        Acceptance.How.REVERTED,
                        version,
                        kept.acceptance().signers());
        var next = new JobVersion(kept.spec(), acceptance).forced(message.forced());
        return JobDecisions.accept(draft, next, job, "job reverted");
    }

    /// Why that version cannot come back, whatever it says; null: it may. That it is not there is
    /// said before all else, and that it is the newest before anybody looks at what it says.
    ///
    /// @param expected at which version the job was seen; -1: whatever it is at
    public static @Nullable Refusal notBack(Job job, long version, long expected) {
        if (job.kept(version) == null) return notKept(job, version);
        var stale = JobDecisions.stale(job.key(), expected, job.version());
        if (stale != null || version != job.version()) return stale;
        if (job.stopped())
            return new Refusal.Conflict(
                    "Job %s is at version %d, and stopped.".formatted(job.key(), version),
                    "Submit its file again to start it.");
        if (job.versions().isEmpty()) return onlyOne(job, "none that could come back");
        return new Refusal.Conflict(
                "Job %s is at version %d already.".formatted(job.key(), version),
                "An earlier one can come back: " + earlier(job) + ".");
    }

    private static Refusal notKept(Job job, long version) {
        if (job.versions().isEmpty()) return onlyOne(job, "none that could come back");
        return new Refusal.Invalid(
                "version", version + "", "an earlier one that is kept: " + earlier(job));
    }

    /// What needs two versions is asked of a job that has one.
    ///
    /// @param lacks what there is not, continuing "there is "
    public static Refusal onlyOne(Job job, String lacks) {
        return new Refusal.Conflict(
                "Job %s has one version only, %d: there is %s."
                        .formatted(job.key(), job.version(), lacks),
                "`skerry job run` with a changed file makes another.");
    }

    /// `2, 3`; the newest is not among them.
    private static String earlier(Job job) {
        return job.versions().keys().stream()
                .sorted()
                .map(it -> it + "")
                .collect(Collectors.joining(", "));
    }

    /// What a spec of before is up against today.
    private static @Nullable Refusal against(Cluster cluster, JobSpec spec, String pool) {
        var moved = moved(spec, pool);
        if (moved != null) return moved;
        var wrong = JobBounds.wrong(spec);
        return wrong == null ? NamespaceDecisions.against(cluster, spec) : wrong;
    }

    /// Whoever asks was looked at for the pool that he saw.
    static @Nullable Refusal moved(JobSpec spec, String pool) {
        if (spec.where().pool().equals(pool)) return null;
        return new Refusal.Conflict(
                "Job %s has changed meanwhile, and runs in another pool.".formatted(spec.key()),
                "Look at it, and ask again.");
    }

    public static Decision<ClusterFact, NoEffect> scale(
            Draft draft, ScaleJob message, Caller caller) {
        var job = draft.cluster.jobs().find(message.job());
        if (job == null) return Decision.refuse(JobDecisions.unknown(message.job()));
        var group = job.spec().group(message.group());
        if (group == null) return Decision.refuse(noGroup(job, message.group()));
        var refusal = JobDecisions.stale(job.key(), message.expectedVersion(), job.version());
        if (refusal == null) refusal = notScaled(job);
        if (refusal != null) return Decision.refuse(refusal);
        long count = message.count();
        if (count < 0 || count > JobBounds.COUNT_MAX)
            return Decision.refuse(
                    new Refusal.Invalid("count", count + "", "from 0 to " + JobBounds.COUNT_MAX));
        var scaling = group.scaling();
        if (scaling != null && !scaling.has(count))
            return Decision.refuse(
                    new Refusal.Invalid("count", count + "", scaling.should(group.name())));
        if (count == group.count()) return draft.decision();
        refusal = moved(job.spec(), message.pool());
        var spec = with(job.spec(), group, (int) count);
        if (refusal == null) refusal = JobBounds.wrong(spec);
        if (refusal == null && count > group.count())
            refusal = NamespaceDecisions.against(draft.cluster, spec); // less is always allowed
        if (refusal != null) return Decision.refuse(refusal);
        var acceptance =
                new Acceptance(
                        draft.now.wallMs(),
                        caller.text(),
                        Acceptance.How.SCALED,
                        job.version(),
                        job.current().acceptance().signers());
        return JobDecisions.accept(draft, new JobVersion(spec, acceptance), job, "job scaled");
    }

    private static @Nullable Refusal notScaled(Job job) {
        if (job.stopped())
            return new Refusal.Conflict(
                    "Job %s is stopped.".formatted(job.key()),
                    "Submit its file to start it, with the count that it shall have.");
        return switch (job.spec().type()) {
            case SERVICE -> null;
            case SYSTEM, SYSBATCH ->
                    new Refusal.Conflict(
                            "Job %s is a %s job, which runs once on each node that fits."
                                    .formatted(job.key(), job.spec().type().word()),
                            "Its constraints say on which.");
            case BATCH ->
                    new Refusal.Conflict(
                            "Job %s is a batch job: a new version runs again what is done."
                                    .formatted(job.key()),
                            "If that is meant, submit its file with the new count.");
        };
    }

    /// There is none of that name.
    public static Refusal noGroup(Job job, String name) {
        var groups =
                job.spec().groups().stream().map(GroupSpec::name).collect(Collectors.joining(", "));
        var should = "a group of job %s: %s".formatted(job.key(), groups);
        return new Refusal.Invalid("group", name, should);
    }

    private static JobSpec with(JobSpec spec, GroupSpec group, int count) {
        var scaled = group.scaled(count);
        List<GroupSpec> groups =
                spec.groups().stream().map(it -> it.equals(group) ? scaled : it).toList();
        return new JobSpec(
                spec.key(),
                spec.type(),
                spec.priority(),
                spec.where(),
                spec.placement(),
                spec.meta(),
                groups,
                spec.launch());
    }
}
