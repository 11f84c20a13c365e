package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.ClusterMessage.SubmitJob;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.JobVersion;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Refusal;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How jobs come, change and go.
public final class JobDecisions {
    static final int JOBS_MAX = 100_000;

    /// In place of an expected version: whatever it is at.
    private static final long ANY = -1;

    private JobDecisions() {}

    public static Decision<ClusterFact, NoEffect> submit(
            Draft draft, SubmitJob message, Caller caller) {
        var spec = message.spec();
        var old = draft.cluster.jobs().find(spec.key());
        var refusal = refusal(draft.cluster, message, old);
        if (refusal != null) return Decision.refuse(refusal);
        var recalled = RecallDecisions.against(draft.cluster, spec);
        if (recalled != null) return Decision.refuse(recalled);
        if (old != null && !old.stopped() && old.spec().equals(spec))
            return message.forced() ? force(draft, old) : draft.decision();
        var over = NamespaceDecisions.against(draft.cluster, spec);
        if (over != null) return Decision.refuse(over);
        var acceptance =
                new Acceptance(
                        draft.now.wallMs(),
                        caller.text(),
                        Acceptance.How.SUBMITTED,
                        0,
                        message.signatures().keys());
        var next = new JobVersion(spec, acceptance).forced(message.forced());
        return accept(draft, next, old, "job submitted");
    }

    /// The job is so from now on, as its next version, unless what it would run is recalled.
    ///
    /// @param old null: it is new
    static Decision<ClusterFact, NoEffect> accept(
            Draft draft, JobVersion next, @Nullable Job old, String trigger) {
        var recalled = RecallDecisions.against(draft.cluster, next.spec());
        if (recalled != null) return Decision.refuse(recalled);
        take(draft, next, old, trigger);
        return draft.decision();
    }

    /// The same, as a part of more.
    static void take(Draft draft, JobVersion next, @Nullable Job old, String trigger) {
        var how = next.acceptance();
        var key = next.spec().key();
        var accepted =
                new ClusterFact.JobAccepted(
                        next.spec(),
                        old == null ? firstVersion(draft.cluster, key) : old.version() + 1,
                        how.wallMs(),
                        forgotten(draft.cluster, old),
                        how.signers(),
                        how.by(),
                        how.how(),
                        how.from());
        var due = new ClusterFact.EvaluationDue(key, trigger, 0);
        long version = accepted.version();
        if (old != null) DeploymentDecisions.cancel(draft, old, "version " + version + " has come");
        draft.fact(accepted);
        if (next.forced()) draft.fact(new ClusterFact.VersionForced(key, version));
        DeploymentDecisions.start(draft, next, version, old);
        if (old != null && next.spec().priority() < old.spec().priority())
            draft.roomierFor(next.spec(), "priority lowered"); // what waits may displace it now
        LaunchDecisions.begin(draft, next.spec(), old);
        draft.then(due); // due() knows only jobs from before
    }

    /// A number of a job that is new, or was forgotten, means nothing else: it is behind what is
    /// recalled, and behind the versions whose children are still there.
    private static long firstVersion(Cluster cluster, JobKey key) {
        long first = cluster.recalls().firstVersion(key);
        return Math.max(first, LaunchDecisions.newestLaunched(cluster, key) + 1);
    }

    /// What is there already goes before all other work from now on, and everywhere at once. What
    /// is left of a batch is not held back by anything.
    static Decision<ClusterFact, NoEffect> force(Draft draft, Job job) {
        if (job.current().forced()) return draft.decision();
        var recalled = RecallDecisions.against(draft.cluster, job.spec());
        if (recalled != null) return Decision.refuse(recalled);
        draft.fact(new ClusterFact.VersionForced(job.key(), job.version()));
        DeploymentDecisions.force(draft, job);
        return draft.due(job.key(), "version forced").decision();
    }

    static Refusal unknown(JobKey job) {
        return new Refusal.NotFound("job", job.toString());
    }

    /// @param actual 0: there is none
    static @Nullable Refusal stale(JobKey job, long expected, long actual) {
        if (expected == ANY || expected == actual) return null;
        return new Refusal.Stale("job " + job, expected, actual);
    }

    /// When the job gets another version: of its earlier ones those that are too many, the oldest
    /// first, and of which nothing can run.
    private static List<Long> forgotten(Cluster cluster, @Nullable Job job) {
        if (job == null) return List.of();
        int tooMany = job.versions().size() + 1 - Job.VERSIONS_KEPT;
        if (tooMany <= 0) return List.of();
        var runs = new HashSet<Long>();
        runs.add(job.stable()); // it may have to come back
        for (var id : cluster.ofJob(job.key())) {
            var allocation = cluster.allocations().find(id);
            if (allocation == null) continue;
            if (allocation.live() || allocation.observed().status() == Status.LOST) {
                runs.add(allocation.slot().version());
            }
        }
        var earlier = Stream.concat(job.versions().keys().stream(), Stream.of(job.version()));
        return earlier.filter(it -> !runs.contains(it)).sorted().limit(tooMany).toList();
    }

    private static @Nullable Refusal refusal(
            Cluster cluster, SubmitJob message, @Nullable Job old) {
        var spec = message.spec();
        var actual = old == null ? 0 : old.version();
        var stale = stale(spec.key(), message.expectedVersion(), actual);
        if (stale != null) return stale;
        if (old != null && old.spec().type() != spec.type()) {
            return new Refusal.Conflict(
                    "Job %s is a %s job and cannot become a %s job."
                            .formatted(spec.key(), old.spec().type().word(), spec.type().word()),
                    "Stop it with `skerry job stop --purge %s` and submit it again."
                            .formatted(spec.key().name()));
        }
        var other = old == null ? null : LaunchDecisions.otherKind(old, spec);
        if (other != null) return other;
        if (old == null && cluster.jobs().size() >= JOBS_MAX) {
            return new Refusal.Full("jobs", JOBS_MAX, "jobs");
        }
        return JobBounds.wrong(spec);
    }

    public static Decision<ClusterFact, NoEffect> stop(
            Draft draft, ClusterMessage.StopJob message) {
        var job = draft.cluster.jobs().find(message.job());
        if (job == null) return Decision.refuse(unknown(message.job()));
        if (job.stopped() && !message.purge()) {
            return Decision.refuse(
                    new Refusal.Conflict(
                            "Job %s is stopped already.".formatted(job.key()),
                            "With --purge it is forgotten as well."));
        }
        if (job.stopped() && job.purge()) return draft.decision();
        DeploymentDecisions.cancel(draft, job, "the job was stopped");
        draft.fact(new ClusterFact.JobStopped(job.key(), message.purge()));
        if (!job.stopped()) draft.due(job.key(), "job stopped");
        return draft.decision();
    }

    public static Decision<ClusterFact, NoEffect> evaluate(
            Draft draft, ClusterMessage.Evaluate message) {
        var job = draft.cluster.jobs().find(message.job());
        if (job == null) return Decision.refuse(unknown(message.job()));
        return draft.due(job.key(), "asked by a person").decision();
    }
}
