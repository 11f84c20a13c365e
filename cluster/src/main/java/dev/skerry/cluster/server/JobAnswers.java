package dev.skerry.cluster.server;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.scheduler.Feasibility;
import dev.skerry.cluster.scheduler.policy.VariantChoice;
import dev.skerry.cluster.server.deployments.DeploymentAnswers;
import dev.skerry.cluster.server.deployments.DeploymentAnswers.DeploymentAnswer;
import dev.skerry.cluster.server.jobfile.JobDifference;
import dev.skerry.cluster.server.launches.LaunchAnswer;
import dev.skerry.cluster.server.recalls.RecallAnswers;
import dev.skerry.cluster.server.recalls.RecallAnswers.RecallAnswer;
import dev.skerry.cluster.server.versions.VersionAnswers;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Plan;
import dev.skerry.http.Bodies;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is said of jobs. The answers are as flat as their readers want them.
public final class JobAnswers {
    private JobAnswers() {}

    /// @param desired how many allocations are wanted; for a system job, on the nodes that fit; for
    ///   a sysbatch job, on those that have done it too
    /// @param unhealthy how many of those that run
    /// @param unknown on nodes that cannot be heard
    @Json
    public record Group(
            String name,
            int desired,
            int running,
            int unhealthy,
            int pending,
            int failed,
            int unknown,
            int complete) {}

    /// @param status `pending`, `running`, `degraded`, `blocked`, `complete`, `failed`, `ready`,
    ///   `stopping`, `stopped`, `recalled`
    /// @param says why something of it is not up or not healthy, in a sentence; empty: nothing is
    ///   to be said
    /// @param launch how it comes to run; absent: it is placed as soon as it is accepted
    @Json
    public record JobSummary(
            String namespace,
            String name,
            String type,
            int priority,
            long version,
            String status,
            boolean stopped,
            String submittedAt,
            List<Group> groups,
            boolean blocked,
            String says,
            @Nullable LaunchAnswer launch) {}

    /// @param spec with every default filled in; durations in ms, sizes in bytes
    /// @param versions that are kept, the newest first
    /// @param evaluation the last look of the scheduler
    /// @param retries for each group of which something has failed and is tried again later
    /// @param deployment of its newest version; absent: that came everywhere at once
    /// @param recalls of the job and of its versions, the newest first
    /// @param forgottenAt when it is forgotten, as it is over; absent: it is not, or stays
    @Json
    public record JobDetail(
            String namespace,
            String name,
            String type,
            int priority,
            long version,
            String status,
            boolean stopped,
            String submittedAt,
            List<Group> groups,
            boolean blocked,
            String says,
            @Nullable LaunchAnswer launch,
            JobSpec spec,
            List<Long> versions,
            @Nullable Look evaluation,
            List<RetryAnswers.OfGroup> retries,
            @Nullable DeploymentAnswer deployment,
            List<RecallAnswer> recalls,
            @Nullable String forgottenAt) {}

    /// One look of the scheduler.
    @Json
    public record Look(
            String id,
            String trigger,
            long jobVersion,
            boolean blocked,
            String at,
            List<Explained> groups) {}

    /// An [Evaluation.Explanation], as far as it is for whoever asks.
    ///
    /// @param nodesHidden the nodes that the group may run on are not for him, so there is none
    ///   here, and none is counted
    @Json
    public record Explained(
            String group,
            Evaluation.Counts counts,
            int evaluated,
            Map<String, Integer> filtered,
            Map<String, Integer> exhausted,
            List<Evaluation.Score> best,
            List<Evaluation.Refused> refused,
            boolean nodesHidden) {}

    /// @param unchanged the job was at this version already, so nothing was done
    @Json
    public record Submitted(
            String namespace, String job, long version, long index, boolean unchanged) {}

    @Json
    public record Valid(boolean ok, List<String> warnings) {}

    @Json
    public record JobChanged(String namespace, String job, long index) {}

    /// What would change.
    ///
    /// @param unsigned why it would be refused, as it is not signed as it has to be; absent: it
    ///   would not
    /// @param difference of the file to the version that runs; absent: there is none, or the file
    ///   says the same
    @Json
    public record Planned(
            String namespace,
            String job,
            long version,
            boolean changes,
            boolean blocked,
            List<PlannedGroup> groups,
            @Nullable String unsigned,
            @Nullable JobDifference difference) {}

    @Json
    public record PlannedGroup(
            String group,
            Evaluation.Counts counts,
            int evaluated,
            Map<String, Integer> filtered,
            Map<String, Integer> exhausted,
            List<NamedScore> best,
            List<NamedRefusal> refused,
            boolean nodesHidden,
            List<PlannedPlace> places,
            List<Stopped> stops) {}

