package dev.skerry.cluster.server.jobfile;

import dev.skerry.cluster.job.Confinement;
import dev.skerry.cluster.job.TaskRole;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.job.Variant;
import dev.skerry.kernel.Text;
import java.util.List;
import java.util.Map;

/// How a task is run, and what it is among others, field by field.
final class TaskFields {
    private TaskFields() {}

    static void variant(JobFields all, String task, Variant variant) {
        var at = variant.name().isEmpty() ? task : task + "variants[" + variant.name() + "].";
        all.put(at + "arch", variant.fit().arch(), "");
        all.put(at + "cpu", variant.fit().cpu(), "");
        all.put(at + "libc", variant.fit().libc(), "");
        all.put(at + "driver", variant.run().driver());
        run(all, at, variant.run());
    }

    private static void run(JobFields all, String at, TaskRun run) {
        switch (run) {
            case TaskRun.OfProgram it -> {
                program(all, at, it.program());
                confine(all, at, it.confinement(), Confinement.OPEN);
            }
            case TaskRun.Java(var it, var started, var confinement) -> {
                all.put(at + "jar", it.jar(), "");
                all.put(at + "main", it.main(), "");
                all.list(at + "classPath", it.classPath());
                all.list(at + "jvmArgs", it.jvmArgs());
                all.put(at + "java", ">=" + it.least(), ">=0");
                all.put(at + "user", it.user(), "");
                started(all, at, started.args(), started.env());
                confine(all, at, confinement, Confinement.ALL);
            }
            case TaskRun.Wasm(var module, var started, var grants) -> {
                all.put(at + "module", module);
                all.list(at + "folders", grants.folders());
                all.list(at + "listen", grants.ports());
                all.put(at + "deadline", Text.duration(grants.deadlineMs()), Text.duration(0));
                started(all, at, started.args(), started.env());
            }
            case TaskRun.Container(var image, var started, var rules) -> {
                all.put(at + "image", image);
                all.list(at + "entrypoint", rules.entrypoint());
                all.put(at + "workDir", rules.workDir(), "");
                all.put(at + "user", rules.user(), "");
                all.put(at + "readOnly", rules.readOnly(), false);
                for (var mount : rules.mounts()) {
                    all.put(at + "mounts." + mount.at(), mount.folder());
                    all.put(at + "mounts." + mount.at() + ".readOnly", mount.readOnly(), false);
                }
                started(all, at, started.args(), started.env());
                confine(all, at, rules.confinement(), Confinement.ALL);
            }
        }
    }

    private static void program(JobFields all, String at, TaskSpec.RunSpec program) {
        all.put(at + "command", program.command());
        started(all, at, program.args(), program.env());
        all.put(at + "user", program.user(), "");
    }

    private static void started(
            JobFields all, String at, List<String> args, Map<String, String> env) {
        all.list(at + "args", args);
        all.map(at + "env.", env);
    }

    /// @param unsaid what it is unless the file says more
    private static void confine(
            JobFields all, String at, Confinement confinement, Confinement unsaid) {
        if (confinement.equals(unsaid)) return;
        var must = confinement.must().isEmpty() ? List.of("all") : confinement.must();
        all.put(at + "confine", confinement.confined() ? String.join(", ", must) : "none");
    }

    static void role(JobFields all, String at, TaskRole role) {
        all.put(at + "stage", role.stage().word(), TaskRole.MAIN.stage().word());
        all.list(at + "after", role.after());
        all.put(at + "tier", role.tier().word(), TaskRole.MAIN.tier().word());
    }
}
