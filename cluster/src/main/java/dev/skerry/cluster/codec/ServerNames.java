package dev.skerry.cluster.codec;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.link.IdentityClaims;
import dev.skerry.cluster.link.IdentityHead;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.link.ReportNumber;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.cluster.node.Run;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Node.JoinToken;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.json.SealedNames;
import io.avaje.jsonb.Json;

/// Every type with a JSON form, and the name of each alternative of a sealed type of the servers;
/// those that nodes know too are in [NodeNames]. A name that was given once stays. The pure
/// packages carry no annotations for it.
@Json.Import({
    ClusterFact.TimeNoted.class,
    ClusterFact.ServersAway.class,
    ClusterFact.TokenIssued.class,
    ClusterFact.TokensForgotten.class,
    ClusterFact.TokenUsed.class,
    ClusterFact.NodeJoined.class,
    ClusterFact.NodeDescribed.class,
    ClusterFact.NodeMetaSet.class,
    ClusterFact.NodeScheduled.class,
    ClusterFact.NodeContact.class,
    ClusterFact.NodeRemoved.class,
    ClusterFact.NodeRevoked.class,
    ClusterFact.NodeCopied.class,
    ClusterFact.JobAccepted.class,
    ClusterFact.JobStopped.class,
    ClusterFact.JobPurged.class,
    ClusterFact.DeploymentMoved.class,
    ClusterFact.VersionForced.class,
    ClusterFact.JobRecalled.class,
    ClusterFact.RecallLifted.class,
    ClusterFact.JobScheduled.class,
    ClusterFact.EvaluationDue.class,
    ClusterFact.Evaluated.class,
    ClusterFact.AllocationsPlaced.class,
    ClusterFact.AllocationsDesired.class,
    ClusterFact.AllocationsUpdated.class,
    ClusterFact.AllocationsPromoted.class,
    ClusterFact.AllocationsObserved.class,
    ClusterFact.AllocationsForgotten.class,
    ClusterFact.NamespaceApplied.class,
    ClusterFact.NamespaceDeleted.class,
    NodeFact.Booted.class,
    NodeFact.Ordered.class,
    NodeFact.TaskMoved.class,
    NodeFact.RunMoved.class,
    NodeFact.RoundsMoved.class,
    NodeFact.RoundBegun.class,
    NodeFact.Removed.class,
    NodeFact.Alone.class,
    NodeFact.Heard.class,
    NodeFact.ReportMade.class,
    NodeFact.ReportAcknowledged.class,
    NodeFact.Kept.class,
    NodeFact.RunKept.class,
    NodeFact.MemoryLost.class,
    NodeFact.RecallsNoted.class,
    NodeSays.Described.class,
    NodeSays.Synced.class,
    NodeSays.Report.class,
    ServersSay.Sync.class,
    ServersSay.Reported.class,
    ServersSay.Meta.class,
    LogRequest.class,
    ReportNumber.class,
    Launch.Periodic.class,
    Launch.OnNode.class,
    Launch.Parameterized.class,
    Launch.Launched.class,
    TaskForm.class,
    AllocationForm.class,
    TaskRun.Exec.class,
    TaskRun.RawExec.class,
    TaskRun.Java.class,
    TaskRun.Wasm.class,
    TaskRun.Container.class,
    TaskRun.Unknown.class,
    CheckSpec.Target.Http.class,
    CheckSpec.Target.Tcp.class,
    CheckSpec.Target.Script.class,
    Run.Phase.Waiting.class,
    Run.Phase.Starting.class,
    Run.Phase.Preparing.class,
    Run.Phase.Running.class,
    Run.Phase.Stopping.class,
    Run.Phase.Resting.class,
    Run.Phase.Complete.class,
    Run.Phase.Stopped.class,
    Run.Phase.Failed.class,
    Evaluation.class,
    JobSpec.class,
    JoinToken.class,
    OwnAnswers.Self.class,
    OwnAnswers.OwnStanding.class,
    NodeFacts.class,
    WorkOrder.class,
    IdentityHead.class,
    IdentityClaims.class,
    SavedRecord.Header.class,
    SavedRecord.OfAbsence.class,
    SavedRecord.OfNode.class,
    SavedRecord.OfJob.class,
    SavedRecord.OfAllocation.class,
    SavedRecord.OfToken.class,
    SavedRecord.OfNamespace.class,
    SavedRecord.OfRecall.class,
    Recall.Recalled.OfVersions.class,
    Recall.Recalled.OfJob.class,
    SavedRecord.End.class
})
final class ServerNames {
    private ServerNames() {}

