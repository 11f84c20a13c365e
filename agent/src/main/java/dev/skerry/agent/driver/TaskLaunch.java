package dev.skerry.agent.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Everything a driver needs to start a task; nothing else reaches it.
///
/// @param directory where it runs; a relative command is looked up there. Its group, unless that is
///   root's, is one of the task's
/// @param command a path, or a name to be found along the environment's `PATH`
/// @param args what follows the command, each handed over as it is: there is no shell
/// @param env all of its environment; nothing of the agent's own is added
/// @param user name or number of the user to run as; empty for nobody's choice: `nobody` when the
///   agent is root, else the agent's own user
public record TaskLaunch(
        TaskHandle handle,
        Path directory,
        String command,
        List<String> args,
        Map<String, String> env,
        String user,
        TaskLimits limits,
        LogLimits logs) {
    public TaskLaunch {
        args = List.copyOf(args);
        env = Map.copyOf(env);
    }
}
