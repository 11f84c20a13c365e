package dev.skerry.cluster.node;

import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.link.WorkOrder;
import java.util.List;

/// What an agent's machine asks its shell to do. Each may be asked again and is harmless then.
public sealed interface NodeEffect {
    /// Start a task, unless this attempt was started already.
    record StartTask(WorkOrder order, String task, int attempt) implements NodeEffect {}

    /// Send the stop signal of the task.
    record SignalTask(String allocation, String task, int attempt, String signal)
            implements NodeEffect {}

    /// End all processes of the task at once.
    record KillTask(String allocation, String task, int attempt) implements NodeEffect {}

    /// End what runs of an attempt that the journal does not know, and have its driver forget it.
    record DropTask(String allocation, String task, int attempt) implements NodeEffect {}

    /// Tell the servers; again after each reconnect until it is acknowledged.
    record Send(long number, List<ObservedChange> changes) implements NodeEffect {}

    /// Tell the servers that the journal holds that version.
    record SendSynced(long version) implements NodeEffect {}

    /// Remove the directory of a run and say [NodeMessage.Cleaned].
    record Clean(String allocation) implements NodeEffect {}
}
