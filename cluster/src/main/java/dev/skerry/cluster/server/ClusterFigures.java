package dev.skerry.cluster.server;

import dev.skerry.cluster.contact.Absence;
import dev.skerry.cluster.decide.DeploymentDecisions;
import dev.skerry.cluster.decide.RecallDecisions;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.server.launches.LaunchFigures;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deployment;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Quota;
import dev.skerry.cluster.state.Use;
import dev.skerry.http.Admitted;
import dev.skerry.http.Namespace;
import dev.skerry.http.Need;
import dev.skerry.kernel.figures.PrometheusText;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// The figures of the cluster's state: what whoever asks may see is counted, and nothing else.
public final class ClusterFigures {
    private ClusterFigures() {}

    public static void write(Cluster cluster, long wallMs, Admitted reader, PrometheusText to) {
        nodes(cluster, StatusRoutes.seen(reader, ClusterApi.NODES), to);
        absences(cluster, wallMs, to);
        allocations(cluster, StatusRoutes.seen(reader, ClusterApi.ALLOCATIONS), to);
        jobs(cluster, StatusRoutes.seen(reader, ClusterApi.JOBS), to);
        namespaces(cluster, StatusRoutes.seen(reader, ClusterApi.NAMESPACES), to);
    }

    /// What came of calendars, of the jobs that he sees.
    public static void write(LaunchFigures of, Admitted reader, PrometheusText to) {
        of.write(StatusRoutes.seen(reader, ClusterApi.JOBS), to);
    }

    /// Whether he is told how much there is to do for the scheduler, which is the work of all.
    public static boolean all(Admitted reader) {
        return reader.allows(Need.read(ClusterApi.JOBS), Namespace.ALL);
    }

    private static void nodes(Cluster cluster, Predicate<String> seen, PrometheusText to) {
        var counts = StatusRoutes.nodes(cluster, seen);
        to.gauge("skerry_nodes", "Nodes that have joined, by state.")
                .value(counts.ready(), "state", "ready")
                .value(counts.joined(), "state", "joined")
                .value(counts.missed(), "state", "missed")
                .value(counts.revoked(), "state", "revoked")
                .value(counts.draining(), "state", "draining")
                .value(counts.ineligible(), "state", "ineligible");
        to.gauge("skerry_heartbeats_active", "Nodes that are heard.")
                .value(counts.ready() + counts.draining() + counts.ineligible());
    }

    private static void absences(Cluster cluster, long wallMs, PrometheusText to) {
        var absences = cluster.absences().before(wallMs);
        var last = absences.isEmpty() ? new Absence(0, 0) : absences.getLast();
        to.gauge(
                        "skerry_servers_away_last_seconds",
                        "Length of the last time in which no server ran; 0: none is known.")
                .value(last.ms() / 1e3);
        to.gauge(
                        "skerry_servers_away_last_end_seconds",
                        "When the last time in which no server ran was over, since 1970.")
                .value(last.untilWallMs() / 1e3);
    }

    private static void allocations(Cluster cluster, Predicate<String> seen, PrometheusText to) {
        var tally = StatusRoutes.tally(cluster, seen);
        to.gauge("skerry_allocations", "Allocations that are not forgotten, by status.");
        for (var status : Allocation.Status.values())
            to.value(tally.of(status), "status", status.name().toLowerCase(Locale.ROOT));
    }

    private static void jobs(Cluster cluster, Predicate<String> seen, PrometheusText to) {
        boolean all = seen.test(Namespace.ALL);
        long jobs = cluster.jobs().size();
        long blocked = cluster.watch().blocked().size();
        if (!all) {
            jobs = count(cluster.jobs().keys(), seen);
            blocked = count(cluster.watch().blocked(), seen);
        }
        to.gauge("skerry_jobs", "Jobs that are not forgotten.").value(jobs);
        to.gauge("skerry_jobs_blocked", "Jobs with work that found no place.").value(blocked);
        deployments(cluster, seen, to);
        recalls(cluster, seen, to);
        children(cluster, seen, to);
    }

    /// What of it may still run counts once, however often it is recalled.
    private static void recalls(Cluster cluster, Predicate<String> seen, PrometheusText to) {
        long recalls = 0;
        var left = new HashSet<String>();
        for (var it : cluster.recalls().all().values()) {
            if (!seen.test(it.job().namespace())) continue;
            recalls++;
            for (var each : RecallDecisions.there(cluster, it)) left.add(each.id());
        }
        to.gauge("skerry_recalls", "Recalls that are not lifted.").value(recalls);
        to.gauge(
                        "skerry_recalled_allocations",
                        "Allocations of what is recalled that are not known to have ended.")
                .value(left.size());
    }

    private static void children(Cluster cluster, Predicate<String> seen, PrometheusText to) {
        long running = 0;
        long ended = 0;
        for (var each : cluster.index().launching().byParent().asMap().entrySet()) {
            if (!seen.test(each.getKey().namespace())) continue;
            running += each.getValue().running().size();
            ended += each.getValue().ended().size();
        }
        to.gauge("skerry_jobs_launched", "Children of jobs that are not forgotten, by state.")
                .value(running, "state", "running")
                .value(ended, "state", "ended");
    }

    private static void deployments(Cluster cluster, Predicate<String> seen, PrometheusText to) {
        var counts = new EnumMap<Deployment.Stage, Integer>(Deployment.Stage.class);
        for (var job : cluster.jobs().values())
            if (seen.test(job.key().namespace()))
                for (var it : job.deployments()) counts.merge(it.stage(), 1, Integer::sum);
        to.gauge("skerry_deployments", "Deployments that are not forgotten, by stage.");
        for (var stage : Deployment.Stage.values())
            to.value(counts.getOrDefault(stage, 0), "stage", DeploymentDecisions.word(stage));
    }

    private static long count(Iterable<JobKey> jobs, Predicate<String> seen) {
        long count = 0;
        for (var job : jobs) if (seen.test(job.namespace())) count++;
        return count;
    }

    private static void namespaces(Cluster cluster, Predicate<String> seen, PrometheusText to) {
        var all = cluster.namespaces().all().stream().filter(it -> seen.test(it.name())).toList();
        each(
                cluster,
                all,
                "skerry_namespace_cpu_mhz",
                "MHz reserved in a namespace, and what its quota allows.",
                Use::cpuMhz,
                Quota::cpuMhz,
                to);
        each(
                cluster,
                all,
                "skerry_namespace_memory_bytes",
                "Memory reserved in a namespace, and what its quota allows.",
                Use::memoryBytes,
                Quota::memoryBytes,
                to);
        each(
                cluster,
                all,
                "skerry_namespace_allocations",
                "Live allocations in a namespace, and how many its quota allows.",
                Use::allocations,
                Quota::allocations,
                to);
    }

    /// Where there is no limit, there is no figure of one.
    private static void each(
            Cluster cluster,
            List<NamespaceSpec> shown,
            String name,
            String help,
            ToLongFunction<Use> used,
            ToLongFunction<Quota> limit,
            PrometheusText to) {
        to.gauge(name, help);
        for (var it : shown) {
            var use = cluster.namespaces().use(it.name());
            to.value(used.applyAsLong(use), "namespace", it.name(), "of", "used");
            long most = limit.applyAsLong(it.quota());
            if (most != Quota.UNLIMITED) to.value(most, "namespace", it.name(), "of", "limit");
        }
    }
}
