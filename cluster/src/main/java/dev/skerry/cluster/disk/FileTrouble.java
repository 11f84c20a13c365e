package dev.skerry.cluster.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// What is wrong with a file, for people: many of Java's own messages are but a path.
public final class FileTrouble {
    private static final int CAUSES_MAX = 50;
    private static final String LOOP = "Too many levels of symbolic links";

    private FileTrouble() {}

    /// `/etc/x: permission denied`.
    public static String words(IOException e) {
        return e instanceof FileSystemException file
                ? file.getFile() + ": " + reason(file)
                : String.valueOf(e.getMessage());
    }

    /// As a sentence's part, whatever it is: never the name of a class.
    public static String words(Throwable e) {
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
        return system.startsWith(LOOP) ? "it is a link to itself" : system;
    }
}
