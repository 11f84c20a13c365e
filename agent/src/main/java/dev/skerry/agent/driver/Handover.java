package dev.skerry.agent.driver;

import java.nio.file.Path;
import java.util.List;

/// How a task is handed over by a program that makes its first process and ends, as the runtimes of
/// containers do: another program lets that process go on.
///
/// @param process the file into which its number is written
/// @param go the second program, absolute, with its words
/// @param clear the one that clears up when all is over, absolute, with its words
/// @param root what its file system is made of
public record Handover(Path process, List<String> go, List<String> clear, Overlay root) {
    public Handover {
        go = List.copyOf(go);
        clear = List.copyOf(clear);
    }
}
