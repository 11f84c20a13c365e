package dev.skerry.agent;

import dev.skerry.agent.driver.TaskRefused;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The directories of the runs: `runs/ALLOCATION/_alloc` for all its tasks together, a name that no
/// task can have, `runs/ALLOCATION/TASK/local` for each, and `runs/ALLOCATION/TASK/logs`, which
/// tasks cannot write.
final class RunDirectories {
    private final Path runs;

    RunDirectories(Path data) throws IOException {
        runs = Files.createDirectories(data.resolve("runs"));
        permit(data, "rwx--x--x");
        permit(runs, "rwx--x--x");
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

    /// The allocations that have a directory.
    List<String> present() throws IOException {
        var names = new ArrayList<String>();
        try (var entries = Files.newDirectoryStream(runs)) {
            for (var entry : entries) names.add(String.valueOf(entry.getFileName()));
        }
        return names;
    }

    /// Removes all of a run. Links are removed, not followed.
    void remove(String allocation) throws IOException {
        var top = run(allocation);
        if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) return;
        Files.walkFileTree(
                top,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        if (failure != null) throw failure;
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static void permit(Path directory, String permissions) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }
}
