package dev.skerry.agent.driver;

import java.nio.file.Path;
import java.util.Map;

/// Everything that is needed to start a process for a task; nothing else reaches it.
///
/// @param directory where it runs. Its group, unless that is root's, is one of the task's
/// @param env all of its environment; nothing of the agent's own is added
/// @param user name or number of the user to run as; empty for nobody's choice: `nobody` when the
///   agent is root, else the agent's own user
public record ProcessLaunch(
        TaskHandle handle,
        Path directory,
        Executable program,
        Map<String, String> env,
        String user,
        TaskLimits limits,
        LogLimits logs,
        Walls walls) {
    public ProcessLaunch {
        env = Map.copyOf(env);
    }

    /// What is wanted of a driver, as that program.
    public static ProcessLaunch of(TaskLaunch launch, Executable program, Walls walls) {
        return new ProcessLaunch(
                launch.handle(),
                launch.directory(),
                program,
                launch.env(),
                launch.user(),
                launch.limits(),
                launch.logs(),
                walls);
    }
}
