package dev.skerry.agent.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that are there as a whole or not at all, whatever ends the writing. Only their owner may
/// read them.
public final class WholeFile {
    /// A file that is made so is its owner's alone, whatever the umask is.
    public static final FileAttribute<Set<PosixFilePermission>> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private WholeFile() {}

    /// Replaces the file, once the disk has all of the text.
    public static void write(Path file, String text) throws IOException {
        var next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        try (var out =
                FileChannel.open(
                        next,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        OWN)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) out.write(bytes);
            out.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolderOf(file);
    }

    /// The text of a file, at most so much of it. Whatever keeps it from being read names the file.
    public static String read(Path file, int bytesMax) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) throw trouble(file, "it is no file");
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(bytesMax), StandardCharsets.UTF_8);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw trouble(file, String.valueOf(e.getMessage()));
        }
    }

    /// What is wrong with a file, with its name.
    public static FileSystemException trouble(Path file, String reason) {
        return new FileSystemException(file.toString(), null, reason);
    }

    /// What was made, renamed or removed beside the file is so after a power cut as well.
    public static void syncFolderOf(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder == null) return;
        try (var opened = FileChannel.open(folder, StandardOpenOption.READ)) {
            opened.force(true);
        }
    }
}
