package dev.skerry.cluster.codec;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.job.TaskRole;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.Variant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A task on disks and wires. It stays flat, as it was when there was one driver: what can be said
/// in that form is written in it, byte for byte, and what cannot stands behind it.
///
/// @param driver of a program that is not confined; null: `variants` says it
/// @param run that program; null: `variants` says what is run
/// @param variants null: there is the one that `run` says
/// @param role null: it is a main task
public record TaskForm(
        String name,
        @Nullable String driver,
        TaskSpec.@Nullable RunSpec run,
        Resources resources,
        long cpuMaxMhz,
        TaskSpec.StopSpec stop,
        TaskSpec.Logs logs,
        List<CheckSpec> checks,
        @Nullable List<Variant> variants,
        @Nullable TaskRole role) {
    static TaskForm of(TaskSpec task) {
        var program = task.plainProgram();
        return new TaskForm(
                task.name(),
                program == null ? null : task.driver(),
                program,
                task.share().resources(),
                task.share().cpuMaxMhz(),
                task.stop(),
                task.logs(),
                task.checks(),
                program == null ? task.variants() : null,
                task.role().equals(TaskRole.MAIN) ? null : task.role());
    }

    TaskSpec task() {
        return new TaskSpec(
                name,
                variants == null ? List.of(only()) : variants,
                new TaskSpec.TaskShare(resources, cpuMaxMhz),
                stop,
                logs,
                checks,
                role == null ? TaskRole.MAIN : role);
    }

    private Variant only() {
        if (driver == null || run == null)
            throw new IllegalArgumentException("task " + name + " says not how it is run");
        return Variant.only(TaskRun.plain(driver, run));
    }
}
