package dev.skerry.cluster.codec;

import dev.skerry.cluster.contact.Absence;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Deployment;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.JobVersion;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Node.JoinToken;
import dev.skerry.cluster.state.NodeFacts;
import dev.skerry.cluster.state.Schedule;
import dev.skerry.kernel.PersistentMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A piece of the cluster's state in a file. What follows from other pieces is not in it.
public sealed interface SavedRecord {
    /// Comes first.
    ///
    /// @param recallChanges as [Recalls#changes] counts them
    record Header(int format, long sequence, long tickMs, long recallChanges)
            implements SavedRecord {}

    record OfAbsence(Absence absence) implements SavedRecord {}

    record OfNode(
            Node.Identity identity,
            NodeFacts facts,
            Map<String, String> meta,
            Node.Scheduling scheduling,
            Node.Contact contact,
            String joining,
            long revokedWallMs)
            implements SavedRecord {
        static OfNode of(Node node) {
            return new OfNode(
                    node.identity(),
                    node.facts(),
                    node.meta(),
                    node.scheduling(),
                    node.contact(),
                    node.joining(),
                    node.revokedWallMs());
        }

        Node node() {
            return new Node(
                    identity,
                    facts,
                    meta,
                    scheduling,
                    contact,
                    joining,
                    revokedWallMs,
                    Node.Reserved.NONE);
        }
    }

    /// @param acceptance null: it is from a time when that was not noted
    record OfJob(
            JobSpec spec,
            long version,
            boolean stopped,
            long submittedWallMs,
            List<Version> versions,
            List<Evaluation> evaluations,
            Job.@Nullable Due due,
            boolean purge,
            @Nullable Acceptance acceptance,
            boolean stable,
            boolean forced,
            List<Deployment> deployments,
            @Nullable Schedule schedule)
            implements SavedRecord {
        public OfJob { // what was saved before there were any has none
            deployments = deployments == null ? List.of() : List.copyOf(deployments);
        }

        static OfJob of(Job job) {
            var versions = new ArrayList<Version>();
            job.versions()
                    .forEach((version, it) ->
                            versions.add(
                                    new Version(
                                            version,
                                            it.spec(),
                                            it.acceptance(),
                                            it.stable(),
                                            it.forced())));
            return new OfJob(
                    job.spec(),
                    job.version(),
                    job.stopped(),
                    job.submittedWallMs(),
                    versions,
                    job.evaluations(),
                    job.due(),
                    job.purge(),
                    job.current().acceptance(),
                    job.current().stable(),
                    job.current().forced(),
                    job.deployments(),
                    job.schedule());
        }

        Job job() {
            var earlier = new HashMap<Long, JobVersion>();
            for (var each : versions)
                earlier.put(
                        each.version(),
                        accepted(each.spec(), each.acceptance(), 0, each.stable())
                                .forced(each.forced()));
            return new Job(
                    accepted(spec, acceptance, submittedWallMs, stable).forced(forced),
                    version,
                    Job.StopMode.of(stopped, purge),
                    PersistentMap.of(earlier),
                    evaluations,
                    due,
                    deployments,
                    schedule);
        }
    }

    /// @param acceptance null: it is from a time when that was not noted
    record Version(
            long version,
            JobSpec spec,
            @Nullable Acceptance acceptance,
            boolean stable,
            boolean forced) {}

    private static JobVersion accepted(
            JobSpec spec, @Nullable Acceptance acceptance, long wallMs, boolean stable) {
        var none = Acceptance.UNKNOWN;
        return new JobVersion(
                spec,
                acceptance != null
                        ? acceptance
                        : new Acceptance(wallMs, none.by(), none.how(), 0, none.signers()),
                stable,
                false,
                false);
    }

    record OfAllocation(Allocation allocation) implements SavedRecord {}

    record OfToken(JoinToken token) implements SavedRecord {}

    record OfNamespace(NamespaceSpec spec) implements SavedRecord {}

    record OfRecall(Recall recall) implements SavedRecord {}

    /// Comes last: without it the file is torn.
    ///
    /// @param records in the file before this one
    record End(long records) implements SavedRecord {}
}
