package dev.skerry.agent.driver;

import dev.skerry.cluster.job.TaskRun;
import java.nio.file.Path;
import java.util.Map;

/// What is wanted of a driver: a task with all that its node has added.
///
/// @param run what is run, with its words replaced
/// @param env all of its environment; nothing of the agent's own is added
/// @param user name or number of the user to run as; empty for nobody's choice
/// @param directory where it runs
public record TaskLaunch(
        TaskHandle handle,
        TaskRun run,
        Map<String, String> env,
        String user,
        Path directory,
        TaskLimits limits,
        LogLimits logs) {
    public TaskLaunch {
        env = Map.copyOf(env);
    }
}
