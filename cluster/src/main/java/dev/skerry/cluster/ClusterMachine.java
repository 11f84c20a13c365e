package dev.skerry.cluster;

import dev.skerry.cluster.contact.Absence;
import dev.skerry.cluster.decide.AllocationDecisions;
import dev.skerry.cluster.decide.ContactDecisions;
import dev.skerry.cluster.decide.DeploymentDecisions;
import dev.skerry.cluster.decide.Draft;
import dev.skerry.cluster.decide.DrainDecisions;
import dev.skerry.cluster.decide.JobDecisions;
import dev.skerry.cluster.decide.LaunchDecisions;
import dev.skerry.cluster.decide.NamespaceDecisions;
import dev.skerry.cluster.decide.NodeDecisions;
import dev.skerry.cluster.decide.PlanDecisions;
import dev.skerry.cluster.decide.RecallDecisions;
import dev.skerry.cluster.decide.TimeDecisions;
import dev.skerry.cluster.decide.VersionDecisions;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.state.AllocationApply;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deadlines;
import dev.skerry.cluster.state.JobApply;
import dev.skerry.cluster.state.NodeApply;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Sight;
import dev.skerry.kernel.signing.Artifact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The control plane: decides what becomes of nodes, jobs and allocations. Which node gets what is
/// the scheduler's to propose, in a [Plan]; here it is checked and made to be. It asks nothing of
/// the world: nodes follow its state.
public final class ClusterMachine
        implements Machine<Cluster, ClusterMessage, ClusterFact, Machine.NoEffect> {
    /// What a job file is in the signing policy.
    public static final String JOB = "job";

    /// Of facts that speak of a job which its node runs by a calendar.
    private static final int ON_NODE_FORMAT = 2;

    /// Of facts that speak of tasks which builds of before could not read.
    private static final int RUNS_FORMAT = 3;

    /// Of facts that speak of jobs which say how they are moved.
    private static final int MOVED_FORMAT = 4;

    @Override
    public Cluster empty() {
        return Cluster.EMPTY;
    }

    @Override
    public Decision<ClusterFact, NoEffect> decide(
            Sight<Cluster> sight, ClusterMessage message, Now now) {
        var draft = new Draft(sight.own(), now);
        return switch (message) {
            case ClusterMessage.IssueToken it -> NodeDecisions.issue(draft, it);
            case ClusterMessage.Join it -> NodeDecisions.join(draft, it);
            case ClusterMessage.Describe it -> NodeDecisions.describe(draft, it);
            case ClusterMessage.SetMeta it -> NodeDecisions.setMeta(draft, it);
            case ClusterMessage.Contact it -> ContactDecisions.contact(draft, it);
            case ClusterMessage.RemoveNode it -> ContactDecisions.remove(draft, it);
            case ClusterMessage.RevokeNode it -> ContactDecisions.revoke(draft, it);
            case ClusterMessage.NodeCopied it -> ContactDecisions.copied(draft, it);
            case ClusterMessage.SetEligible it -> DrainDecisions.setEligible(draft, it);
            case ClusterMessage.DrainNode it -> DrainDecisions.drain(draft, it);
            case ClusterMessage.ApplyNamespace it -> NamespaceDecisions.apply(draft, it);
            case ClusterMessage.DeleteNamespace it -> NamespaceDecisions.delete(draft, it);
            case ClusterMessage.SubmitJob it -> JobDecisions.submit(draft, it, sight.caller());
            case ClusterMessage.RevertJob it -> VersionDecisions.revert(draft, it, sight.caller());
            case ClusterMessage.ScaleJob it -> VersionDecisions.scale(draft, it, sight.caller());
            case ClusterMessage.SteerDeployment it -> DeploymentDecisions.steer(draft, it);
            case ClusterMessage.RecallJob it -> RecallDecisions.recall(draft, it, sight.caller());
            case ClusterMessage.LiftRecall it -> RecallDecisions.lift(draft, it);
            case ClusterMessage.DispatchJob it ->
                    LaunchDecisions.dispatch(draft, it, sight.caller());
            case ClusterMessage.ForceJob it -> LaunchDecisions.force(draft, it, sight.caller());
            case ClusterMessage.StopJob it -> JobDecisions.stop(draft, it);
            case ClusterMessage.Evaluate it -> JobDecisions.evaluate(draft, it);
            case ClusterMessage.StopAllocation it -> AllocationDecisions.stop(draft, it);
            case ClusterMessage.RestartAllocation it -> AllocationDecisions.restart(draft, it);
            case ClusterMessage.Report it -> AllocationDecisions.report(draft, it);
            case ClusterMessage.Settle it -> PlanDecisions.settle(draft, it);
            case ClusterMessage.Present it -> ContactDecisions.present(draft, it);
            case ClusterMessage.Tick _ -> TimeDecisions.tick(draft);
        };
    }

    /// A node that is shut out says nothing to any room, and neither does a task of it, or one
    /// whose allocation has ended.
    @Override
    public @Nullable Refusal against(Cluster cluster, Caller caller, Now now) {
        return switch (caller.kind()) {
            case NODE -> NodeDecisions.against(cluster, caller.name());
            case TASK -> AllocationDecisions.against(cluster, caller);
            case SERVER, PERSON, DEVICE -> null;
        };
    }

    @Override
    public List<String> kinds() {
        return List.of(JOB);
    }

    /// What comes back is taken in once more, signed as it was the first time. Whatever else has to
    /// do with jobs goes on with what was taken in before.
    @Override
    public @Nullable Artifact brings(Cluster cluster, ClusterMessage message) {
        if (message instanceof ClusterMessage.RevertJob it)
            return VersionDecisions.brings(cluster, it);
        return message instanceof ClusterMessage.SubmitJob(var spec, _, var signatures, _)
                ? new Artifact(JOB, spec.key().namespace(), signatures)
                : null;
    }

    /// Jobs that their node runs by a calendar came later, and other drivers than the first one
    /// later still.
    @Override
    public int format(ClusterFact fact) {
        return switch (fact) {
            case ClusterFact.JobAccepted it -> format(it.spec());
            case ClusterFact.JobRecalled(var recall) ->
                    recall.what() instanceof Recall.Recalled.OfVersions(_, _, _, var spec)
                                    && spec != null
                            ? format(spec)
                            : FIRST_FORMAT;
            case ClusterFact.AllocationsPlaced(var all) ->
                    all.stream().allMatch(it -> it.variants().isEmpty())
                            ? FIRST_FORMAT
                            : RUNS_FORMAT;
            case ClusterFact.AllocationsDesired(var changes) ->
                    onNode(changes.stream().anyMatch(it -> it.desired().rounds() > 0));
            case ClusterFact.AllocationsObserved(var changes) ->
                    onNode(changes.stream().anyMatch(it -> it.observed().rounds() != null));
            case ClusterFact _ -> FIRST_FORMAT;
        };
    }

    private static int format(JobSpec spec) {
        if (spec.saysHowItMoves()) return MOVED_FORMAT;
        return spec.plain() ? onNode(spec.onNode()) : RUNS_FORMAT;
    }

    private static int onNode(boolean said) {
        return said ? ON_NODE_FORMAT : FIRST_FORMAT;
    }

    @Override
    public int newestFormat() {
        return MOVED_FORMAT;
    }

    @Override
    public Cluster apply(Cluster cluster, ClusterFact fact) {
        return switch (fact) {
            case ClusterFact.AboutServers it -> apply(cluster, it);
            case ClusterFact.AboutNodes it -> NodeApply.apply(cluster, it);
            case ClusterFact.AboutJobs it -> JobApply.apply(cluster, it);
            case ClusterFact.AboutAllocations it -> AllocationApply.apply(cluster, it);
            case ClusterFact.AboutNamespaces it -> apply(cluster, it);
        };
    }

    private static Cluster apply(Cluster cluster, ClusterFact.AboutServers fact) {
        return switch (fact) {
            case ClusterFact.TimeNoted(var tickMs) -> cluster.atTick(tickMs);
            case ClusterFact.ServersAway(var fromMs, var untilMs, var leastMs, var kept) ->
                    cluster.with(
                            cluster.absences().with(new Absence(fromMs, untilMs), leastMs, kept));
        };
    }

    private static Cluster apply(Cluster cluster, ClusterFact.AboutNamespaces fact) {
        return switch (fact) {
            case ClusterFact.NamespaceApplied(var spec) -> cluster.with(spec);
            case ClusterFact.NamespaceDeleted(var name) -> cluster.withoutNamespace(name);
        };
    }

    /// Jobs that are due are not part of it; [Watch#due] has them.
    @Override
    public long wakeAtTickMs(Cluster cluster) {
        return Deadlines.wakeAtTickMs(cluster);
    }

    @Override
    public long wakeAtWallMs(Cluster cluster) {
        return cluster.index().launching().nextWallMs().firstTickMs();
    }

    @Override
    public long newestTickMs(Cluster cluster) {
        long newest = cluster.tickMs();
        for (var node : cluster.nodes().values())
            newest = Math.max(newest, node.contact().sinceTickMs());
        for (var allocation : cluster.allocations().values()) {
            newest = Math.max(newest, allocation.observed().sinceTickMs());
            newest = Math.max(newest, allocation.lineage().createdTickMs());
        }
        for (var job : cluster.jobs().values()) {
            var deployment = job.deployment();
            if (deployment != null) newest = Math.max(newest, deployment.came().tickMs());
        }
        return newest;
    }

    @Override
    public boolean canWait(ClusterMessage message) {
        return switch (message) {
            case ClusterMessage.IssueToken _,
                    ClusterMessage.Join _,
                    ClusterMessage.NodeCopied _,
                    ClusterMessage.SetMeta _,
                    ClusterMessage.SetEligible _,
                    ClusterMessage.DrainNode _,
                    ClusterMessage.ApplyNamespace _,
                    ClusterMessage.SubmitJob _,
                    ClusterMessage.RevertJob _,
                    ClusterMessage.ScaleJob _,
                    ClusterMessage.SteerDeployment _,
                    ClusterMessage.LiftRecall _,
                    ClusterMessage.DispatchJob _,
                    ClusterMessage.ForceJob _,
                    ClusterMessage.Evaluate _,
                    ClusterMessage.RestartAllocation _ ->
                    true;
            case ClusterMessage.DeleteNamespace _,
                    ClusterMessage.RecallJob _,
                    ClusterMessage.StopJob _,
                    ClusterMessage.StopAllocation _,
                    ClusterMessage.RemoveNode _,
                    ClusterMessage.RevokeNode _,
                    ClusterMessage.Describe _,
                    ClusterMessage.Contact _,
                    ClusterMessage.Settle _,
                    ClusterMessage.Report _,
                    ClusterMessage.Present _,
                    ClusterMessage.Tick _ ->
                    false;
        };
    }

    @Override
    public ClusterMessage tick() {
        return new ClusterMessage.Tick();
    }
}
