package dev.skerry.agent.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Everything that is needed to start a process for a task; nothing else reaches it.
///
/// @param directory where it runs. Its group, unless that is root's, is one of the task's
/// @param program an absolute path
/// @param words what the program is called and what follows, each handed over as it is: there is no
///   shell
/// @param env all of its environment; nothing of the agent's own is added
/// @param user name or number of the user to run as; empty for nobody's choice: `nobody` when the
///   agent is root, else the agent's own user
public record ProcessLaunch(
        TaskHandle handle,
        Path directory,
        Path program,
        List<String> words,
        Map<String, String> env,
        String user,
        TaskLimits limits,
        LogLimits logs) {
    public ProcessLaunch {
        if (words.isEmpty()) throw new IllegalArgumentException("words: none");
        words = List.copyOf(words);
        env = Map.copyOf(env);
    }

    /// As the task's author wrote it.
    public String command() {
        return words.getFirst();
    }
}
