package dev.skerry.cluster.codec;

import dev.skerry.cluster.Allocation$DesiredJsonAdapter;
import dev.skerry.cluster.Allocation$ObservedJsonAdapter;
import dev.skerry.cluster.Allocation$SlotJsonAdapter;
import dev.skerry.cluster.Allocation$TaskStateJsonAdapter;
import dev.skerry.cluster.ClusterFact$ObservedChangeJsonAdapter;
import dev.skerry.cluster.NodeFacts$CpuJsonAdapter;
import dev.skerry.cluster.NodeFacts$DeviceJsonAdapter;
import dev.skerry.cluster.NodeFacts$ExtraJsonAdapter;
import dev.skerry.cluster.NodeFacts$LinkJsonAdapter;
import dev.skerry.cluster.NodeFacts$OsJsonAdapter;
import dev.skerry.cluster.NodeFacts$PowerJsonAdapter;
import dev.skerry.cluster.NodeFacts$SoftwareJsonAdapter;
import dev.skerry.cluster.NodeFactsJsonAdapter;
import dev.skerry.cluster.job.CheckSpec$Target$HttpJsonAdapter;
import dev.skerry.cluster.job.CheckSpec$Target$ScriptJsonAdapter;
import dev.skerry.cluster.job.CheckSpec$Target$TcpJsonAdapter;
import dev.skerry.cluster.job.CheckSpecJsonAdapter;
import dev.skerry.cluster.job.GroupSpecJsonAdapter;
import dev.skerry.cluster.job.JobKeyJsonAdapter;
import dev.skerry.cluster.job.JobSpec$WhereJsonAdapter;
import dev.skerry.cluster.job.JobSpecJsonAdapter;
import dev.skerry.cluster.job.Placement$AffinityJsonAdapter;
import dev.skerry.cluster.job.Placement$DistinctPropertyJsonAdapter;
import dev.skerry.cluster.job.Placement$SpreadJsonAdapter;
import dev.skerry.cluster.job.Placement$TargetJsonAdapter;
import dev.skerry.cluster.job.PlacementJsonAdapter;
import dev.skerry.cluster.job.Policies$DisconnectJsonAdapter;
import dev.skerry.cluster.job.Policies$RescheduleJsonAdapter;
import dev.skerry.cluster.job.Policies$RestartJsonAdapter;
import dev.skerry.cluster.job.PoliciesJsonAdapter;
import dev.skerry.cluster.job.ResourcesJsonAdapter;
import dev.skerry.cluster.job.TaskSpec$LogsJsonAdapter;
import dev.skerry.cluster.job.TaskSpec$RunJsonAdapter;
import dev.skerry.cluster.job.TaskSpec$StopJsonAdapter;
import dev.skerry.cluster.job.TaskSpecJsonAdapter;
import dev.skerry.cluster.link.Frame$CertifiedJsonAdapter;
import dev.skerry.cluster.link.Frame$DescribedJsonAdapter;
import dev.skerry.cluster.link.Frame$HelloJsonAdapter;
import dev.skerry.cluster.link.Frame$JoinJsonAdapter;
import dev.skerry.cluster.link.Frame$LogCloseJsonAdapter;
import dev.skerry.cluster.link.Frame$LogDataJsonAdapter;
import dev.skerry.cluster.link.Frame$LogEndJsonAdapter;
import dev.skerry.cluster.link.Frame$LogOpenJsonAdapter;
import dev.skerry.cluster.link.Frame$LogReadJsonAdapter;
import dev.skerry.cluster.link.Frame$MetaJsonAdapter;
import dev.skerry.cluster.link.Frame$RefusedJsonAdapter;
import dev.skerry.cluster.link.Frame$RenewJsonAdapter;
import dev.skerry.cluster.link.Frame$ReportJsonAdapter;
import dev.skerry.cluster.link.Frame$ReportedJsonAdapter;
import dev.skerry.cluster.link.Frame$SyncJsonAdapter;
import dev.skerry.cluster.link.Frame$SyncedJsonAdapter;
import dev.skerry.cluster.link.Frame$WelcomeJsonAdapter;
import dev.skerry.cluster.link.WorkOrderJsonAdapter;
import dev.skerry.cluster.node.NodeFact$AloneJsonAdapter;
import dev.skerry.cluster.node.NodeFact$BootedJsonAdapter;
import dev.skerry.cluster.node.NodeFact$HeardJsonAdapter;
import dev.skerry.cluster.node.NodeFact$KeptJsonAdapter;
import dev.skerry.cluster.node.NodeFact$OrderedJsonAdapter;
import dev.skerry.cluster.node.NodeFact$RemovedJsonAdapter;
import dev.skerry.cluster.node.NodeFact$ReportAcknowledgedJsonAdapter;
import dev.skerry.cluster.node.NodeFact$ReportMadeJsonAdapter;
import dev.skerry.cluster.node.NodeFact$RunKeptJsonAdapter;
import dev.skerry.cluster.node.NodeFact$RunMovedJsonAdapter;
import dev.skerry.cluster.node.NodeFact$TaskMovedJsonAdapter;
import dev.skerry.cluster.node.NodeState$ContactJsonAdapter;
import dev.skerry.cluster.node.Run$Phase$CompleteJsonAdapter;
import dev.skerry.cluster.node.Run$Phase$FailedJsonAdapter;
import dev.skerry.cluster.node.Run$Phase$RunningJsonAdapter;
import dev.skerry.cluster.node.Run$Phase$StartingJsonAdapter;
import dev.skerry.cluster.node.Run$Phase$StoppedJsonAdapter;
import dev.skerry.cluster.node.Run$Phase$StoppingJsonAdapter;
import dev.skerry.cluster.node.Run$Phase$WaitingJsonAdapter;
import dev.skerry.cluster.node.Run$TaskJsonAdapter;
import dev.skerry.cluster.node.RunJsonAdapter;
import io.avaje.json.JsonAdapter;
import io.avaje.jsonb.AdapterFactory;
import io.avaje.jsonb.Jsonb;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// The generated adapters of what a node reads and writes, each made when it is needed first. What
/// is generated to register them all loads four hundred classes, of which an idle node needs fifty.
final class NodeForms implements AdapterFactory {
    private static final String BELOW = "dev.skerry.cluster.";

