package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage.LiftRecall;
import dev.skerry.cluster.ClusterMessage.RecallJob;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.recall.Recall.Recalled;
import dev.skerry.cluster.recall.SameWork;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How jobs, and versions of them, are recalled: stopped everywhere in the same moment, and started
/// by nobody from then on.
public final class RecallDecisions {
    /// In place of a version: all of them.
    public static final long ALL_VERSIONS = 0;

    private RecallDecisions() {}

    public static Decision<ClusterFact, NoEffect> recall(
            Draft draft, RecallJob message, Caller caller) {
        var job = draft.cluster.jobs().find(message.job());
        if (job == null) return Decision.refuse(JobDecisions.unknown(message.job()));
        var refusal = wrong(message, job);
        if (refusal != null) return Decision.refuse(refusal);
        if (find(draft.cluster, job, message.version()) != null) return draft.decision();
        if (draft.cluster.recalls().all().size() >= Recall.KEPT_MAX)
            return Decision.refuse(new Refusal.Full("recalls", Recall.KEPT_MAX, "recalls"));
        var recall =
                new Recall(
                        FreshIds.ofRecall(job.key(), message.version(), draft.now),
                        what(job, message.version()),
                        message.reason(),
                        caller.text(),
                        draft.now.wallMs());
        draft.fact(new ClusterFact.JobRecalled(recall));
        if (recall.covers(job.version())) DeploymentDecisions.recalled(draft, job);
        stop(draft, recall);
        return draft.due(job.key(), "job recalled").decision();
    }

    /// The recall that says just that already; null: there is none.
    ///
    /// @param version as it is asked for; [#ALL_VERSIONS]
    public static @Nullable Recall find(Cluster cluster, Job job, long version) {
        for (var it : cluster.recalls().of(job.key())) {
            boolean same =
                    switch (it.what()) {
                        case Recalled.OfVersions(_, _, var versions, _) ->
                                version != ALL_VERSIONS && versions.contains(version);
                        case Recalled.OfJob _ -> version == ALL_VERSIONS;
                    };
            if (same) return it;
        }
        return null;
    }

    private static @Nullable Refusal wrong(RecallJob message, Job job) {
        long version = message.version();
        if (version < 0 || version > job.version())
            return new Refusal.Invalid(
                    "version",
                    version + "",
                    "from 1 to %d, the newest of job %s".formatted(job.version(), job.key()));
        var reason = message.reason();
        if (reason.length() > Recall.REASON_CHARACTERS_MAX || !Text.line(reason))
            return new Refusal.Invalid(
                    "reason",
                    reason,
                    "one line of at most %d characters".formatted(Recall.REASON_CHARACTERS_MAX));
        return null;
    }

    /// That version, and those that run the same: they would do the same harm under another number.
    private static Recalled what(Job job, long version) {
        if (version == ALL_VERSIONS) return new Recalled.OfJob(job.key());
        var versions = new TreeSet<Long>();
        versions.add(version);
        var spec = job.at(version);
        if (spec != null) {
            if (SameWork.of(spec, job.spec())) versions.add(job.version());
            job.versions()
                    .forEach((number, kept) -> {
                        if (SameWork.of(spec, kept.spec())) versions.add(number);
                    });
        }
        return new Recalled.OfVersions(job.key(), version, versions.stream().toList(), spec);
    }

    /// Also what is not heard now: its node is told when it is back. What it has launched is
    /// stopped for good: a lift is no launch.
    private static void stop(Draft draft, Recall recall) {
        for (var it : there(draft.cluster, recall)) draft.stop(it, recall.words());
        for (var child : children(draft.cluster, recall))
            if (!child.stopped()) draft.fact(new ClusterFact.JobStopped(child.key(), false));
    }

    /// What is not known to have ended of what it is about, and of what that has launched.
    public static List<Allocation> there(Cluster cluster, Recall recall) {
        var all = new ArrayList<Allocation>();
        for (var id : cluster.ofJob(recall.job())) {
            var it = cluster.allocations().find(id);
            if (it != null && it.holds() && recall.covers(it.slot().version())) all.add(it);
        }
        for (var child : children(cluster, recall))
            for (var id : cluster.ofJob(child.key())) {
                var it = cluster.allocations().find(id);
                if (it != null && it.holds()) all.add(it);
            }
        return all;
    }

    /// What was launched of what it is about.
    private static List<Job> children(Cluster cluster, Recall recall) {
        var all = new ArrayList<Job>();
        var children = cluster.childrenOf(recall.job());
        for (var keys : List.of(children.running(), children.ended()))
            for (var key : keys) {
                var child = cluster.jobs().find(key);
                if (child != null && recall.covers(child.spec())) all.add(child);
            }
        return all;
    }

    public static Decision<ClusterFact, NoEffect> lift(Draft draft, LiftRecall message) {
        var recall = draft.cluster.recalls().all().find(message.recall());
        if (recall == null)
            return Decision.refuse(new Refusal.NotFound("recall", message.recall()));
        draft.fact(new ClusterFact.RecallLifted(recall.id(), recall.job()));
        return draft.due(recall.job(), "recall lifted").decision();
    }

    /// What is against a job that would run what is recalled, whoever brings it and however; null:
    /// nothing.
    public static @Nullable Refusal against(Cluster cluster, JobSpec spec) {
        var recall = cluster.recalls().of(spec);
        if (recall == null) return null;
        var why = recall.reason().isEmpty() ? "" : ": " + recall.reason();
        var lift = "`skerry recall lift " + recall.id() + "`";
        return switch (recall.what()) {
            case Recalled.OfJob(var job) ->
                    new Refusal.Conflict(
                            "Job %s is recalled by %s%s.".formatted(job, recall.by(), why),
                            "It starts again only after " + lift + ".");
            case Recalled.OfVersions it ->
                    new Refusal.Conflict(
                            "This runs the same as version %d of job %s, which is recalled by %s%s."
                                    .formatted(it.version(), it.job(), recall.by(), why),
                            "Change what it runs; or it starts again after " + lift + ".");
        };
    }
}
