package dev.skerry.cluster.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Folders and files that nobody may change but the user whom this process runs as. What is not so
/// is not used: whoever can change the data of a server is its master.
public final class Guarded {
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;
    private static final int OTHERS = 0077;
    private static final int PERMISSIONS = 0777;
    private static final int ROOT = 0;

    private static final Set<PosixFilePermission> OWN =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> WAY =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private Guarded() {}

    /// Makes the folder for its user alone, whatever the umask is; those on the way to it can be
    /// entered by all. One that is there stays as it is.
    public static void make(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return;
        var parent = folder.toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent))
            Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(WAY));
        Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWN));
        Files.setPosixFilePermissions(folder, OWN);
    }

    /// Refuses a folder that others own, can write into, or can put another in the place of.
    ///
    /// @param role whose it is, for the words: `server` or `agent`
    public static void check(Path folder, String role) throws IOException {
        var own = self();
        var real = folder.toRealPath();
        way(folder.toAbsolutePath(), own);
        way(real, own);
        if (uid(real) != own)
            throw new IOException(
                    "the folder %s belongs to %s, and this %s runs as user %d; `chown -R %d %s`"
                                    .formatted(folder, owner(real), role, own, own, folder)
                            + " gives it to that one");
        if ((mode(real) & (GROUP_WRITES | OTHERS_WRITE)) != 0)
            throw new IOException(
                    "others than its owner can write into the folder %s (mode %o); `chmod go-w %s`"
                                    .formatted(folder, mode(real) & PERMISSIONS, folder)
                            + " ends that");
    }

    /// Refuses a file with a key that others own, can read or can change. There need be none.
    public static void checkKey(Path file) throws IOException {
        try {
            var real = file.toRealPath();
            if (Files.isDirectory(real))
                throw new IOException("the key %s is a folder; move it away".formatted(file));
            if (uid(real) != self())
                throw new IOException(
                        "the key %s belongs to %s; `chown %d %s` gives it to whom this runs as"
                                .formatted(file, owner(real), self(), file));
            if ((mode(real) & OTHERS) != 0)
                throw new IOException(
                        "others than its owner can read or change the key %s (mode %o); `chmod 600"
                                        .formatted(file, mode(real) & PERMISSIONS)
                                + " %s` ends that".formatted(file));
        } catch (NoSuchFileException _) {
            // it will be made
        }
    }

    /// Each step to it stays what it is: nobody else can rename it, or lead it elsewhere.
    private static void way(Path path, int own) throws IOException {
        for (var at = path; at.getParent() != null; at = at.getParent()) {
            int open = mode(at.getParent());
            boolean link = Files.isSymbolicLink(at);
            boolean writable = (open & OTHERS_WRITE) != 0 || (link && (open & GROUP_WRITES) != 0);
            if (!writable) continue;
            if ((open & STICKY) == 0)
                throw new IOException(
                        ("others can put something else in the place of %s; `chmod go-w %s` ends"
                                        + " that")
                                .formatted(at, at.getParent()));
            int owner = uid(at);
            if (owner != own && owner != ROOT)
                throw new IOException(
                        "%s is a %s of %s in a folder of all; name another with --data"
                                .formatted(at, link ? "link" : "folder", owner(at)));
        }
    }

    /// The user whom this process runs as.
    private static int self() throws IOException {
        var status = Path.of("/proc/self/status");
        for (var line : Files.readAllLines(status))
            if (line.startsWith("Uid:")) return Integer.parseUnsignedInt(line.split("\\s+", -1)[2]);
        throw new IOException(status + " does not say as whom this runs");
    }

    private static int uid(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    }

    private static String owner(Path path) throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName();
    }
}
