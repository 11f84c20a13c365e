package dev.skerry.cluster;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.cluster.state.Plan;
import dev.skerry.kernel.signing.Signatures;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can be asked of the cluster, or told to it.
public sealed interface ClusterMessage {
    /// @param ttlMs how long the token is good for
    /// @param node the known node whose place it shall take; empty: it is for a new one
    record IssueToken(String hash, String pool, long ttlMs, String node) implements ClusterMessage {
        /// For a new node.
        public IssueToken(String hash, String pool, long ttlMs) {
            this(hash, pool, ttlMs, "");
        }
    }

    /// A node with a token. A node that has joined before keeps what is known of it, its name and
    /// pool included.
    ///
    /// @param key the public key that is to be certified
    record Join(String hash, Node.Identity identity, String key) implements ClusterMessage {}

    /// A node that has a certificate is connected and describes itself.
    record Describe(String node, NodeFacts facts) implements ClusterMessage {}

    /// The leader's heartbeat table heard from the node again, or has missed it.
    ///
    /// @param silenceMs after so long without an answer the node knows that it is alone
    /// @param silentMs for how long nothing was heard of it: so long it is not connected
    record Contact(String node, boolean reachable, long silenceMs, long silentMs)
            implements ClusterMessage {
        /// Heard until now.
        public Contact(String node, boolean reachable, long silenceMs) {
            this(node, reachable, silenceMs, 0);
        }
    }

    /// @param changes a null value removes the key
    record SetMeta(String node, Map<String, @Nullable String> changes) implements ClusterMessage {}

    record SetEligible(String node, boolean eligible) implements ClusterMessage {}

    /// @param deadlineMs after which what is left is stopped; -1 ends a drain
    record DrainNode(String node, long deadlineMs, boolean systemToo) implements ClusterMessage {}

    record RemoveNode(String node) implements ClusterMessage {}

    /// Shuts a node out, in reach or not: whoever has its key and certificate is nobody from then
    /// on.
    record RevokeNode(String node) implements ClusterMessage {}

    /// Two agents have the node's identity, at these addresses; the second was held off.
    record NodeCopied(String node, String linked, String heldOff) implements ClusterMessage {}

    /// The namespace shall be like this, whether it is there or not. The default one is always
    /// there.
    record ApplyNamespace(NamespaceSpec spec) implements ClusterMessage {}

    /// The namespace shall go; no job may be in it.
    record DeleteNamespace(String name) implements ClusterMessage {}

    /// A job into a namespace that is there. What all jobs there ask for by their counts has to be
    /// within its quota, this one in place of its older version. A system job asks for nothing yet:
    /// how many nodes it runs on is found when it is placed.
    ///
    /// @param expectedVersion refuse when the job is at another version; -1: whatever it is at, 0:
    ///   it must be new
    /// @param signatures of the file that the spec was read from
    /// @param forced it goes before all other work, and everywhere at once: neither `update` nor a
    ///   pause holds it back. What is there already is forced as it is
    record SubmitJob(JobSpec spec, long expectedVersion, Signatures signatures, boolean forced)
            implements ClusterMessage {
        /// One that waits for its turn.
        public SubmitJob(JobSpec spec, long expectedVersion, Signatures signatures) {
            this(spec, expectedVersion, signatures, false);
        }

        /// One that nobody has signed.
        public SubmitJob(JobSpec spec, long expectedVersion) {
            this(spec, expectedVersion, Signatures.NONE);
        }
    }

    /// An earlier version of a job shall be its newest one, as it was then. It is refused as if it
    /// was submitted now: by the quota, by today's bounds, and by the signing policy, for which it
    /// is signed as it was signed when it was accepted.
    ///
    /// @param pool in which that version runs, and work of whoever asks may: it is refused when it
    ///   is another
    /// @param expectedVersion refuse when the job is at another version; -1: whatever it is at
    /// @param forced as of [SubmitJob]
    record RevertJob(JobKey job, long version, String pool, long expectedVersion, boolean forced)
            implements ClusterMessage {
        /// One that waits for its turn.
        public RevertJob(JobKey job, long version, String pool, long expectedVersion) {
            this(job, version, pool, expectedVersion, false);
        }
    }

    /// The count of one group of a service shall be another, and nothing else of it. It brings
    /// nothing that has to be signed: what runs is what ran before.
    ///
    /// @param pool as of [RevertJob]
    /// @param expectedVersion as of [RevertJob]
    record ScaleJob(JobKey job, String group, long count, String pool, long expectedVersion)
            implements ClusterMessage {}

    /// A deployment that is running or paused goes on otherwise.
    ///
    /// @param deployment of that job, by its id
    record SteerDeployment(JobKey job, String deployment, Steering how) implements ClusterMessage {
        /// What somebody wants of it.
        public enum Steering {
            /// Its canaries have shown enough.
            PROMOTE,
            /// It has failed, whatever the checks say.
            FAIL,
            PAUSE,
            RESUME
        }
    }

    /// A job, or a version of it and all that run the same, shall be stopped everywhere and never
    /// start again, also by nodes that are not heard now.
    ///
    /// @param version 0: all of them
    /// @param reason for people; empty: none
    record RecallJob(JobKey job, long version, String reason) implements ClusterMessage {}

    /// What was recalled may run again.
    record LiftRecall(String recall) implements ClusterMessage {}

    /// A parameterized job shall be launched, with what it works on.
    ///
    /// @param payload in Base64; empty: none
    /// @param meta on top of the job's
    /// @param pool as of [RevertJob]
    /// @param drawn at random, for the name of the child
    record DispatchJob(
            JobKey job, String payload, Map<String, String> meta, String pool, long drawn)
            implements ClusterMessage {
        public DispatchJob {
            meta = Map.copyOf(meta);
        }
    }

    /// A periodic job shall be launched now, whatever its schedule says and whatever runs of it.
    ///
    /// @param pool as of [RevertJob]
    record ForceJob(JobKey job, String pool) implements ClusterMessage {}

    record StopJob(JobKey job, boolean purge) implements ClusterMessage {}

    record Evaluate(JobKey job) implements ClusterMessage {}

    record StopAllocation(String allocation) implements ClusterMessage {}

    record RestartAllocation(String allocation) implements ClusterMessage {}

    /// What the scheduler found.
    ///
    /// @param drawn at random, for the ids of what is new; 0: they are numbers that grow
    record Settle(Plan plan, long drawn) implements ClusterMessage {
        /// With ids that are numbers.
        public Settle(Plan plan) {
            this(plan, 0);
        }
    }

    /// What a node says of its allocations.
    record Report(String node, List<ClusterFact.ObservedChange> changes)
            implements ClusterMessage {}

    /// A server is there again that was off, asleep or held up.
    ///
    /// @param lastWallMs when it was there last, by its own note; 0: it has none
    record Present(long lastWallMs) implements ClusterMessage {}

    /// Some deadline is over.
    record Tick() implements ClusterMessage {}
}