    @Override
    public @Nullable JsonAdapter<?> create(Type type, Jsonb jsonb) {
        var name = type.getTypeName();
        if (!name.startsWith(BELOW)) return null;
        var adapter = adapter(name.substring(BELOW.length()), jsonb);
        return adapter == null ? null : adapter.nullSafe();
    }

    private static @Nullable JsonAdapter<?> adapter(String name, Jsonb jsonb) {
        return switch (name) {
            case "Allocation$Observed" -> new Allocation$ObservedJsonAdapter(jsonb);
            case "Allocation$Desired" -> new Allocation$DesiredJsonAdapter(jsonb);
            case "Allocation$Slot" -> new Allocation$SlotJsonAdapter(jsonb);
            case "Allocation$TaskState" -> new Allocation$TaskStateJsonAdapter(jsonb);
            case "NodeFacts" -> new NodeFactsJsonAdapter(jsonb);
            case "ClusterFact$ObservedChange" -> new ClusterFact$ObservedChangeJsonAdapter(jsonb);
            case "NodeFacts$Cpu" -> new NodeFacts$CpuJsonAdapter(jsonb);
            case "NodeFacts$Device" -> new NodeFacts$DeviceJsonAdapter(jsonb);
            case "NodeFacts$Extra" -> new NodeFacts$ExtraJsonAdapter(jsonb);
            case "NodeFacts$Link" -> new NodeFacts$LinkJsonAdapter(jsonb);
            case "NodeFacts$Os" -> new NodeFacts$OsJsonAdapter(jsonb);
            case "NodeFacts$Power" -> new NodeFacts$PowerJsonAdapter(jsonb);
            case "NodeFacts$Software" -> new NodeFacts$SoftwareJsonAdapter(jsonb);
            case "codec.OwnAnswers$Self" -> new OwnAnswers$SelfJsonAdapter(jsonb);
            case "codec.OwnAnswers$Standing" -> new OwnAnswers$StandingJsonAdapter(jsonb);
            case "link.Frame$Certified" -> new Frame$CertifiedJsonAdapter(jsonb);
            case "link.Frame$Described" -> new Frame$DescribedJsonAdapter(jsonb);
            case "link.Frame$Hello" -> new Frame$HelloJsonAdapter(jsonb);
            case "link.Frame$Join" -> new Frame$JoinJsonAdapter(jsonb);
            case "link.Frame$LogClose" -> new Frame$LogCloseJsonAdapter(jsonb);
            case "link.Frame$LogData" -> new Frame$LogDataJsonAdapter(jsonb);
            case "link.Frame$LogEnd" -> new Frame$LogEndJsonAdapter(jsonb);
            case "link.Frame$LogOpen" -> new Frame$LogOpenJsonAdapter(jsonb);
            case "link.Frame$LogRead" -> new Frame$LogReadJsonAdapter(jsonb);
            case "link.Frame$Meta" -> new Frame$MetaJsonAdapter(jsonb);
            case "link.Frame$Refused" -> new Frame$RefusedJsonAdapter(jsonb);
            case "link.Frame$Renew" -> new Frame$RenewJsonAdapter(jsonb);
            case "link.Frame$Report" -> new Frame$ReportJsonAdapter(jsonb);
            case "link.Frame$Reported" -> new Frame$ReportedJsonAdapter(jsonb);
            case "link.Frame$Sync" -> new Frame$SyncJsonAdapter(jsonb);
            case "link.Frame$Synced" -> new Frame$SyncedJsonAdapter(jsonb);
            case "link.Frame$Welcome" -> new Frame$WelcomeJsonAdapter(jsonb);
            case "link.WorkOrder" -> new WorkOrderJsonAdapter(jsonb);
            case "node.NodeFact$Alone" -> new NodeFact$AloneJsonAdapter(jsonb);
            case "node.NodeFact$Booted" -> new NodeFact$BootedJsonAdapter(jsonb);
            case "node.NodeFact$Heard" -> new NodeFact$HeardJsonAdapter(jsonb);
            case "node.NodeFact$Kept" -> new NodeFact$KeptJsonAdapter(jsonb);
            case "node.NodeFact$Ordered" -> new NodeFact$OrderedJsonAdapter(jsonb);
            case "node.NodeFact$Removed" -> new NodeFact$RemovedJsonAdapter(jsonb);
            case "node.NodeFact$ReportAcknowledged" ->
                    new NodeFact$ReportAcknowledgedJsonAdapter(jsonb);
            case "node.NodeFact$ReportMade" -> new NodeFact$ReportMadeJsonAdapter(jsonb);
            case "node.NodeFact$RunKept" -> new NodeFact$RunKeptJsonAdapter(jsonb);
            case "node.NodeFact$RunMoved" -> new NodeFact$RunMovedJsonAdapter(jsonb);
            case "node.NodeFact$TaskMoved" -> new NodeFact$TaskMovedJsonAdapter(jsonb);
            case "node.NodeState$Contact" -> new NodeState$ContactJsonAdapter(jsonb);
            case "node.Run" -> new RunJsonAdapter(jsonb);
            case "node.Run$Phase$Complete" -> new Run$Phase$CompleteJsonAdapter(jsonb);
            case "node.Run$Phase$Failed" -> new Run$Phase$FailedJsonAdapter(jsonb);
            case "node.Run$Phase$Running" -> new Run$Phase$RunningJsonAdapter(jsonb);
            case "node.Run$Phase$Starting" -> new Run$Phase$StartingJsonAdapter(jsonb);
            case "node.Run$Phase$Stopped" -> new Run$Phase$StoppedJsonAdapter(jsonb);
            case "node.Run$Phase$Stopping" -> new Run$Phase$StoppingJsonAdapter(jsonb);
            case "node.Run$Phase$Waiting" -> new Run$Phase$WaitingJsonAdapter(jsonb);
            case "node.Run$Task" -> new Run$TaskJsonAdapter(jsonb);
            default -> ofJob(name, jsonb);
        };
    }

