package dev.skerry.server.http;

import dev.skerry.cluster.Allocation;
import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.contact.Absence;
import dev.skerry.cluster.metrics.PrometheusText;
import dev.skerry.server.Latency;
import dev.skerry.server.ServerParts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;

/// The figures of one server, as of now.
final class Metrics {
    private static final long PAGE_BYTES = 4_096;

    private final PrometheusText text = new PrometheusText();
    private final ServerParts parts;
    private final Cluster cluster;

    Metrics(ServerParts parts, Cluster cluster) {
        this.parts = parts;
        this.cluster = cluster;
    }

    String text() {
        nodes();
        work();
        scheduling();
        log();
        process();
        return text.toString();
    }

    private void nodes() {
        int ready = 0;
        int missed = 0;
        int draining = 0;
        int ineligible = 0;
        for (var node : cluster.nodes().values()) {
            if (!node.contact().reachable()) missed++;
            else if (node.scheduling().drain() != null) draining++;
            else if (node.scheduling().eligible()) ready++;
            else ineligible++;
        }
        text.gauge("skerry_nodes", "Nodes that have joined, by state.")
                .value(ready, "state", "ready")
                .value(missed, "state", "missed")
                .value(draining, "state", "draining")
                .value(ineligible, "state", "ineligible");
        text.gauge("skerry_heartbeats_active", "Nodes that are heard.")
                .value(cluster.nodes().size() - missed);
        var absences = cluster.absences().before(parts.clock().now().wallMs());
        var last = absences.isEmpty() ? new Absence(0, 0) : absences.getLast();
        text.gauge(
                        "skerry_servers_away_last_seconds",
                        "Length of the last time in which no server ran; 0: none is known.")
                .value(last.ms() / 1e3);
        text.gauge(
                        "skerry_servers_away_last_end_seconds",
                        "When the last time in which no server ran was over, since 1970.")
                .value(last.untilWallMs() / 1e3);
        text.gauge("skerry_links", "Nodes that are connected to this server.")
                .value(parts.metrics().links().get());
    }

    private void work() {
        var counts = new EnumMap<Allocation.Status, Integer>(Allocation.Status.class);
        for (var allocation : cluster.allocations().values())
            counts.merge(allocation.observed().status(), 1, Integer::sum);
        text.gauge("skerry_allocations", "Allocations that are not forgotten, by status.");
        for (var status : Allocation.Status.values())
            text.value(
                    counts.getOrDefault(status, 0),
                    "status",
                    status.name().toLowerCase(Locale.ROOT));
        text.gauge("skerry_jobs", "Jobs that are not forgotten.").value(cluster.jobs().size());
        text.gauge("skerry_jobs_blocked", "Jobs with work that found no place.")
                .value(cluster.watch().blocked().size());
    }

    private void scheduling() {
        var scheduling = parts.metrics().scheduling();
        text.counter("skerry_evaluations_total", "Looks of the scheduler at a job.")
                .value(scheduling.evaluations().sum());
        text.counter("skerry_placements_total", "Allocations in plans that were accepted.")
                .value(scheduling.placements().sum());
        text.counter("skerry_evaluations_blocked_total", "Looks that left work without a place.")
                .value(scheduling.blocked().sum());
        histogram("skerry_plan_seconds", "How long one look takes.", scheduling.plan());
    }

    private void log() {
        var messages = parts.metrics().messages();
        text.counter("skerry_messages_total", "Messages that were decided, by what came of them.")
                .value(messages.decided().sum(), "result", "accepted")
                .value(messages.refused().sum(), "result", "refused");
        text.counter("skerry_log_entries_total", "Entries written to the log.")
                .value(messages.entries().sum());
        histogram(
                "skerry_log_append_seconds",
                "From the decision on a batch to its being applied.",
                parts.metrics().append());
        text.gauge("skerry_mailbox_messages", "Messages that wait for their decision.")
                .value(parts.metrics().mailbox().get());
        text.gauge("skerry_leader", "Whether this server decides.")
                .value(parts.leader().leads() ? 1 : 0);
        text.gauge("skerry_log_index", "Index of the log that the state is at.")
                .value(parts.leader().now().index());
    }

    private void histogram(String name, String help, Latency latency) {
        var bounds = new double[Latency.BOUNDS_MICROS.size()];
        var counts = new long[bounds.length + 1];
        for (int i = 0; i < bounds.length; i++) bounds[i] = Latency.BOUNDS_MICROS.get(i) / 1e6;
        for (int i = 0; i < counts.length; i++) counts[i] = latency.count(i);
        text.histogram(name, help).buckets(bounds, counts, latency.sumSeconds());
    }

    private void process() {
        var runtime = Runtime.getRuntime();
        text.gauge("skerry_jvm_memory_used_bytes", "Heap that is used.")
                .value(runtime.totalMemory() - runtime.freeMemory());
        text.gauge("skerry_jvm_memory_committed_bytes", "Heap that is taken from the system.")
                .value(runtime.totalMemory());
        text.gauge("skerry_jvm_memory_max_bytes", "Heap that may be taken.")
                .value(runtime.maxMemory());
        text.gauge("process_resident_memory_bytes", "Resident memory of the process.")
                .value(residentBytes());
        text.counter("process_cpu_seconds_total", "Processor time of the process.")
                .value(
                        ProcessHandle.current()
                                        .info()
                                        .totalCpuDuration()
                                        .orElse(Duration.ZERO)
                                        .toNanos()
                                / 1e9);
        text.gauge("process_start_time_seconds", "When the process began, since 1970.")
                .value(ManagementFactory.getRuntimeMXBean().getStartTime() / 1e3);
    }

    private static long residentBytes() {
        try {
            var fields = Files.readString(Path.of("/proc/self/statm")).split(" ", 3);
            return Long.parseLong(fields[1]) * PAGE_BYTES;
        } catch (IOException | NumberFormatException _) {
            return 0; // not on Linux
        }
    }
}
