package dev.skerry.cluster.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/// What is wrong with a file, for people: many of Java's own messages are but a path.
public final class FileTrouble {
    private static final int CAUSES_MAX = 50;
    private static final String LOOP = "Too many levels of symbolic links";

    private static final String FULL = "No space left on device";
    private static final String QUOTA = "Disk quota exceeded";
    private static final List<String> DISKS =
            List.of(FULL, QUOTA, "Input/output error", "Read-only file system");

    private FileTrouble() {}

    /// `/etc/x: permission denied`.
    public static String words(IOException e) {
        return e instanceof FileSystemException file
                ? file.getFile() + ": " + reason(file)
                : reason(String.valueOf(e.getMessage()));
    }

    /// The same with the name of the folder, when it is but the system's word of a disk: what is
    /// written to says not where it is.
    public static IOException in(Path folder, IOException e) {
        var said = String.valueOf(e.getMessage());
        if (e instanceof FileSystemException || DISKS.stream().noneMatch(said::startsWith))
            return e;
        var named = new FileSystemException(folder.toString(), null, said);
        named.initCause(e);
        return named;
    }

    /// Where a file is made anew when there is none: what stands in its place can go.
    public static IOException inTheWay(FileSystemException e) {
        var words = words(e);
        return new IOException(words.contains("; ") ? words : words + "; move it away", e);
    }

    /// The text of a file. Whatever keeps it from being read names the file: that it is a folder,
    /// or that the disk fails, Java says without.
    public static String text(Path file) throws FileSystemException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            var named = new FileSystemException(file.toString(), null, e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    /// As a sentence's part, whatever it is: never the name of a class.
    public static String words(Throwable e) {
        if (e instanceof UncheckedIOException
                && e.getCause() instanceof IOException io
                && io.getMessage() != null) return words(io);
        if (e instanceof IOException io && !(io.getMessage() == null)) return words(io);
        var message = e.getMessage();
        return message == null || message.isBlank() ? "a fault of the program" : message;
    }

    /// What everything else followed from.
    public static Throwable first(Throwable e) {
        var at = e;
        for (int i = 0; i < CAUSES_MAX && at.getCause() != null; i++) at = at.getCause();
        return at;
    }

    private static String reason(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is there already, and no folder";
            case NotDirectoryException _ -> "it is no folder";
            case DirectoryNotEmptyException _ -> "it is a folder with something in it";
            default -> reason(String.valueOf(e.getReason()));
        };
    }

    private static String reason(String system) {
        if (system.equals("null")) return "it cannot be used";
        if (system.startsWith(FULL)) return "the disk is full; make room there";
        if (system.startsWith(QUOTA)) return "the quota of its user is used up; make room there";
        return system.startsWith(LOOP) ? "it is a link to itself" : system;
    }
}