    private static @Nullable JsonAdapter<?> ofJob(String name, Jsonb jsonb) {
        return switch (name) {
            case "job.CheckSpec" -> new CheckSpecJsonAdapter(jsonb);
            case "job.CheckSpec$Target$Http" -> new CheckSpec$Target$HttpJsonAdapter(jsonb);
            case "job.CheckSpec$Target$Script" -> new CheckSpec$Target$ScriptJsonAdapter(jsonb);
            case "job.CheckSpec$Target$Tcp" -> new CheckSpec$Target$TcpJsonAdapter(jsonb);
            case "job.GroupSpec" -> new GroupSpecJsonAdapter(jsonb);
            case "job.JobKey" -> new JobKeyJsonAdapter(jsonb);
            case "job.JobSpec" -> new JobSpecJsonAdapter(jsonb);
            case "job.JobSpec$Where" -> new JobSpec$WhereJsonAdapter(jsonb);
            case "job.Placement" -> new PlacementJsonAdapter(jsonb);
            case "job.Placement$Affinity" -> new Placement$AffinityJsonAdapter(jsonb);
            case "job.Placement$DistinctProperty" ->
                    new Placement$DistinctPropertyJsonAdapter(jsonb);
            case "job.Placement$Spread" -> new Placement$SpreadJsonAdapter(jsonb);
            case "job.Placement$Target" -> new Placement$TargetJsonAdapter(jsonb);
            case "job.Policies" -> new PoliciesJsonAdapter(jsonb);
            case "job.Policies$Disconnect" -> new Policies$DisconnectJsonAdapter(jsonb);
            case "job.Policies$Reschedule" -> new Policies$RescheduleJsonAdapter(jsonb);
            case "job.Policies$Restart" -> new Policies$RestartJsonAdapter(jsonb);
            case "job.Resources" -> new ResourcesJsonAdapter(jsonb);
            case "job.TaskSpec" -> new TaskSpecJsonAdapter(jsonb);
            case "job.TaskSpec$Logs" -> new TaskSpec$LogsJsonAdapter(jsonb);
            case "job.TaskSpec$Run" -> new TaskSpec$RunJsonAdapter(jsonb);
            case "job.TaskSpec$Stop" -> new TaskSpec$StopJsonAdapter(jsonb);
            default -> null;
        };
    }
}
