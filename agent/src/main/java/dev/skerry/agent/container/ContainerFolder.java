package dev.skerry.agent.container;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What is kept of a container beside the folder of its task: what it writes, and what its runtime
/// is told. Nobody comes in but the agent.
record ContainerFolder(Path top) {
    private static final String NAME = "container";
    private static final String LAYERS = "layers";

    /// @param directory where its task runs
    static ContainerFolder of(Path directory) {
        return new ContainerFolder(directory.toAbsolutePath().resolveSibling(NAME));
    }

    /// The names of all layers that a task of this node has, or had before its next attempt.
    ///
    /// @param runs with a folder for each run, and in that one for each task
    static Set<String> used(Path runs) {
        var all = new HashSet<String>();
        try (var found = Files.newDirectoryStream(runs)) {
            for (var run : found) addUsed(run, all);
        } catch (IOException | DirectoryIteratorException e) {
            // there are no runs
        }
        return all;
    }

    private static void addUsed(Path run, Set<String> all) {
        try (var tasks = Files.newDirectoryStream(run)) {
            for (var task : tasks) {
                var layers = task.resolve(NAME).resolve(LAYERS);
                if (Files.isRegularFile(layers)) all.addAll(Files.readAllLines(layers));
            }
        } catch (IOException | DirectoryIteratorException e) {
            // it has just gone
        }
    }

    /// @param root the number of its root on this node
    void make(List<String> layers, int root) throws IOException {
        Files.createDirectory(top);
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx------"));
        Files.write(top.resolve(LAYERS), layers);
        Files.createDirectory(state());
        Files.createDirectory(work());
        Files.createDirectory(changes());
        Files.setPosixFilePermissions(changes(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(changes(), "unix:uid", root);
        Files.setAttribute(changes(), "unix:gid", root);
    }

    /// The names of its layers, the lowest first.
    List<String> layers() throws IOException {
        return Files.readAllLines(top.resolve(LAYERS));
    }

    Path changes() {
        return top.resolve("changes");
    }

    Path work() {
        return top.resolve("work");
    }

    /// With what its runtime keeps.
    Path state() {
        return top.resolve("state");
    }

    Path process() {
        return top.resolve("process");
    }

    Path log() {
        return top.resolve("log");
    }

    Path config() {
        return top.resolve("config.json");
    }

    /// Its environment, each entry up to a zero byte.
    Path environment() {
        return top.resolve("environment");
    }

    /// The number of its user on this node.
    Path user() {
        return top.resolve("user");
    }
}
