package dev.skerry.cluster.server.jobfile;

import java.util.List;
import java.util.stream.Stream;

/// The keys that one kind of mapping may have. The published schema lists the same; a test
/// compares.
///
/// @param kind as the schema calls it
record Keys(String kind, List<String> names) {
    private static final List<String> PLACEMENT =
            List.of("constraints", "affinities", "spread", "distinctHosts", "distinctProperty");

    static final Keys JOB =
            placed(
                    "job",
                    "job",
                    "namespace",
                    "type",
                    "priority",
                    "pool",
                    "datacenters",
                    "meta",
                    "groups");
    static final Keys GROUP =
            placed(
                    "group",
                    "count",
                    "restart",
                    "reschedule",
                    "disconnect",
                    "ports",
                    "meta",
                    "tasks");
    static final Keys AFFINITY = of("affinity", "when", "weight");
    static final Keys SPREAD = of("spread", "by", "weight", "targets");
    static final Keys DISTINCT_PROPERTY = of("distinctProperty", "by", "limit");
    static final Keys RESTART = of("restart", "attempts", "interval", "delay", "mode");
    static final Keys RESCHEDULE =
            of("reschedule", "attempts", "interval", "delay", "growth", "maxDelay", "unlimited");
    static final Keys DISCONNECT =
            of("disconnect", "lostAfter", "stopAfter", "replace", "reconcile");
    static final Keys PORT = of("port", "static");
    static final Keys TASK =
            of(
                    "task",
                    "driver",
                    "command",
                    "args",
                    "env",
                    "user",
                    "resources",
                    "cpuMax",
                    "stop",
                    "logs",
                    "checks");
    static final Keys RESOURCES = of("resources", "cpu", "memory", "disk");
    static final Keys STOP = of("stop", "signal", "timeout");
    static final Keys LOGS = of("logs", "maxFiles", "maxFileSize");
    static final Keys CHECK =
            of(
                    "check",
                    "name",
                    "type",
                    "port",
                    "path",
                    "command",
                    "args",
                    "interval",
                    "timeout",
                    "grace",
                    "failures");

    static final List<Keys> ALL =
            List.of(
                    JOB,
                    GROUP,
                    AFFINITY,
                    SPREAD,
                    DISTINCT_PROPERTY,
                    RESTART,
                    RESCHEDULE,
                    DISCONNECT,
                    PORT,
                    TASK,
                    RESOURCES,
                    STOP,
                    LOGS,
                    CHECK);

    private static Keys of(String kind, String... names) {
        return new Keys(kind, List.of(names));
    }

    private static Keys placed(String kind, String... names) {
        return new Keys(kind, Stream.concat(Stream.of(names), PLACEMENT.stream()).toList());
    }
}
