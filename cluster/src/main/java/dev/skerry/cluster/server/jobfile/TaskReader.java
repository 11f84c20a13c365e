package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.StopSignal;
import dev.skerry.cluster.job.TaskRole;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.Variant;
import dev.skerry.kernel.Text;
import dev.skerry.yaml.Keys;
import dev.skerry.yaml.Mapping;
import dev.skerry.yaml.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// One task of a group that has these ports.
record TaskReader(Map<String, Integer> ports, VariableNames names) {
    /// The keys of a task, however it is run.
    static final List<String> COMMON =
            List.of("driver", "resources", "cpuMax", "stop", "logs", "checks");

    static final Keys RESOURCES = Keys.of("resources", "cpu", "memory", "disk");
    static final Keys STOP = Keys.of("stop", "signal", "timeout");
    static final Keys LOGS = Keys.of("logs", "maxFiles", "maxFileSize");

    static final long MEMORY_MIN_BYTES = 1024 * 1024;
    static final long LOG_FILE_MIN_BYTES = 4 * 1024;

    TaskSpec task(String name, Value value) {
        var task = value.mapping(JobFileKeys.TASK);
        var resources = resources(task.value("resources").mapping(RESOURCES));
        var cpuMax = task.value("cpuMax");
        long cpuMaxMhz = cpuMax.frequency(1, 0);
        if (cpuMaxMhz > 0 && cpuMaxMhz < resources.cpuMhz())
            cpuMax.wrong("should be at least resources.cpu, " + resources.cpuMhz() + "MHz");
        var variants = new VariantReader(new RunReader(ports, names)).variants(task);
        enough(resources, variants, task.value("resources").mapping(RESOURCES).value("memory"));
        return new TaskSpec(
                name,
                variants,
                new TaskSpec.TaskShare(resources, cpuMaxMhz),
                stop(task.value("stop").mapping(STOP)),
                logs(task.value("logs").mapping(LOGS)),
                checks(task.value("checks"), variants),
                TaskRole.MAIN);
    }

    /// What no node could begin with is told by its line.
    private static void enough(Resources resources, List<Variant> variants, Value memory) {
        if (has(variants, TaskRun.Wasm.class)) {
            if (resources.memoryBytes() < JobBounds.WASM_MEMORY_MIN)
                memory.wrong(
                        "should be at least %s: no host of a module can begin in less"
                                .formatted(Text.size(JobBounds.WASM_MEMORY_MIN)));
        } else if (has(variants, TaskRun.Java.class)
                && resources.memoryBytes() < JobBounds.JVM_MEMORY_MIN) {
            memory.wrong(
                    "should be at least %s: no JVM can begin in less, and most programs of"
                                    .formatted(Text.size(JobBounds.JVM_MEMORY_MIN))
                            + " Java need 64MiB or more");
        }
    }

    private static boolean has(List<Variant> variants, Class<? extends TaskRun> run) {
        return variants.stream().anyMatch(it -> run.isInstance(it.run()));
    }

    private static Resources resources(Mapping resources) {
        var otherwise = TaskSpec.RESOURCES_DEFAULT;
        return new Resources(
                resources.value("cpu").frequency(1, otherwise.cpuMhz()),
                resources.value("memory").size(MEMORY_MIN_BYTES, otherwise.memoryBytes()),
                resources.value("disk").size(0, otherwise.diskBytes()));
    }

    private static TaskSpec.StopSpec stop(Mapping stop) {
        return new TaskSpec.StopSpec(
                stop.value("signal").text(TaskSpec.StopSpec.DEFAULT.signal(), JobRules.SIGNAL),
                stop.value("timeout")
                        .duration(
                                StopSignal.TIMEOUT_MIN_MS,
                                StopSignal.TIMEOUT_MAX_MS,
                                TaskSpec.StopSpec.DEFAULT.timeoutMs()));
    }

    private static TaskSpec.Logs logs(Mapping logs) {
        var otherwise = TaskSpec.Logs.DEFAULT;
        return new TaskSpec.Logs(
                (int)
                        logs.value("maxFiles")
                                .whole(1, TaskSpec.Logs.FILES_MAX, otherwise.maxFiles()),
                logs.value("maxFileSize").size(LOG_FILE_MIN_BYTES, otherwise.maxFileBytes()));
    }

    private List<CheckSpec> checks(Value value, List<Variant> variants) {
        var checks = new ArrayList<CheckSpec>();
        var names = new HashSet<String>();
        var reader = new CheckReader(ports);
        boolean modules = has(variants, TaskRun.Wasm.class);
        for (var element : value.list(JobBounds.CHECKS_MAX)) {
            var check = reader.check(element, checks.size());
            if (!names.add(check.name()))
                element.wrong("is named \"" + check.name() + "\", as another check; names differ");
            if (check.target() instanceof CheckSpec.Target.Script && modules)
                element.wrong("is a script, and nothing can run beside a module; ask it by http");
            checks.add(check);
        }
        return checks;
    }
}
