package dev.skerry.cluster.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/// The folder of one server or one agent, for one process at a time: two would spoil each other's
/// files. The kernel lets go of the lock when the process is gone, however it ended. Nobody else
/// can change anything in it: see [Guarded].
///
/// A file says whose the folder is and in which format, so that neither another role nor another
/// version touches it.
public final class DataFolder implements Closeable {
    /// What this version reads and writes in the folder of each role. It grows when an older
    /// version could not go on with it: a server's has the log, an agent's the journal.
    private static final Map<String, Integer> FORMATS = Map.of("server", 4, "agent", 3);

    private static final int MARK_BYTES_MAX = 64;

    private static final FileAttribute<?> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final FileChannel lock;

    private DataFolder(FileChannel lock) {
        this.lock = lock;
    }

    /// Takes the folder, and makes it when it is not there.
    ///
    /// @param role `server` or `agent`
    /// @throws IOException when it cannot be used; the message says why and what to do
    public static DataFolder take(Path folder, String role) throws IOException {
        FileChannel lock;
        try {
            Guarded.make(folder);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        Guarded.check(folder, role);
        try {
            lock =
                    FileChannel.open(
                            folder.resolve("lock"),
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            OWN);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        try {
            if (!locked(lock))
                throw new IOException(
                        "another %s uses the folder %s; give this one its own with --data"
                                .formatted(role, folder));
            mark(folder, role);
            return new DataFolder(lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static IOException unusable(Path folder, IOException e) {
        return new IOException(
                "the folder %s cannot be used (%s); --data names another"
                        .formatted(folder, FileTrouble.words(e)),
                e);
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // this very process has it
        }
    }

    private static void mark(Path folder, String role) throws IOException {
        var file = folder.resolve("format");
        var own = "skerry " + role + " " + FORMATS.get(role);
        var found = read(file, own);
        if (found.equals(own)) return;
        if (found.isEmpty()) {
            var next = folder.resolve("format.new");
            Files.deleteIfExists(next);
            Files.createFile(next, OWN);
            Files.writeString(next, own + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        var words = found.split(" ", -1);
        boolean known = words.length == 3 && words[0].equals("skerry");
        if (known && !words[1].equals(role))
            throw new IOException(
                    "the folder %s is the data of a Skerry %s; give this %s its own with --data"
                            .formatted(folder, words[1], role));
        throw new IOException(
                ("the folder %s has the format \"%s\", and this version reads \"%s\"; start the"
                                + " version that wrote it, or begin anew with another --data")
                        .formatted(folder, found, own));
    }

    private static String read(Path file, String own) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MARK_BYTES_MAX);
            var text = new String(bytes, StandardCharsets.UTF_8).strip();
            return text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new IOException(
                    "the file %s cannot be read (%s); move it away and write \"%s\" into a new one"
                            .formatted(file, FileTrouble.words(e), own),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
