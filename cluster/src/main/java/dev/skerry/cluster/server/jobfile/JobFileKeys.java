package dev.skerry.cluster.server.jobfile;

import dev.skerry.yaml.Keys;
import java.util.List;
import java.util.stream.Stream;

/// The keys of a job file, with the kinds of mapping as the published schema calls them. It lists
/// the same; a test compares. Those of a task stand beside what reads them, in [TaskReader].
final class JobFileKeys {
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
                    "update",
                    "periodic",
                    "parameterized",
                    "meta",
                    "groups");
    static final Keys GROUP =
            placed(
                    "group",
                    "count",
                    "scaling",
                    "restart",
                    "reschedule",
                    "disconnect",
                    "update",
                    "migrate",
                    "ports",
                    "meta",
                    "tasks");
    static final Keys AFFINITY = Keys.of("affinity", "when", "weight");
    static final Keys SPREAD = Keys.of("spread", "by", "weight", "targets");
    static final Keys DISTINCT_PROPERTY = Keys.of("distinctProperty", "by", "limit");
    static final Keys RESTART = Keys.of("restart", "attempts", "interval", "delay", "mode");
    static final Keys RESCHEDULE =
            Keys.of(
                    "reschedule",
                    "attempts",
                    "interval",
                    "delay",
                    "growth",
                    "maxDelay",
                    "unlimited");
    static final Keys DISCONNECT =
            Keys.of("disconnect", "lostAfter", "stopAfter", "replace", "reconcile");
    static final Keys UPDATE =
            Keys.of(
                    "update",
                    "maxParallel",
                    "minHealthy",
                    "healthyDeadline",
                    "progressDeadline",
                    "canary",
                    "autoPromote",
                    "autoRevert",
                    "stagger");
    static final Keys MIGRATE = Keys.of("migrate", "maxParallel", "minHealthy");
    static final Keys SCALING = Keys.of("scaling", "min", "max");
    static final Keys PERIODIC =
            Keys.of("periodic", "cron", "on", "timeZone", "noOverlap", "enabled", "keep");
    static final Keys PARAMETERIZED =
            Keys.of("parameterized", "payload", "metaRequired", "metaOptional", "keep");
    static final Keys PORT = Keys.of("port", "static");
    static final Keys EXEC_RUN = Keys.of("execRun", "command", "args", "env", "user", "confine");
    static final Keys RAW_EXEC_RUN = Keys.of("rawExecRun", "command", "args", "env", "user");
    static final Keys JAVA_RUN =
            Keys.of(
                    "javaRun",
                    "jar",
                    "main",
                    "classPath",
                    "jvmArgs",
                    "java",
                    "args",
                    "env",
                    "user",
                    "confine");
    static final Keys WASM_RUN =
            Keys.of("wasmRun", "module", "args", "env", "folders", "listen", "deadline");
    static final Keys CONTAINER_RUN =
            Keys.of(
                    "containerRun",
                    "image",
                    "entrypoint",
                    "workDir",
                    "user",
                    "readOnly",
                    "mounts",
                    "args",
                    "env",
                    "confine");
    static final Keys MOUNT = Keys.of("mount", "folder", "at", "readOnly");

    /// How a task is run: its keys stand in the task itself.
    static final List<Keys> RUNS =
            List.of(EXEC_RUN, RAW_EXEC_RUN, JAVA_RUN, WASM_RUN, CONTAINER_RUN);

    static final Keys TASK =
            new Keys(
                    "task",
                    Stream.of(TaskReader.COMMON.stream(), runs(), Stream.of("variants"))
                            .flatMap(it -> it)
                            .toList());

    /// On which machines a variant runs.
    static final List<String> FITS = List.of("name", "arch", "cpu", "libc");

    static final Keys VARIANT =
            new Keys(
                    "variant",
                    Stream.of(FITS.stream(), Stream.of("driver"), runs())
                            .flatMap(it -> it)
                            .toList());
    static final Keys CHECK =
            Keys.of(
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
                    UPDATE,
                    MIGRATE,
                    SCALING,
                    PERIODIC,
                    PARAMETERIZED,
                    PORT,
                    MOUNT,
                    TASK,
                    VARIANT,
                    TaskReader.RESOURCES,
                    TaskReader.STOP,
                    TaskReader.LOGS,
                    CHECK);

    private JobFileKeys() {}

    private static Stream<String> runs() {
        return RUNS.stream().flatMap(it -> it.names().stream()).distinct();
    }

    private static Keys placed(String kind, String... names) {
        return new Keys(kind, Stream.concat(Stream.of(names), PLACEMENT.stream()).toList());
    }
}
