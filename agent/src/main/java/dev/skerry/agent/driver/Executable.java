package dev.skerry.agent.driver;

import java.nio.file.Path;
import java.util.List;

/// What a process executes.
///
/// @param file an absolute path
/// @param words what the program is called and what follows, each handed over as it is: there is no
///   shell
public record Executable(Path file, List<String> words) {
    public Executable {
        if (words.isEmpty()) throw new IllegalArgumentException("words: none");
        words = List.copyOf(words);
    }

    /// As the task's author wrote it.
    public String command() {
        return words.getFirst();
    }
}
