package dev.skerry.server;

import dev.skerry.cluster.ClusterMessage;

/// What is still taken when the disk gets full: the last of it is for what has happened and must be
/// noted.
final class Urgency {
    private Urgency() {}

    /// What people ask for can be asked again. What makes room is taken to the end.
    static boolean canWait(ClusterMessage message) {
        return switch (message) {
            case ClusterMessage.IssueToken _,
                    ClusterMessage.Join _,
                    ClusterMessage.NodeCopied _,
                    ClusterMessage.SetMeta _,
                    ClusterMessage.SetEligible _,
                    ClusterMessage.DrainNode _,
                    ClusterMessage.SubmitJob _,
                    ClusterMessage.Evaluate _,
                    ClusterMessage.RestartAllocation _ ->
                    true;
            case ClusterMessage.StopJob _,
                    ClusterMessage.StopAllocation _,
                    ClusterMessage.RemoveNode _,
                    ClusterMessage.Describe _,
                    ClusterMessage.Contact _,
                    ClusterMessage.Settle _,
                    ClusterMessage.Report _,
                    ClusterMessage.Tick _ ->
                    false;
        };
    }
}
