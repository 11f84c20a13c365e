package dev.skerry.agent.users;

import dev.skerry.agent.driver.TaskRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The way of tasks to their folders: their users must come through every folder above, and
/// programs must run there. One look says for the node what each task would meet for itself.
public final class Passage {
    private static final Path ETC = Path.of("/etc");

    private final Path data;
    private final @Nullable String user;
    private final Path etc;

    private Passage(Path data, @Nullable String user, Path etc) {
        this.data = data.toAbsolutePath();
        this.user = user;
        this.etc = etc;
    }

    /// @param data the agent's directory
    /// @param user runs the tasks, by name or number; null: the agent's own user
    public static Passage of(Path data, @Nullable String user) {
        return new Passage(data, user, ETC);
    }

    static Passage at(Path data, @Nullable String user, Path etc) {
        return new Passage(data, user, etc);
    }

    /// What no task gets past, and what to do, as a sentence; empty: nothing.
    public String trouble() {
        var shim = data.resolve("exec").resolve("skerry-shim");
        if (Files.isRegularFile(shim) && !Files.isExecutable(shim))
            return "no task can start: no program may be run in %s; %s"
                    .formatted(
                            shim.getParent(), "mount it without noexec, or choose another --data");
        try {
            var folder = barred();
            if (folder == null) return "";
            return "no task can start: user %s of the tasks cannot enter %s (%s); %s"
                    .formatted(
                            user,
                            folder,
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)),
                            "chmod o+x it, or choose another --data");
        } catch (TaskRefused e) {
            return "no task can start: " + e.reason() + "; --user names another";
        } catch (IOException e) {
            return ""; // it has just gone; whoever needs it says so
        }
    }

    /// Whether the tasks come into that folder.
    ///
    /// @param user runs them, by name or number; empty: the agent's own user
    public static boolean open(Path folder, String user) {
        try {
            return of(folder, user.isEmpty() ? null : user).barred() == null;
        } catch (TaskRefused | IOException e) {
            return false;
        }
    }

    /// The first folder that they cannot enter; null: there is none.
    private @Nullable Path barred() throws TaskRefused, IOException {
        if (user == null) return null;
        var account = Account.find(etc, user);
        for (var folder : above()) {
            var seen = Files.readAttributes(folder, PosixFileAttributes.class);
            if (!enters(account, folder, seen)) return folder;
        }
        return null;
    }

    /// From the root to the agent's directory, by its name and where links lead.
    private Set<Path> above() throws IOException {
        var all = new LinkedHashSet<Path>();
        for (var way : List.of(data, data.toRealPath())) {
            for (int i = 0; i <= way.getNameCount(); i++)
                all.add(i == 0 ? way.getRoot() : way.getRoot().resolve(way.subpath(0, i)));
        }
        return all;
    }

    /// As the kernel decides: the owner's permissions, else the group's, else everybody's.
    private static boolean enters(Account account, Path folder, PosixFileAttributes seen)
            throws IOException {
        if (account.uid() == 0) return true;
        long owner = Integer.toUnsignedLong((Integer) Files.getAttribute(folder, "unix:uid"));
        long group = Integer.toUnsignedLong((Integer) Files.getAttribute(folder, "unix:gid"));
        var needed =
                owner == account.uid()
                        ? PosixFilePermission.OWNER_EXECUTE
                        : account.groups().contains(group)
                                ? PosixFilePermission.GROUP_EXECUTE
                                : PosixFilePermission.OTHERS_EXECUTE;
        return seen.permissions().contains(needed);
    }
}
