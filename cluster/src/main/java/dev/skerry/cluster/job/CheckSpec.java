package dev.skerry.cluster.job;

import java.util.List;

/// A question that is asked again and again to see whether a task is well.
///
/// @param name unique in its task
/// @param target what is asked
/// @param intervalMs from the end of one question to the start of the next
/// @param timeoutMs how long an answer may take
/// @param graceMs after the start of the task, in which failures do not count
/// @param failuresToRestart so many failures in a row restart the task; 0: never
public record CheckSpec(
        String name,
        Target target,
        long intervalMs,
        long timeoutMs,
        long graceMs,
        int failuresToRestart) {

    public static final long INTERVAL_MS_DEFAULT = 10_000;
    public static final long TIMEOUT_MS_DEFAULT = 2_000;
    public static final long GRACE_MS_DEFAULT = 10_000;

    /// What is asked. The address is the node's own: 127.0.0.1, or ::1 where nobody listens there.
    public sealed interface Target {
        /// GET of a path on the port with that label; 200 to 299 is well.
        record Http(String port, String path) implements Target {}

        /// A connection to the port with that label; being accepted is well.
        record Tcp(String port) implements Target {}

        /// A program run beside the task, with its environment and user; exit code 0 is well.
        record Script(String command, List<String> args) implements Target {
            public Script {
                args = List.copyOf(args);
            }
        }
    }
}
