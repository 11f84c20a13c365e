package dev.skerry.server.http;

import dev.skerry.http.Admitted;
import dev.skerry.http.Namespace;
import dev.skerry.http.Need;
import dev.skerry.http.Thing;
import dev.skerry.kernel.figures.EachRoom;
import dev.skerry.kernel.figures.PrometheusText;
import dev.skerry.server.ServerParts;
import dev.skerry.server.strangers.Murmur;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The figures of one server and of its rooms, as of now.
final class Metrics {
    private static final long PAGE_BYTES = 4_096;
    private static final Need.Right NODES = Need.read(Thing.inPools("cluster", "nodes"));

    private final PrometheusText text = new PrometheusText();
    private final ServerParts parts;
    private final Admitted reader;
    private final Murmur murmur;

    /// @param reader is shown what he may see
    /// @param murmur says what went wrong in a room
    Metrics(ServerParts parts, Admitted reader, Murmur murmur) {
        this.parts = parts;
        this.reader = reader;
        this.murmur = murmur;
    }

    String text() {
        log();
        links();
        process();
        rooms();
        return text.toString();
    }

    private void rooms() {
        var house = parts.leader().now().house();
        var each = new EachRoom(text, murmur::say);
        for (var room : parts.rooms())
            each.count(
                    room.saved().room().name(),
                    to -> room.figures(house, parts.clock().now(), reader, to));
        each.end("skerry_room_figures");
    }

    private void links() {
        if (!reader.allows(NODES, Namespace.ALL)) return;
        text.gauge("skerry_links", "Nodes that are connected to this server.")
                .value(parts.metrics().links().get());
    }

    private void log() {
        var messages = parts.metrics().messages();
        text.counter("skerry_messages_total", "Messages that were decided, by what came of them.")
                .value(messages.decided().sum(), "result", "accepted")
                .value(messages.refused().sum(), "result", "refused");
        text.counter("skerry_log_entries_total", "Entries written to the log.")
                .value(messages.entries().sum());
        parts.metrics()
                .append()
                .write(
                        "skerry_log_append_seconds",
                        "From the decision on a batch to its being applied.",
                        text);
        text.gauge("skerry_mailbox_messages", "Messages that wait for their decision.")
                .value(parts.metrics().mailbox().get());
        text.gauge("skerry_leader", "Whether this server decides.")
                .value(parts.leader().leads() ? 1 : 0);
        text.gauge("skerry_log_index", "Index of the log that the state is at.")
                .value(parts.leader().now().index());
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
