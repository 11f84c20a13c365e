package dev.skerry.agent.driver;

import java.nio.file.Path;
import java.util.List;

/// The folders of a task, absolute. All else of its agent's is none of its business.
///
/// @param directory where it runs; it may be written
/// @param readable what it may read, as far as its user may; those above others come first
/// @param writable what it may write as well
public record RunFolders(Path directory, List<Path> readable, List<Path> writable) {
    public RunFolders {
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
    }

    /// One folder, and nothing else.
    public static RunFolders only(Path directory) {
        return new RunFolders(directory, List.of(), List.of(directory));
    }
}