    @Json
    public record NamedScore(String node, String name, double total, Map<String, Double> parts) {}

    @Json
    public record NamedRefusal(String node, String name, String rule, String found) {}

    /// @param node empty, as is its name: whoever asks does not see it
    /// @param variants how each task would be run there of which there are several variants
    @Json
    public record PlannedPlace(
            int index,
            String node,
            String name,
            Map<String, String> variants,
            double score,
            @Nullable String replaces) {}

    /// One of this job, or one of another job that is displaced.
    ///
    /// @param allocation empty: it is of another job, and not for whoever asks
    /// @param name of the slot, as people see it: `badge.web[0]`
    /// @param node empty, as is its name: whoever asks does not see it
    @Json
    public record Stopped(
            String allocation, String name, String node, String nodeName, String reason) {}

    /// Nothing was done: its version is that of before, and is not forced since.
    public static boolean unchanged(@Nullable Job before, @Nullable Job after) {
        if (before == null || after == null || before.version() != after.version()) return false;
        return before.current().forced() == after.current().forced();
    }

    static JobSummary summary(NodesSeen nodes, Job job) {
        var cluster = nodes.cluster();
        var spec = job.spec();
        var groups = groups(cluster, job);
        return new JobSummary(
                spec.key().namespace(),
                spec.key().name(),
                word(spec.type()),
                spec.priority(),
                job.version(),
                status(cluster, job, groups),
                job.stopped(),
                Bodies.time(job.submittedWallMs()),
                groups,
                job.blocked(),
                spec.parent() && !job.current().recalled()
                        ? LaunchAnswer.says(job)
                        : Unwell.says(nodes, job),
                LaunchAnswer.of(cluster, job));
    }

    static JobDetail detail(NodesSeen nodes, Job job, Now now) {
        var of = summary(nodes, job);
        return new JobDetail(
                of.namespace,
                of.name,
                of.type,
                of.priority,
                of.version,
                of.status,
                of.stopped,
                of.submittedAt,
                of.groups,
                of.blocked,
                of.says,
                of.launch,
                job.spec(),
                VersionAnswers.numbers(job),
                job.evaluations().isEmpty() ? null : look(nodes, job, job.evaluations().getFirst()),
                RetryAnswers.of(nodes, job),
                DeploymentAnswers.newest(nodes.cluster(), job, now),
                RecallAnswers.of(nodes.cluster(), job),
                forgottenAt(nodes.cluster(), job, now));
    }

    private static @Nullable String forgottenAt(Cluster cluster, Job job, Now now) {
        long atTickMs = job.fadesAtTickMs(cluster.watch().live(job.key()));
        if (job.purge() || atTickMs == PersistentAgenda.NEVER) return null;
        return Bodies.time(now.wallMs() + Math.max(0, atTickMs - now.tickMs()));
    }

    static Look look(NodesSeen nodes, Job job, Evaluation evaluation) {
        var spec = job.at(evaluation.jobVersion());
        boolean seen = spec == null ? nodes.all() : nodes.where(spec);
        return new Look(
                evaluation.id(),
                evaluation.trigger(),
                evaluation.jobVersion(),
                evaluation.blocked(),
                Bodies.time(evaluation.wallMs()),
                evaluation.groups().stream().map(it -> explained(nodes, seen, it)).toList());
    }

    /// Of nodes outside of the job's pool only those are told who see all nodes: what is left is
    /// the same whatever is in other pools.
    ///
    /// @param seen the nodes of the job's pool are for whoever asks
    private static Explained explained(NodesSeen nodes, boolean seen, Evaluation.Explanation of) {
        if (!seen) return withoutNodes(of);
        var filtered = new TreeMap<>(of.filtered());
        var refused = new ArrayList<>(of.refused());
        int evaluated = of.evaluated();
        if (!nodes.all()) {
            var elsewhere = filtered.remove(Feasibility.POOL);
            if (elsewhere != null) evaluated -= elsewhere;
            refused.removeIf(it -> it.rule().equals(Feasibility.POOL));
        }
        return new Explained(
                of.group(),
                of.counts(),
                evaluated,
                filtered,
                of.exhausted(),
                of.best(),
                refused,
                false);
    }

    /// What is left tells of the job's own quota and policies.
    private static Explained withoutNodes(Evaluation.Explanation of) {
        var own = new TreeMap<>(of.exhausted());
        own.keySet().removeIf(it -> !Evaluation.Explanation.ofNoNode(it));
        return new Explained(of.group(), of.counts(), 0, Map.of(), own, List.of(), List.of(), true);
    }

