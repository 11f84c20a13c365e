package dev.skerry.cluster.server;

import dev.skerry.cluster.contact.Absence;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Quota;
import dev.skerry.cluster.state.Use;
import dev.skerry.kernel.figures.PrometheusText;
import java.util.EnumMap;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// The figures of the cluster's state.
public final class ClusterFigures {
    private ClusterFigures() {}

    public static void write(Cluster cluster, long wallMs, PrometheusText to) {
        nodes(cluster, to);
        absences(cluster, wallMs, to);
        work(cluster, to);
        namespaces(cluster, to);
    }

    private static void nodes(Cluster cluster, PrometheusText to) {
        int ready = 0;
        int joined = 0;
        int missed = 0;
        int revoked = 0;
        int draining = 0;
        int ineligible = 0;
        for (var node : cluster.nodes().values()) {
            if (node.revoked()) revoked++;
            else if (node.neverLinked()) joined++;
            else if (!node.contact().reachable()) missed++;
            else if (node.scheduling().drain() != null) draining++;
            else if (node.scheduling().eligible()) ready++;
            else ineligible++;
        }
        to.gauge("skerry_nodes", "Nodes that have joined, by state.")
                .value(ready, "state", "ready")
                .value(joined, "state", "joined")
                .value(missed, "state", "missed")
                .value(revoked, "state", "revoked")
                .value(draining, "state", "draining")
                .value(ineligible, "state", "ineligible");
        to.gauge("skerry_heartbeats_active", "Nodes that are heard.")
                .value(cluster.nodes().size() - joined - missed - revoked);
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

    private static void work(Cluster cluster, PrometheusText to) {
        var counts = new EnumMap<Allocation.Status, Integer>(Allocation.Status.class);
        for (var allocation : cluster.allocations().values())
            counts.merge(allocation.observed().status(), 1, Integer::sum);
        to.gauge("skerry_allocations", "Allocations that are not forgotten, by status.");
        for (var status : Allocation.Status.values())
            to.value(
                    counts.getOrDefault(status, 0),
                    "status",
                    status.name().toLowerCase(Locale.ROOT));
        to.gauge("skerry_jobs", "Jobs that are not forgotten.").value(cluster.jobs().size());
        to.gauge("skerry_jobs_blocked", "Jobs with work that found no place.")
                .value(cluster.watch().blocked().size());
    }

    private static void namespaces(Cluster cluster, PrometheusText to) {
        each(
                cluster,
                "skerry_namespace_cpu_mhz",
                "MHz reserved in a namespace, and what its quota allows.",
                Use::cpuMhz,
                Quota::cpuMhz,
                to);
        each(
                cluster,
                "skerry_namespace_memory_bytes",
                "Memory reserved in a namespace, and what its quota allows.",
                Use::memoryBytes,
                Quota::memoryBytes,
                to);
        each(
                cluster,
                "skerry_namespace_allocations",
                "Live allocations in a namespace, and how many its quota allows.",
                Use::allocations,
                Quota::allocations,
                to);
    }

    /// Where there is no limit, there is no figure of one.
    private static void each(
            Cluster cluster,
            String name,
            String help,
            ToLongFunction<Use> used,
            ToLongFunction<Quota> limit,
            PrometheusText to) {
        to.gauge(name, help);
        for (var it : cluster.namespaces().all()) {
            var use = cluster.namespaces().use(it.name());
            to.value(used.applyAsLong(use), "namespace", it.name(), "of", "used");
            long most = limit.applyAsLong(it.quota());
            if (most != Quota.UNLIMITED) to.value(most, "namespace", it.name(), "of", "limit");
        }
    }
}
