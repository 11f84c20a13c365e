package dev.skerry.cli.session;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A small file that only its owner can read.
public final class OwnFile {
    private static final int BYTES_MAX = 64 * 1024;
    private static final Set<PosixFilePermission> OTHERS =
            PosixFilePermissions.fromString("---rwxrwx");
    private static final Set<PosixFilePermission> WRITE =
            PosixFilePermissions.fromString("----w--w-");

    private OwnFile() {}

    /// Replaces it as a whole. A folder that is not there is made, for its owner alone as well.
    public static void write(Path file, String text) throws IOException {
        var whole = file.toAbsolutePath();
        var folder = whole.resolveSibling("");
        if (!Files.exists(folder)) {
            var closed = PosixFilePermissions.fromString("rwx------");
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(closed));
        }
        var own =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var next = whole.resolveSibling(whole.getFileName() + ".new");
        Files.deleteIfExists(next);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var channel = FileChannel.open(next, options, own)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) channel.write(bytes);
            channel.force(true);
        }
        Files.move(next, whole, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Its text, or nothing when there is none.
    public static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /// The same of a file that somebody left in a folder: nothing, when there is none.
    ///
    /// @throws IOException when others than the folder's owner could have put it there, or can read
    ///   it, or it is a link; the message says what to do
    public static String textIn(Path folder, Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return "";
        var real = folder.toRealPath();
        if (Files.getPosixFilePermissions(real).stream().anyMatch(WRITE::contains))
            throw new IOException(
                    "others can write into %s, and may have put it there; `chmod go-w %s`"
                            .formatted(folder, folder));
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
            throw new IOException("it is a link, or no file");
        if (!Files.getOwner(file).equals(Files.getOwner(real)))
            throw new IOException("it belongs to another user than its folder");
        if (open(file)) throw new IOException("others can read it, and may know it by now");
        return text(file);
    }

    /// Whether others than its owner may do anything with it.
    static boolean open(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