    static Planned planned(NodesSeen nodes, JobSpec spec, Plan plan, @Nullable String unsigned) {
        boolean seen = nodes.where(spec);
        var groups = new ArrayList<PlannedGroup>();
        for (var explanation : plan.evaluation().groups())
            groups.add(planned(nodes, spec, plan, explained(nodes, seen, explanation)));
        for (var group : removed(nodes.cluster(), plan))
            groups.add(planned(nodes, spec, plan, group));
        boolean changes =
                !plan.places().isEmpty() || !plan.stops().isEmpty() || !plan.updates().isEmpty();
        return new Planned(
                spec.key().namespace(),
                spec.key().name(),
                plan.jobVersion(),
                changes,
                plan.evaluation().blocked(),
                groups,
                unsigned,
                difference(nodes.cluster(), spec, plan));
    }

    private static @Nullable JobDifference difference(Cluster cluster, JobSpec spec, Plan plan) {
        var job = cluster.jobs().find(spec.key());
        if (job == null || job.spec().equals(spec)) return null;
        return JobDifference.between(job.version(), job.spec(), plan.jobVersion(), spec);
    }

    /// The groups that are not part of the job any more, as far as something of them is stopped.
    private static List<Explained> removed(Cluster cluster, Plan plan) {
        var stops = new TreeMap<String, Integer>();
        for (var stop : plan.stops()) {
            var allocation = cluster.allocations().find(stop.allocation());
            if (allocation != null) stops.merge(allocation.slot().group(), 1, Integer::sum);
        }
        for (var known : plan.evaluation().groups()) stops.remove(known.group());
        var all = new ArrayList<Explained>();
        stops.forEach((group, count) -> {
            var counts = new Evaluation.Counts(0, count, 0, 0, 0);
            all.add(
                    new Explained(
                            group, counts, 0, Map.of(), Map.of(), List.of(), List.of(), false));
        });
        return all;
    }

    private static PlannedGroup planned(NodesSeen nodes, JobSpec spec, Plan plan, Explained of) {
        var places =
                plan.places().stream()
                        .filter(place -> place.group().equals(of.group()))
                        .map(place -> planned(nodes, spec, place))
                        .toList();
        var stops = new ArrayList<Stopped>();
        for (var stop : plan.stops()) {
            var allocation = nodes.cluster().allocations().find(stop.allocation());
            if (allocation == null || !allocation.slot().group().equals(of.group())) continue;
            stops.add(
                    new Stopped(
                            stop.allocation(),
                            allocation.slot().name(),
                            nodes.id(allocation.node()),
                            nodes.name(allocation.node()),
                            stop.reason()));
        }
        for (var it : plan.displaced()) {
            var place = plan.places().get(it.place());
            if (place.group().equals(of.group())) stops.add(displaced(nodes, it, place));
        }
        return new PlannedGroup(
                of.group(),
                of.counts(),
                of.evaluated(),
                of.filtered(),
                of.exhausted(),
                of.best().stream().map(score -> named(nodes, score)).toList(),
                of.refused().stream().map(refused -> named(nodes, refused)).toList(),
                of.nodesHidden(),
                places,
                stops);
    }

    private static PlannedPlace planned(NodesSeen nodes, JobSpec spec, Plan.Put place) {
        return new PlannedPlace(
                place.index(),
                nodes.id(place.node()),
                nodes.name(place.node()),
                variants(nodes.cluster(), spec, place),
                place.score(),
                place.previous());
    }

    private static Map<String, String> variants(Cluster cluster, JobSpec spec, Plan.Put place) {
        long version = place.release().version();
        var job = cluster.jobs().find(spec.key());
        var placed = version == 0 || job == null ? spec : job.at(version);
        var group = placed == null ? null : placed.group(place.group());
        var node = cluster.nodes().find(place.node());
        if (group == null || node == null) return Map.of();
        var chosen = VariantChoice.of(group, node.facts());
        return chosen == null ? Map.of() : chosen;
    }

    private static Stopped displaced(NodesSeen nodes, Plan.Displaced it, Plan.Put place) {
        var seen = nodes.beside(it.allocation());
        var job = seen == null ? null : nodes.cluster().jobs().find(seen.slot().job());
        var why = "displaced for %s[%d]".formatted(place.group(), place.index());
        return new Stopped(
                seen == null ? "" : seen.id(),
                seen == null ? "of another namespace" : seen.slot().name(),
                nodes.id(place.node()),
                nodes.name(place.node()),
                job == null ? why : why + ": its priority is " + job.spec().priority());
    }

    private static NamedScore named(NodesSeen nodes, Evaluation.Score of) {
        return new NamedScore(of.node(), nodes.name(of.node()), of.total(), of.parts());
    }