    static final SealedNames<ClusterFact> CLUSTER_FACTS =
            new SealedNames<ClusterFact>()
                    .add("timeNoted", ClusterFact.TimeNoted.class)
                    .add("serversAway", ClusterFact.ServersAway.class)
                    .add("tokenIssued", ClusterFact.TokenIssued.class)
                    .add("tokensForgotten", ClusterFact.TokensForgotten.class)
                    .add("tokenUsed", ClusterFact.TokenUsed.class)
                    .add("nodeJoined", ClusterFact.NodeJoined.class)
                    .add("nodeDescribed", ClusterFact.NodeDescribed.class)
                    .add("nodeMetaSet", ClusterFact.NodeMetaSet.class)
                    .add("nodeScheduled", ClusterFact.NodeScheduled.class)
                    .add("nodeContact", ClusterFact.NodeContact.class)
                    .add("nodeRemoved", ClusterFact.NodeRemoved.class)
                    .add("nodeRevoked", ClusterFact.NodeRevoked.class)
                    .add("nodeCopied", ClusterFact.NodeCopied.class)
                    .add("jobAccepted", ClusterFact.JobAccepted.class)
                    .add("jobStopped", ClusterFact.JobStopped.class)
                    .add("jobPurged", ClusterFact.JobPurged.class)
                    .add("deploymentMoved", ClusterFact.DeploymentMoved.class)
                    .add("versionForced", ClusterFact.VersionForced.class)
                    .add("jobRecalled", ClusterFact.JobRecalled.class)
                    .add("recallLifted", ClusterFact.RecallLifted.class)
                    .add("jobScheduled", ClusterFact.JobScheduled.class)
                    .add("evaluationDue", ClusterFact.EvaluationDue.class)
                    .add("evaluated", ClusterFact.Evaluated.class)
                    .add("allocationsPlaced", ClusterFact.AllocationsPlaced.class)
                    .add("allocationsDesired", ClusterFact.AllocationsDesired.class)
                    .add("allocationsUpdated", ClusterFact.AllocationsUpdated.class)
                    .add("allocationsPromoted", ClusterFact.AllocationsPromoted.class)
                    .add("allocationsObserved", ClusterFact.AllocationsObserved.class)
                    .add("allocationsForgotten", ClusterFact.AllocationsForgotten.class)
                    .add("namespaceApplied", ClusterFact.NamespaceApplied.class)
                    .add("namespaceDeleted", ClusterFact.NamespaceDeleted.class);

    static final SealedNames<Recall.Recalled> RECALLED =
            new SealedNames<Recall.Recalled>()
                    .add("versions", Recall.Recalled.OfVersions.class)
                    .add("job", Recall.Recalled.OfJob.class);

    static final SealedNames<SavedRecord> SAVED =
            new SealedNames<SavedRecord>()
                    .add("header", SavedRecord.Header.class)
                    .add("absence", SavedRecord.OfAbsence.class)
                    .add("node", SavedRecord.OfNode.class)
                    .add("job", SavedRecord.OfJob.class)
                    .add("allocation", SavedRecord.OfAllocation.class)
                    .add("token", SavedRecord.OfToken.class)
                    .add("namespace", SavedRecord.OfNamespace.class)
                    .add("recall", SavedRecord.OfRecall.class)
                    .add("end", SavedRecord.End.class);
}
