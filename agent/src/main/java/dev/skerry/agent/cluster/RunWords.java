package dev.skerry.agent.cluster;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.job.TaskRun;
import dev.skerry.cluster.job.TaskRun.Invocation;
import dev.skerry.cluster.job.TaskSpec.RunSpec;
import java.util.HashMap;
import java.util.Map;

/// What a task says of itself in words, whatever runs it: its environment, its user, and the texts
/// that its node replaces words in.
final class RunWords {
    private RunWords() {}

    /// What the task sets in its environment itself.
    static Map<String, String> env(TaskRun run) {
        return switch (run) {
            case TaskRun.OfProgram it -> it.program().env();
            case TaskRun.Java(_, var invocation, _) -> invocation.env();
            case TaskRun.Wasm(_, var invocation, _) -> invocation.env();
            case TaskRun.Container(_, var invocation, _) -> invocation.env();
        };
    }

    /// The user that it asks for; empty: none, or it cannot ask.
    static String user(TaskRun run) {
        return switch (run) {
            case TaskRun.OfProgram it -> it.program().user();
            case TaskRun.Java(var program, _, _) -> program.user();
            case TaskRun.Wasm _, TaskRun.Container _ -> "";
        };
    }

    /// The same with each `${NAME}` replaced in what is started, and nothing left in its
    /// environment that is not in that of the task.
    static TaskRun replaced(TaskRun run, TaskEnvironment by) throws TaskRefused {
        return switch (run) {
            case TaskRun.Exec(var program, var confinement) ->
                    new TaskRun.Exec(replaced(program, by), confinement);
            case TaskRun.RawExec(var program) -> new TaskRun.RawExec(replaced(program, by));
            case TaskRun.Unknown(var driver, var program) ->
                    new TaskRun.Unknown(driver, replaced(program, by));
            case TaskRun.Java(var program, var invocation, var confinement) ->
                    new TaskRun.Java(replaced(program, by), replaced(invocation, by), confinement);
            case TaskRun.Wasm(var module, var invocation, var grants) ->
                    new TaskRun.Wasm(by.replaced(module), replaced(invocation, by), grants);
            case TaskRun.Container(var image, var invocation, var rules) ->
                    new TaskRun.Container(image, own(invocation, by), replaced(rules, by));
        };
    }

    private static RunSpec replaced(RunSpec program, TaskEnvironment by) throws TaskRefused {
        return new RunSpec(
                by.replaced(program.command()),
                by.replaced(program.args()),
                by.values(),
                program.user());
    }

    private static Invocation replaced(Invocation invocation, TaskEnvironment by)
            throws TaskRefused {
        return new Invocation(by.replaced(invocation.args()), by.values());
    }

    /// With what it sets itself, and nothing of its node's: an image has an environment too.
    private static Invocation own(Invocation invocation, TaskEnvironment by) throws TaskRefused {
        var env = new HashMap<>(by.values());
        env.keySet().retainAll(invocation.env().keySet());
        return new Invocation(by.replaced(invocation.args()), env);
    }

    private static TaskRun.JavaProgram replaced(TaskRun.JavaProgram program, TaskEnvironment by)
            throws TaskRefused {
        return new TaskRun.JavaProgram(
                by.replaced(program.jar()),
                by.replaced(program.main()),
                by.replaced(program.classPath()),
                by.replaced(program.jvmArgs()),
                program.least(),
                program.user());
    }

    private static TaskRun.ContainerRules replaced(TaskRun.ContainerRules rules, TaskEnvironment by)
            throws TaskRefused {
        return new TaskRun.ContainerRules(
                by.replaced(rules.entrypoint()),
                by.replaced(rules.workDir()),
                rules.user(),
                rules.readOnly(),
                rules.mounts(),
                rules.confinement());
    }
}
