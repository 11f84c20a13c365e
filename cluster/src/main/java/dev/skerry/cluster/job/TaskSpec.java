package dev.skerry.cluster.job;

import java.util.List;
import java.util.Map;

/// One process of a group.
///
/// @param driver how it is run: `exec`
/// @param run what is run
/// @param resources what is reserved for it
/// @param cpuMaxMhz a hard limit in MHz; 0 lets it use what is idle
/// @param checks how its health is seen; none: it is healthy once it has run for 5 s
public record TaskSpec(
        String name,
        String driver,
        RunSpec run,
        Resources resources,
        long cpuMaxMhz,
        StopSpec stop,
        Logs logs,
        List<CheckSpec> checks) {

    /// What is reserved for a task that says nothing: 100 MHz and 64 MiB.
    public static final Resources RESOURCES_DEFAULT = new Resources(100, 64L * 1024 * 1024, 0);

    public TaskSpec {
        checks = List.copyOf(checks);
    }

    /// A program, never a shell line. `${NAME}` in arguments and values is replaced by the agent
    /// from the task's environment.
    ///
    /// @param command absolute, or found in the task's directory or PATH
    /// @param user the account it runs as; empty: its allocation's own, or the agent's where that
    ///   is not root
    public record RunSpec(String command, List<String> args, Map<String, String> env, String user) {
        public RunSpec {
            args = List.copyOf(args);
            env = Map.copyOf(env);
        }
    }

    /// How it is ended: the signal, and after the timeout SIGKILL for all its processes.
    public record StopSpec(String signal, long timeoutMs) {
        public static final StopSpec DEFAULT = new StopSpec("SIGTERM", 10_000);
    }

    /// How much of its output is kept, for stdout and stderr each.
    public record Logs(int maxFiles, long maxFileBytes) {
        public static final Logs DEFAULT = new Logs(3, 1024 * 1024);

        /// Files that a node can keep of one output.
        public static final int FILES_MAX = 64;
    }
}
