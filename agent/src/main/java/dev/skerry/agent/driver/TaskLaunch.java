package dev.skerry.agent.driver;

import dev.skerry.cluster.job.TaskRun;
import java.nio.file.Path;
import java.util.Map;

/// What is wanted of a driver: a task with all that its node has added.
///
/// @param run what is run, with its words replaced
/// @param env all of its environment; nothing of the agent's own is added
/// @param user name or number of the user to run as; empty for nobody's choice
/// @param folders what it has of the agent's folder
public record TaskLaunch(
        TaskHandle handle,
        TaskRun run,
        Map<String, String> env,
        String user,
        RunFolders folders,
        TaskLimits limits,
        LogLimits logs) {
    public TaskLaunch {
        env = Map.copyOf(env);
    }

    /// Where it runs.
    public Path directory() {
        return folders.directory();
    }
}
