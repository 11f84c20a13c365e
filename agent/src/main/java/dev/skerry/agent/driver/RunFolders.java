package dev.skerry.agent.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// The folders of a task, absolute. All else of its agent's is none of its business.
///
/// @param directory where it runs; it may be written
/// @param readable what it may read, as far as its user may; those above others come first
/// @param writable what it may write as well
/// @param given what its node has put there for it, below what it may read
public record RunFolders(
        Path directory, List<Path> readable, List<Path> writable, List<Path> given) {
    public RunFolders {
        readable = List.copyOf(readable);
        writable = List.copyOf(writable);
        given = List.copyOf(given);
    }

    /// A folder that it may write, as a job names it: `local`, or what is below.
    ///
    /// @param key of the job file
    /// @throws TaskRefused when it is not there, or leads elsewhere
    public Path named(String key, String name) throws TaskRefused {
        var top = name.substring(0, (name + "/").indexOf('/'));
        try {
            var parts = Path.of(name);
            for (var folder : writable) {
                if (!folder.endsWith(top)) continue;
                var below = folder.resolve(Path.of(top).relativize(parts)).toRealPath();
                if (below.startsWith(folder.toRealPath()) && Files.isDirectory(below)) return below;
            }
        } catch (IOException | InvalidPathException e) {
            // said below
        }
        throw TaskRefused.forNow(
                "%s: %s is not there, or no folder of the task's own; say %s, and let the task"
                                .formatted(key, name, top)
                        + " make it");
    }

    /// One folder, and nothing else.
    public static RunFolders only(Path directory) {
        return new RunFolders(directory, List.of(), List.of(directory), List.of());
    }
}
