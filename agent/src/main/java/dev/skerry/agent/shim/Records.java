package dev.skerry.agent.shim;

import dev.skerry.agent.driver.Exit;
import dev.skerry.agent.driver.TaskHandle;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The shims' records on disk: one directory per run, lines of `key=value` in its files.
record Records(Path tasks, Path exits) {
    private static final int SIGKILL = 9;
    private static final int SIGNAL_MAX = 64;

    /// What a wrapper adds to the signal that ended what it wraps, and returns.
    private static final int BY_SIGNAL = 128;

    private static final String GONE = ".gone"; // no driver is called so

    /// A run as its shim wrote it down when it had started.
    record Start(Ids ids, Instant at, String boot, List<Path> cgroups, First first) {}

    /// What the first process of a task is.
    enum First {
        /// The task's program.
        PROGRAM,
        /// A wrapper, behind which it runs.
        WRAPPER,
        /// The first of a container.
        CONTAINED
    }

    /// The task's first process and its shim, each with the tick of its start.
    record Ids(long pid, long pidStart, long shim, long shimStart) {
        boolean shimAlive() {
            return ProcessStat.alive(shim, shimStart);
        }
    }

    static Records under(Path directory) throws IOException {
        Files.createDirectories(directory);
        permit(directory, "rwx--x--x"); // the shim in it is started by whoever runs a task
        return new Records(closed(directory.resolve("tasks")), closed(directory.resolve("exits")));
    }

    private static Path closed(Path folder) throws IOException {
        Files.createDirectories(folder);
        permit(folder, "rwx------");
        return folder;
    }

    private static void permit(Path folder, String permissions) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(permissions));
    }

    Path of(TaskHandle handle) {
        return tasks.resolve(handle.toString());
    }

    Path control(TaskHandle handle) {
        return of(handle).resolve("control");
    }

    /// Every run that has a directory here.
    List<TaskHandle> all() throws IOException {
        return all(_ -> true);
    }

    private List<TaskHandle> all(DirectoryStream.Filter<Path> which) throws IOException {
        var found = new ArrayList<TaskHandle>();
        for (var entry : entries(tasks, which)) {
            var name = String.valueOf(entry.getFileName());
            var handle = name.endsWith(GONE) ? null : TaskHandle.parse(name);
            if (handle != null) found.add(handle);
        }
        return found;
    }

    /// The run of an attempt that has a directory here, whatever its driver; null: none has.
    @Nullable TaskHandle find(TaskHandle attempt) throws IOException {
        if (Files.exists(of(attempt), LinkOption.NOFOLLOW_LINKS)) return attempt;
        var word =
                new TaskHandle(attempt.allocation(), attempt.task(), attempt.attempt()).toString();
        for (var handle : all(it -> String.valueOf(it.getFileName()).startsWith(word)))
            if (handle.sameAttempt(attempt)) return handle;
        return null;
    }

    /// How the run was started; null when it never was.
    @Nullable Start start(TaskHandle handle) throws IOException {
        var cgroups = new ArrayList<Path>();
        var fields = Fields.read(of(handle).resolve("started"));
        var boot = fields.values().get("boot");
        if (!fields.there("boot") || boot == null) return null;
        for (var path : fields.cgroups()) {
            // whatever a damaged record says, nothing else is killed by it
            if (path.endsWith(handle.toString())) cgroups.add(path);
        }
        var ids =
                new Ids(
                        fields.number("pid"),
                        fields.number("pidStart"),
                        fields.number("shim"),
                        fields.number("shimStart"));
        var at = Instant.ofEpochMilli(fields.number("at"));
        return new Start(ids, at, boot, cgroups, first(fields));
    }

    /// How the run ended; null when it did not, as far as is known.
    @Nullable Exit exit(TaskHandle handle) throws IOException {
        var fields = Fields.read(of(handle).resolve("exit"));
        if (!fields.there("droppedBytes")) return null;
        int code = (int) fields.number("code");
        int signal = (int) fields.number("signal");
        if (wrapped(fields) && code > BY_SIGNAL && code - BY_SIGNAL <= SIGNAL_MAX) {
            signal = code - BY_SIGNAL;
            code = 0;
        }
        return new Exit(
                code, signal, starved(fields, signal), Instant.ofEpochMilli(fields.number("at")));
    }

    /// Shims of before had neither wrappers nor containers, and say nothing of them.
    private static First first(Fields fields) {
        if (wrapped(fields)) return First.WRAPPER;
        return "1".equals(fields.values().get("contained")) ? First.CONTAINED : First.PROGRAM;
    }

    private static boolean wrapped(Fields fields) {
        return "1".equals(fields.values().get("wrapped"));
    }

    /// The kernel counts what it kills in the whole cgroup. It kills by SIGKILL, as others do: the
    /// first process was among them when nobody had ordered its end.
    private static Exit.Starved starved(Fields fields, int signal) throws IOException {
        if (fields.number("oomKilled") == 0) return Exit.Starved.NONE;
        boolean ordered =
                "1".equals(fields.values().get("killed")); // unknown to shims of earlier versions
        return signal == SIGKILL && !ordered ? Exit.Starved.FIRST : Exit.Starved.OTHERS;
    }

    /// Whether a shim holds this run, even one that has not written anything yet.
    boolean held(TaskHandle handle) throws IOException {
        var file = of(handle).resolve("lock");
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return false; // no shim's
        try (var lock = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var mine = lock.tryLock();
            return mine == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /// Removes the directory of a run. Only for runs that no shim holds. With the name of its run
    /// it is there as a whole or not at all: half of a record would tell of another end.
    void remove(TaskHandle handle) throws IOException {
        var gone = tasks.resolve(handle + GONE);
        try {
            Files.move(of(handle), gone, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            return;
        }
        delete(gone);
    }

    /// Removes what an agent has left here that died at a bad moment: removals that it had begun,
    /// and news of ends that nobody will read.
    void sweep() throws IOException {
        for (var entry : entries(tasks)) {
            if (String.valueOf(entry.getFileName()).endsWith(GONE)) delete(entry);
        }
        for (var entry : entries(exits)) delete(entry);
    }

    /// Whatever it is: only the agent and its shims come here.
    private static void delete(Path doomed) throws IOException {
        if (Files.isDirectory(doomed, LinkOption.NOFOLLOW_LINKS))
            for (var entry : entries(doomed)) delete(entry);
        Files.deleteIfExists(doomed);
    }

    private static List<Path> entries(Path directory) throws IOException {
        return entries(directory, _ -> true);
    }

    private static List<Path> entries(Path directory, DirectoryStream.Filter<Path> which)
            throws IOException {
        var found = new ArrayList<Path>();
        try (var entries = Files.newDirectoryStream(directory, which)) {
            for (var entry : entries) found.add(entry);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }
}
