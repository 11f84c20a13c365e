package dev.skerry.agent.cluster;

import dev.skerry.agent.driver.RunFolders;
import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.agent.files.OpenFolder;
import dev.skerry.agent.files.Trash;
import dev.skerry.agent.users.OwnUsers;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The directories of the runs: `runs/ALLOCATION/_alloc` for all its tasks together, a name that no
/// task can have, `runs/ALLOCATION/_secrets/identity` and `payload`, which they read and do not
/// write, `runs/ALLOCATION/TASK/local` for each, and `runs/ALLOCATION/TASK/logs`, which tasks
/// cannot write. `runs/.removed` holds what is to go: no allocation has such a name, and no task
/// comes in.
final class RunDirectories {
    private static final String SECRETS = "_secrets";
    private static final String IDENTITY = "identity";
    private static final String PAYLOAD = "payload";

    /// The bit of a folder with which what is made in it belongs to its group as well.
    private static final int GROUP_STAYS = 02000;

    private final Path runs;
    private final @Nullable OwnUsers users;
    private final Trash removed;

    /// @param users one for each run; null: all tasks run as the agent's own user
    RunDirectories(Path data, @Nullable OwnUsers users) throws IOException {
        this.users = users;
        runs = Files.createDirectories(data.resolve("runs"));
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

    /// The file with who the allocation is.
    static Path identity(Path run) {
        return run.resolve(SECRETS).resolve(IDENTITY);
    }

    /// The file with what its job was dispatched with.
    static Path payload(Path run) {
        return run.resolve(SECRETS).resolve(PAYLOAD);
    }

    /// Whether something stands there.
    boolean hasIdentity(String allocation) {
        return Files.exists(identity(run(allocation)), LinkOption.NOFOLLOW_LINKS);
    }

    /// Writes it for the tasks of a run that was prepared. Where they have a user of their own it
    /// belongs to the agent, in a folder of the agent's: they cannot put anything in its place.
    ///
    /// @throws NoSuchFileException also when the run has no folder for it
    void keepIdentity(String allocation, String text) throws IOException {
        keep(allocation, IDENTITY, text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The same with what its job was dispatched with.
    void keepPayload(String allocation, byte[] bytes) throws IOException {
        keep(allocation, PAYLOAD, bytes);
    }

    private void keep(String allocation, String name, byte[] bytes) throws IOException {
        try (var top = OpenFolder.at(runs);
                var run = top.inner(allocation);
                var secrets = run.inner(SECRETS)) {
            secrets.replace(name, bytes, users == null ? "r--------" : "r--r-----");
        }
    }

    Path local(String allocation, String task) {
        return run(allocation).resolve(task).resolve("local");
    }

    /// What a task has: all of its run to read, its own folder and the shared one to write.
    RunFolders folders(String allocation, String task) {
        var local = local(allocation, task);
        var run = run(allocation);
        return new RunFolders(
                local, List.of(run), List.of(local, shared(run)), List.of(run.resolve(SECRETS)));
    }

    Path logs(String allocation, String task) {
        return run(allocation).resolve(task).resolve("logs");
    }

    /// Where a program that checks a task writes: each check for itself, so that its words are not
    /// taken for those of another.
    Path checkLogs(String allocation, String task, String check) {
        return logs(allocation, task).resolve(TaskHandle.isName(check) ? check : "odd");
    }

    /// Makes what a task needs: closed to all but the run's own users. The driver gives `local` to
    /// the task's user; the group of all of it is the run's own, and is the record of which user it
    /// was given.
    ///
    /// @return the run's own user; empty: there is none but the agent's
    synchronized String prepare(String allocation, String task) throws TaskRefused {
        try {
            var run = run(allocation);
            make(run, 0710, -1);
            int user = user(run);
            if (user >= 0) make(run, 0710, user);
            make(run.resolve(task), 0710, user);
            make(local(allocation, task), 0750, user);
            make(logs(allocation, task), 0700, -1);
            make(shared(run), user < 0 ? 0770 : GROUP_STAYS | 0770, user);
            makeSecrets(run.resolve(SECRETS), user);
            return user < 0 ? "" : Integer.toString(user);
        } catch (IOException e) {
            throw TaskRefused.forNow("its directory cannot be made: " + FileTrouble.words(e));
        }
    }

    /// The user of a run that was prepared; empty: there is none but the agent's.
    String user(String allocation) throws TaskRefused {
        if (users == null) return "";
        try {
            int user = group(run(allocation));
            if (users.contains(user)) return Integer.toString(user);
            throw TaskRefused.forNow("its directory has not been made");
        } catch (IOException e) {
            throw TaskRefused.forNow("its directory cannot be looked at: " + FileTrouble.words(e));
        }
    }

    private int user(Path run) throws IOException, TaskRefused {
        return users == null ? -1 : users.claim(run, group(run));
    }

    private static int group(Path folder) throws IOException {
        return (Integer) Files.getAttribute(folder, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    }

    /// One step after the other, since another owner takes bits of a mode away.
    private static void make(Path folder, int mode, int group) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) Files.createDirectory(folder);
        if (group >= 0) Files.setAttribute(folder, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(folder, "unix:mode", mode);
    }

    /// Where tasks run as the agent's own user they can put something else in its place: it goes.
    private static void makeSecrets(Path folder, int group) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) Files.deleteIfExists(folder);
        make(folder, group < 0 ? 0700 : GROUP_STAYS | 0750, group);
    }

    /// Takes a run out of everybody's reach, in one step; [#emptyRemoved] does the long rest.
    void remove(String allocation) throws IOException {
        var run = run(allocation);
        boolean there = Files.isDirectory(run, LinkOption.NOFOLLOW_LINKS);
        int user = there ? group(run) : -1;
        removed.take(run);
        if (users != null) users.release(user, run);
    }

    /// Removes what was taken away, in this life of the agent or in an earlier one.
    void emptyRemoved() throws IOException {
        removed.empty();
    }

    /// Gives the users back of runs that an earlier life of the agent took away, and was killed
    /// before it did.
    void releaseGone() throws IOException {
        if (users != null) users.releaseGone(runs);
    }

    private static void permit(Path directory, String permissions) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    }
}
