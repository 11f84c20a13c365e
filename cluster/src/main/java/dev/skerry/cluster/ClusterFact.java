package dev.skerry.cluster;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Deployment;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.JobVersion;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Node.JoinToken;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.cluster.state.Schedule;
import dev.skerry.kernel.Told;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What has happened to the cluster. Written to the log, so only added to, never changed.
///
/// What is to be forgotten is decided and stands in the fact, as numbers and names; applying knows
/// no limit of its own, so that servers of two versions never disagree.
///
/// Each fact is about one kind of thing, and whoever follows one kind matches that kind alone.
public sealed interface ClusterFact extends Told.About {
    @Override
    default String about() {
        return "";
    }

    /// About the servers themselves.
    sealed interface AboutServers extends ClusterFact {}

    /// About nodes, and the right to become one.
    sealed interface AboutNodes extends ClusterFact {
        @Override
        default String about() {
            return switch (this) {
                case TokenIssued(var token) -> token.node().isEmpty() ? token.pool() : token.node();
                case TokensForgotten _ -> "";
                case TokenUsed(_, var node, _) -> node;
                case NodeJoined(var identity, _, _, _) -> identity.id();
                case NodeDescribed(var node, _) -> node;
                case NodeMetaSet(var node, _) -> node;
                case NodeScheduled(var node, _) -> node;
                case NodeContact(var node, _, _, _, _, _) -> node;
                case NodeRemoved(var node) -> node;
                case NodeRevoked(var node, _) -> node;
                case NodeCopied(var node, _, _) -> node;
            };
        }
    }

    /// About jobs, and the scheduler's looks at them.
    sealed interface AboutJobs extends ClusterFact {
        @Override
        default String about() {
            return switch (this) {
                case JobAccepted it -> it.spec().key().whole();
                case JobStopped(var job, _) -> job.whole();
                case JobPurged(var job) -> job.whole();
                case DeploymentMoved it -> it.job().whole();
                case JobScheduled(var job, _) -> job.whole();
                case EvaluationDue(var job, _, _) -> job.whole();
                case Evaluated(var evaluation, _, _) -> evaluation.job().whole();
                case VersionForced(var job, _) -> job.whole();
                case JobRecalled(var recall) -> recall.job().whole();
                case RecallLifted(_, var job) -> job.whole();
            };
        }
    }

    sealed interface AboutAllocations extends ClusterFact {
        @Override
        default String about() {
            return switch (this) {
                case AllocationsDesired(var changes) ->
                        changes.size() == 1 ? changes.getFirst().allocation() : "";
                case AllocationsPlaced _,
                        AllocationsUpdated _,
                        AllocationsPromoted _,
                        AllocationsObserved _,
                        AllocationsForgotten _ ->
                        "";
            };
        }
    }

    /// About namespaces, and how much may be used in them.
    sealed interface AboutNamespaces extends ClusterFact {
        @Override
        default String about() {
            return switch (this) {
                case NamespaceApplied(var spec) -> spec.name();
                case NamespaceDeleted(var name) -> name;
            };
        }
    }

    /// The servers' clock has come so far. The next leader's clock goes on from there.
    record TimeNoted(long tickMs) implements AboutServers {}

    /// No server was there in between: what became of the nodes is not known.
    ///
    /// @param leastMs two absences with less between them become one
    /// @param kept so many absences are remembered; the oldest become one
    record ServersAway(long fromWallMs, long untilWallMs, long leastMs, int kept)
            implements AboutServers {}

    record TokenIssued(JoinToken token) implements AboutNodes {}

    /// They ended long ago.
    record TokensForgotten(List<String> hashes) implements AboutNodes {}

    /// @param key the public key that it was used with
    record TokenUsed(String hash, String node, String key) implements AboutNodes {}

    /// @param joining names it among all joinings
    record NodeJoined(Node.Identity identity, long tickMs, long wallMs, String joining)
            implements AboutNodes {}

    record NodeDescribed(String node, NodeFacts facts) implements AboutNodes {}

    /// The whole of the meta that was set through the API.
    record NodeMetaSet(String node, Map<String, String> meta) implements AboutNodes {}

    record NodeScheduled(String node, Node.Scheduling scheduling) implements AboutNodes {}

    /// @param silenceMs after so long without an answer the node knows that it is alone
    /// @param kept so many changes before this one are remembered
    record NodeContact(
            String node, boolean reachable, long tickMs, long wallMs, long silenceMs, int kept)
            implements AboutNodes {}

    record NodeRemoved(String node) implements AboutNodes {}

    /// It is shut out until it joins anew with a token that was made for it after this; those of
    /// before are dead.
    ///
    /// @param wallMs when, for people
    record NodeRevoked(String node, long wallMs) implements AboutNodes {}

