package dev.skerry.agent.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A folder whose content is to go, though others may still write into it: they have made it, and
/// can exchange a folder for a link while it is being walked.
///
/// So nothing below it is reached by a path. A folder is opened from the handle of the one above,
/// links are removed and never followed, and a folder is taken from its owner before it is listed:
/// from then on what was seen in it stays what it is, and no FIFO can stand where a folder was.
/// Folders in folders are moved to the top one by one: a deep tree costs no more handles or stack
/// than a flat one.
public final class Trash {
    private final Path folder;
    private final UserPrincipal self;
    private final long startNs = System.nanoTime();
    private final ReentrantLock emptying = new ReentrantLock();
    private long moved;

    private Trash(Path folder, UserPrincipal self) {
        this.folder = folder;
        this.self = self;
    }

    /// @param folder is made, if it is not there; on the file system of what it shall take
    public static Trash open(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        return new Trash(folder, Files.getOwner(folder));
    }

    /// Takes something in, in one step, however large it is. What is not there is as good as taken.
    ///
    /// @param doomed in a folder that only this process's user can change
    public void take(Path doomed) throws IOException {
        try {
            Files.move(doomed, folder.resolve(freshName()), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // it has never been made, or went before
        }
    }

    /// Not the name of anything here, in this life or from an earlier one.
    private synchronized String freshName() {
        return "~" + startNs + "." + ++moved;
    }

    /// Removes all that is in it, what others have taken in as well; they wait for each other. What
    /// cannot be removed does not keep the rest.
    ///
    /// @throws IOException the first failure, when all else is gone
    public void empty() throws IOException {
        try {
            emptying.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
        try {
            removeAll();
        } finally {
            emptying.unlock();
        }
    }

    private void removeAll() throws IOException {
        IOException failure = null;
        boolean again = true;
        while (again && !Thread.currentThread().isInterrupted()) {
            again = false;
            failure = null;
            try (var opened = Files.newDirectoryStream(folder)) {
                var top = OpenFolder.secure(opened);
                for (var entry : top) {
                    try {
                        again |= remove(top, name(entry));
                    } catch (IOException e) {
                        if (failure == null) failure = e;
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        if (failure != null) throw failure;
    }

    /// Whether there is more to remove than before: folders from within have come to the top.
    private boolean remove(SecureDirectoryStream<Path> top, Path name) throws IOException {
        if (!isFolder(top, name)) {
            top.deleteFile(name);
            return false;
        }
        boolean more = false;
        try (var inner = own(top, name)) {
            for (var entry : inner) more |= lift(inner, name(entry), top);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        top.deleteDirectory(name);
        return more;
    }

    private boolean lift(
            SecureDirectoryStream<Path> from, Path name, SecureDirectoryStream<Path> top)
            throws IOException {
        if (Thread.currentThread().isInterrupted()) throw interrupted();
        if (!isFolder(from, name)) {
            from.deleteFile(name);
            return false;
        }
        own(from, name).close(); // a folder that may not be written to cannot be moved either
        from.move(name, top, Path.of(freshName()));
        return true;
    }

    private static InterruptedIOException interrupted() {
        return new InterruptedIOException("the agent ends; the next one removes the rest");
    }

    private static boolean isFolder(SecureDirectoryStream<Path> in, Path name) throws IOException {
        return in.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }

    /// Opens a folder, and closes it to everybody else.
    private SecureDirectoryStream<Path> own(SecureDirectoryStream<Path> in, Path name)
            throws IOException {
        var opened = in.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        try {
            var view = opened.getFileAttributeView(PosixFileAttributeView.class);
            if (!view.getOwner().equals(self)) view.setOwner(self);
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Path name(@Nullable Path entry) {
        var name = entry == null ? null : entry.getFileName();
        if (name == null) throw new IllegalStateException("an entry of a folder has a name");
        return name;
    }
}
