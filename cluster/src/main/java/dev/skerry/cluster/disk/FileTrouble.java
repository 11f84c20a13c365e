package dev.skerry.cluster.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// What is wrong with a file, for people: many of Java's own messages are but a path.
public final class FileTrouble {
    private FileTrouble() {}

    /// `/etc/x: permission denied`.
    public static String words(IOException e) {
        return e instanceof FileSystemException file
                ? file.getFile() + ": " + reason(file)
                : String.valueOf(e.getMessage());
    }

    private static String reason(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file or folder";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "it is there already, and no folder";
            case NotDirectoryException _ -> "it is no folder";
            default -> e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        };
    }
}
