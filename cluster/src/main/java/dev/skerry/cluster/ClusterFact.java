package dev.skerry.cluster;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import java.util.List;
import java.util.Map;

/// What has happened to the cluster. Written to the log, so only added to, never changed.
public sealed interface ClusterFact {
    /// The servers' clock has come so far. The next leader's clock goes on from there.
    record TimeNoted(long tickMs) implements ClusterFact {}

    /// No server was there in between: what became of the nodes is not known.
    record ServersAway(long fromWallMs, long untilWallMs) implements ClusterFact {}

    record TokenIssued(JoinToken token) implements ClusterFact {}

    /// @param key the public key that it was used with; empty in logs of before it was noted
    record TokenUsed(String hash, String node, String key) implements ClusterFact {
        public TokenUsed {
            key = key == null ? "" : key;
        }
    }

    /// @param joining names it among all joinings; empty in logs of before it was noted
    record NodeJoined(Node.Identity identity, long tickMs, long wallMs, String joining)
            implements ClusterFact {
        public NodeJoined {
            joining = joining == null ? "" : joining;
        }
    }

    record NodeDescribed(String node, NodeFacts facts) implements ClusterFact {}

    /// The whole of the meta that was set through the API.
    record NodeMetaSet(String node, Map<String, String> meta) implements ClusterFact {}

    record NodeScheduled(String node, Node.Scheduling scheduling) implements ClusterFact {}

    /// @param silenceMs after so long without an answer the node knows that it is alone
    record NodeContact(String node, boolean reachable, long tickMs, long wallMs, long silenceMs)
            implements ClusterFact {}

    record NodeRemoved(String node) implements ClusterFact {}

    /// Two agents have the node's identity; changes nothing.
    ///
    /// @param linked address of the one that stays
    /// @param heldOff address of the other
    record NodeCopied(String node, String linked, String heldOff) implements ClusterFact {}

    record JobAccepted(JobSpec spec, long version, long wallMs) implements ClusterFact {}

    /// @param purge it is forgotten as soon as nothing of it is live
    record JobStopped(JobKey job, boolean purge) implements ClusterFact {}

    /// A stopped job without live allocations is forgotten.
    record JobPurged(JobKey job) implements ClusterFact {}

    record EvaluationDue(JobKey job, String trigger, long notBeforeTickMs) implements ClusterFact {}

    /// @param sequence of the trigger that it settles
    record Evaluated(Evaluation evaluation, long sequence) implements ClusterFact {}

    record AllocationsPlaced(List<Allocation> allocations) implements ClusterFact {}

    /// The servers want something else of these.
    record AllocationsDesired(List<DesiredChange> changes) implements ClusterFact {}

    /// The allocation goes on under a newer version of its job.
    record AllocationsUpdated(List<String> allocations, long version) implements ClusterFact {}

    /// Reported by their node, or assumed by the servers when the node cannot be heard.
    record AllocationsObserved(List<ObservedChange> changes) implements ClusterFact {}

    /// Ended long ago; only the log remembers.
    record AllocationsForgotten(List<String> allocations) implements ClusterFact {}

    record DesiredChange(String allocation, Allocation.Desired desired) {}

    record ObservedChange(String allocation, Allocation.Observed observed) {}
}