    /// Two agents have the node's identity; changes nothing.
    ///
    /// @param linked address of the one that stays
    /// @param heldOff address of the other
    record NodeCopied(String node, String linked, String heldOff) implements AboutNodes {}

    /// @param forgotten earlier versions of which nothing runs any more
    /// @param signers the keys by which the file was signed, of those that its namespace asked for,
    ///   by their fingerprints; null: none
    /// @param by who asked for it, as a [dev.skerry.kernel.Caller]'s text; null: nobody knows
    /// @param from see [Acceptance#from]
    record JobAccepted(
            JobSpec spec,
            long version,
            long wallMs,
            List<Long> forgotten,
            @Nullable List<String> signers,
            @Nullable String by,
            Acceptance.How how,
            long from)
            implements AboutJobs {
        /// One of which nobody knows who sent its file.
        public JobAccepted(
                JobSpec spec,
                long version,
                long wallMs,
                List<Long> forgotten,
                @Nullable List<String> signers) {
            this(spec, version, wallMs, forgotten, signers, null, Acceptance.How.SUBMITTED, 0);
        }

        public JobAccepted { // a log of before it was said has none
            forgotten = forgotten == null ? List.of() : List.copyOf(forgotten);
            how = how == null ? Acceptance.How.SUBMITTED : how;
            signers = signers == null || signers.isEmpty() ? null : List.copyOf(signers);
        }

        /// The keys by which the file was signed.
        public List<String> signed() {
            return signers == null ? List.of() : signers;
        }

        /// What the job is from then on.
        public JobVersion accepted() {
            return new JobVersion(
                    spec, new Acceptance(wallMs, by == null ? "" : by, how, from, signed()));
        }
    }

    /// @param purge it is forgotten as soon as nothing of it is live
    record JobStopped(JobKey job, boolean purge) implements AboutJobs {}

    /// A stopped job without live allocations is forgotten.
    record JobPurged(JobKey job) implements AboutJobs {}

    /// The deployment of a job's version begins, comes forward, stands otherwise or ends.
    ///
    /// @param deployment as it is from then on
    /// @param stable its version has proven itself by it
    /// @param kept so many deployments of the job are remembered, this one included
    record DeploymentMoved(JobKey job, Deployment deployment, Move move, boolean stable, int kept)
            implements AboutJobs {
        /// What became of it.
        public enum Move {
            STARTED,
            PROGRESSED,

            /// It came no further, and its time begins to go by, or does so no more.
            HELD,
            PROMOTED,
            PAUSED,
            RESUMED,
            SUCCESSFUL,
            FAILED,
            CANCELLED
        }
    }

    /// When a periodic job is launched next, and what became of the last time.
    ///
    /// @param schedule as it is from then on
    record JobScheduled(JobKey job, Schedule schedule) implements AboutJobs {}

    record EvaluationDue(JobKey job, String trigger, long notBeforeTickMs) implements AboutJobs {}

    /// @param sequence of the trigger that it settles
    /// @param kept so many evaluations of the job are remembered, this one included
    record Evaluated(Evaluation evaluation, long sequence, int kept) implements AboutJobs {}

    /// The newest version of a job goes before all other work, and everywhere at once.
    record VersionForced(JobKey job, long version) implements AboutJobs {}

    /// A job, or versions of it, must not run any more.
    record JobRecalled(Recall recall) implements AboutJobs {}

    /// It may run again.
    record RecallLifted(String recall, JobKey job) implements AboutJobs {}

    record AllocationsPlaced(List<Allocation> allocations) implements AboutAllocations {}

    /// The servers want something else of these.
    record AllocationsDesired(List<DesiredChange> changes) implements AboutAllocations {}

    /// The allocation goes on under a newer version of its job.
    record AllocationsUpdated(List<String> allocations, long version) implements AboutAllocations {}

    /// What was tried beside others takes their slots.
    record AllocationsPromoted(List<String> allocations) implements AboutAllocations {}

    /// Reported by their node, or assumed by the servers when the node cannot be heard.
    record AllocationsObserved(List<ObservedChange> changes) implements AboutAllocations {}

    /// Ended long ago; only the log remembers.
    record AllocationsForgotten(List<String> allocations) implements AboutAllocations {}

    /// It is like this from now on, whether it was there or not.
    record NamespaceApplied(NamespaceSpec spec) implements AboutNamespaces {}

    /// No job is in it.
    record NamespaceDeleted(String name) implements AboutNamespaces {}

    record DesiredChange(String allocation, Allocation.Desired desired) {}

    record ObservedChange(String allocation, Allocation.Observed observed) {}
}