    private static NamedRefusal named(NodesSeen nodes, Evaluation.Refused of) {
        return new NamedRefusal(of.node(), nodes.name(of.node()), of.rule(), of.found());
    }

    /// What has ended because it was not wanted any more is told by the list of allocations. It
    /// counts here no longer, unless nothing is wanted at all.
    static List<Group> groups(Cluster cluster, Job job) {
        boolean system = job.spec().type().everywhere();
        boolean batch = job.spec().type().ends();
        var groups = new ArrayList<Group>();
        var tallies = new HashMap<String, Tally>();
        for (var id : cluster.ofJob(job.key())) {
            var allocation = cluster.allocations().find(id);
            if (allocation == null || allocation.lineage().next() != null) continue;
            boolean past = !allocation.live() && !allocation.desired().run();
            if (past && !batch && !job.stopped()) continue;
            var tally = tallies.computeIfAbsent(allocation.slot().group(), _ -> new Tally());
            tally.add(allocation, system ? job.done(allocation) : allocation.endedWell());
            if (Unwell.runs(job, allocation)) tally.unhealthy++;
        }
        for (var group : job.spec().groups()) {
            var tally = tallies.getOrDefault(group.name(), new Tally());
            int found = tally.wanted + unplaced(job, group.name());
            if (batch) found += tally.endedWell;
            int desired = system ? found : group.count();
            groups.add(
                    new Group(
                            group.name(),
                            job.places() ? desired : 0,
                            tally.of(Status.RUNNING),
                            tally.unhealthy,
                            tally.of(Status.PENDING),
                            tally.of(Status.FAILED),
                            tally.of(Status.UNKNOWN),
                            batch ? tally.endedWell : tally.of(Status.COMPLETE)));
        }
        return groups;
    }

    /// How many allocations have each status, and how many of the live ones are wanted.
    static final class Tally {
        private final Map<Status, Integer> counts = new EnumMap<>(Status.class);
        private int wanted;
        private int unhealthy;
        private int endedWell;

        void add(Allocation allocation) {
            add(allocation, allocation.endedWell());
        }

        void add(Allocation allocation, boolean done) {
            if (done) endedWell++;
            counts.merge(allocation.observed().status(), 1, Integer::sum);
            if (allocation.wanted()) wanted++;
        }

        int of(Status status) {
            return counts.getOrDefault(status, 0);
        }
    }

    private static int unplaced(Job job, String group) {
        if (job.evaluations().isEmpty()) return 0;
        for (var explanation : job.evaluations().getFirst().groups())
            if (explanation.group().equals(group)) return explanation.counts().unplaced();
        return 0;
    }

    /// How a job stands, in one word.
    public static String status(Cluster cluster, Job job) {
        return status(cluster, job, groups(cluster, job));
    }

    private static String status(Cluster cluster, Job job, List<Group> groups) {
        if (job.stopped()) return cluster.watch().live(job.key()) > 0 ? "stopping" : "stopped";
        if (job.current().recalled()) return "recalled";
        if (job.spec().parent()) return "ready";
        if (job.blocked()) return "blocked";
        return new Standing(job.spec().type(), job.due() != null, groups).word();
    }

    /// How a job stands that is neither stopped nor without a place, in one word.
    ///
    /// | word     | when                                                                |
    /// |----------|---------------------------------------------------------------------|
    /// | complete | a batch, and all that is wanted has ended well                      |
    /// | running  | all that is wanted runs or has ended well                           |
    /// | pending  | something is being started, or will be placed; or no node takes it  |
    /// | failed   | nothing runs, and nothing is tried again                            |
    /// | degraded | some of it runs or cannot be heard, the rest is not tried right now |
    ///
    /// @param due the scheduler looks at it again
    /// @param groups with everything that has no successor
    record Standing(JobSpec.Type type, boolean due, List<Group> groups) {
        String word() {
            boolean batch = type.ends();
            int desired = 0;
            int running = 0;
            int unknown = 0;
            int complete = 0;
            int pending = 0;
            int failed = 0;
            for (var group : groups) {
                desired += group.desired();
                running += group.running();
                unknown += group.unknown();
                complete += group.complete();
                pending += group.pending();
                failed += group.failed();
            }
            boolean nowhere = type.everywhere() && desired == 0;
            if (nowhere && (batch || failed + unknown == 0)) return "pending"; // for a node
            if (batch && complete >= desired) return "complete";
            if (running + (batch ? complete : 0) >= desired && !due) return "running";
            if (pending > 0 || (due && unknown == 0)) return "pending";
            boolean over = !due && running + unknown == 0;
            return over && (batch || failed > 0) ? "failed" : "degraded";
        }
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// As people see an allocation's status.
    static String word(Allocation allocation) {
        return word(allocation.observed().status());
    }
}
