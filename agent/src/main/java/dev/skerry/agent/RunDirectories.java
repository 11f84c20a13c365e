package dev.skerry.agent;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.files.Trash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The directories of the runs: `runs/ALLOCATION/_alloc` for all its tasks together, a name that no
/// task can have, `runs/ALLOCATION/TASK/local` for each, and `runs/ALLOCATION/TASK/logs`, which
/// tasks cannot write. `runs/.removed` holds what is to go: no allocation has such a name, and no
/// task comes in.
final class RunDirectories {
    private final Path runs;
    private final Trash removed;

    RunDirectories(Path data) throws IOException {
        runs = Files.createDirectories(data.resolve("runs"));
        permit(data, "rwx--x--x");
        permit(runs, "rwx--x--x");
        removed = Trash.open(runs.resolve(".removed"));
    }

    Path run(String allocation) {
        return runs.resolve(allocation);
    }

    Path shared(String allocation) {
        return shared(run(allocation));
    }

    static Path shared(Path run) {
        return run.resolve("_alloc");
    }

    Path local(String allocation, String task) {
        return run(allocation).resolve(task).resolve("local");
    }

    Path logs(String allocation, String task) {
        return run(allocation).resolve(task).resolve("logs");
    }

    /// Makes what a task needs. The driver gives the task's own directory to its user; tasks share
    /// `_alloc`, pass through what lies above, and cannot read the logs of others.
    void prepare(String allocation, String task) throws TaskRefused {
        try {
            var shared = shared(allocation);
            Files.createDirectories(shared);
            Files.createDirectories(local(allocation, task));
            Files.createDirectories(logs(allocation, task));
            permit(run(allocation), "rwx--x--x");
            permit(run(allocation).resolve(task), "rwx--x--x");
            permit(logs(allocation, task), "rwx------");
            permit(shared, "rwxrwxrwx");
        } catch (IOException e) {
            throw TaskRefused.forNow("its directory cannot be made: " + e);
        }
    }

    /// Takes a run out of everybody's reach, in one step; [#emptyRemoved] does the long rest.
    void remove(String allocation) throws IOException {
        removed.take(run(allocation));
    }

    /// Removes what was taken away, in this life of the agent or in an earlier one.
    void emptyRemoved() throws IOException {
        removed.empty();
    }

    private static void permit(Path directory, String permissions) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }
}
