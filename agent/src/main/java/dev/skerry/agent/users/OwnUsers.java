package dev.skerry.agent.users;

import dev.skerry.agent.driver.TaskRefused;
import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// User numbers that belong to nobody, one for each run: what a run may read, another may not.
///
/// All agents of a machine claim them in one folder, where a link named by the number leads to the
/// run's directory. A claim whose directory is gone counts no more.
public final class OwnUsers {
    /// As systemd has it for services with a user of their own.
    public static final int LOW = 61_184;

    public static final int HIGH = 65_519;

    private static final Object ONE_AGENT_AT_A_TIME = new Object();

    private final int low;
    private final int high;
    private final Path claims;
    private final Path etc;
    private final Path others;

    private OwnUsers(int low, int high, Path claims, Path etc, Path others) {
        this.low = low;
        this.high = high;
        this.claims = claims;
        this.etc = etc;
        this.others = others;
    }

    /// Those of this machine.
    public static OwnUsers of(int low, int high) {
        return new OwnUsers(
                low,
                high,
                Path.of("/run/skerry/users"),
                Path.of("/etc"),
                Path.of("/run/systemd/dynamic-uid"));
    }

    /// @param claims the folder of claims
    /// @param etc holds `passwd` and `group`, whose numbers are taken
    public static OwnUsers at(int low, int high, Path claims, Path etc) {
        return new OwnUsers(low, high, claims, etc, claims.resolve("none"));
    }

    /// The number of a user of this machine; -1: there is none of that name.
    public static long number(String user) {
        try {
            return Account.find(Path.of("/etc"), user).uid();
        } catch (TaskRefused _) {
            return -1;
        }
    }

    public boolean contains(int user) {
        return user >= low && user <= high;
    }

    /// A user for this run: the one that it has, or one that nobody has.
    ///
    /// @param run its directory, which is there
    /// @param before what it has; a number outside of the range: none yet
    public int claim(Path run, int before) throws TaskRefused {
        try {
            if (!Files.isDirectory(claims)) Files.createDirectories(claims);
            synchronized (ONE_AGENT_AT_A_TIME) {
                try (var file = lockFile();
                        var _ = file.lock()) {
                    if (contains(before)) return keep(before, run);
                    return choose(run);
                }
            }
        } catch (IOException e) {
            throw TaskRefused.forNow(
                    "no user of its own can be claimed in "
                            + claims
                            + " for it: "
                            + FileTrouble.words(e));
        }
    }

    private FileChannel lockFile() throws IOException {
        return FileChannel.open(
                claims.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private int keep(int user, Path run) throws IOException, TaskRefused {
        if (taken(user, run))
            throw TaskRefused.forGood(
                    "its user %d has been given to another run since: see %s"
                            .formatted(user, claim(user)));
        write(user, run);
        return user;
    }

    /// Begins somewhere in the range, so that a number is not used again at once.
    private int choose(Path run) throws IOException, TaskRefused {
        int size = high - low + 1;
        int first = Math.floorMod(run.toString().hashCode(), size);
        for (int i = 0; i < size; i++) {
            int user = low + (first + i) % size;
            if (taken(user, run) || Account.listed(etc, user)) continue;
            if (Files.exists(others.resolve(Integer.toString(user)))) continue;
            write(user, run);
            return user;
        }
        throw TaskRefused.forNow(
                "all users from %d to %d are in use; users.own gives the agent more"
                        .formatted(low, high));
    }

    private boolean taken(int user, Path run) throws IOException {
        var holder = holder(claim(user));
        return holder != null && !holder.equals(run.toAbsolutePath()) && !isGone(holder);
    }

    private Path claim(int user) {
        return claims.resolve(Integer.toString(user));
    }

    /// The directory of the run that has it; null: none.
    private static @Nullable Path holder(Path claim) throws IOException {
        try {
            return Files.readSymbolicLink(claim);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /// Not so where it cannot be looked at.
    private static boolean isGone(Path holder) {
        return Files.notExists(holder, LinkOption.NOFOLLOW_LINKS);
    }

    private void write(int user, Path run) throws IOException {
        var claim = claim(user);
        Files.deleteIfExists(claim);
        Files.createSymbolicLink(claim, run.toAbsolutePath());
    }

    /// The run has gone.
    public void release(int user, Path run) throws IOException {
        var claim = claim(user);
        if (!contains(user) || !Files.isSymbolicLink(claim)) return;
        synchronized (ONE_AGENT_AT_A_TIME) {
            try (var file = lockFile();
                    var _ = file.lock()) {
                if (run.toAbsolutePath().equals(holder(claim))) Files.deleteIfExists(claim);
            }
        }
    }

    /// Releases what runs in a folder had that are there no more: an agent that was killed may have
    /// taken a run away without its user.
    ///
    /// Of other folders nothing is released: from here a run that was removed looks like one on a
    /// disk that is not mounted just now, which needs its claim when it is back. What stays does no
    /// harm: it keeps its number from nobody, there is one for each number at most, and none is
    /// left when the machine starts anew, as `/run` is empty then.
    ///
    /// @param runs the agent's own folder of runs, which is there
    public void releaseGone(Path runs) throws IOException {
        if (!Files.isDirectory(claims)) return;
        var own = runs.toAbsolutePath();
        synchronized (ONE_AGENT_AT_A_TIME) {
            try (var file = lockFile();
                    var _ = file.lock();
                    var all = Files.newDirectoryStream(claims, Files::isSymbolicLink)) {
                for (var claim : all) {
                    var holder = holder(claim);
                    if (holder == null || !own.equals(holder.getParent())) continue;
                    if (isGone(holder)) Files.deleteIfExists(claim);
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
    }
}
