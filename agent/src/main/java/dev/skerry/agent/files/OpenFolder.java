package dev.skerry.agent.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A folder by its handle: what is done in it is done there, whatever others put at its path
/// meanwhile. No link is followed on the way into it.
public final class OpenFolder implements AutoCloseable {
    private final SecureDirectoryStream<Path> opened;

    private OpenFolder(SecureDirectoryStream<Path> opened) {
        this.opened = opened;
    }

    /// @param folder that only this process's user can exchange
    @SuppressWarnings("StreamResourceLeak") // what is returned is closed by whoever opened it
    public static OpenFolder at(Path folder) throws IOException {
        return new OpenFolder(secure(Files.newDirectoryStream(folder)));
    }

    /// The one of that name in it.
    ///
    /// @throws IOException also when it is a link, or no folder
    public OpenFolder inner(String name) throws IOException {
        return new OpenFolder(opened.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
    }

    /// Puts a file in the place of the one of that name, in one step: who reads it reads one of
    /// both. A link of that name goes; what it leads to stays as it is. After a power cut there may
    /// be neither.
    ///
    /// @param permissions as `r--r-----`
    public void replace(String name, byte[] bytes, String permissions) throws IOException {
        var next = Path.of(name + ".new");
        try {
            opened.deleteFile(next);
        } catch (NoSuchFileException e) {
            // as it should be
        }
        var closed = PosixFilePermissions.fromString("rw-------");
        try (var out =
                opened.newByteChannel(
                        next,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS),
                        PosixFilePermissions.asFileAttribute(closed))) {
            var left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) out.write(left);
        }
        opened.getFileAttributeView(next, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setPermissions(PosixFilePermissions.fromString(permissions));
        opened.move(next, opened, Path.of(name));
    }

    /// The same, as what reaches into folders by their handles; closed, where there is none.
    static SecureDirectoryStream<Path> secure(DirectoryStream<Path> opened) throws IOException {
        if (opened instanceof SecureDirectoryStream<Path> secure) return secure;
        opened.close();
        throw new IOException("this system opens no folders from the handle of another");
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
