package dev.skerry.cli.dev;

import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.OwnFile;
import dev.skerry.cli.show.Words;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// What lasts of a fleet between two starts. While it is open nobody else can open it.
final class DevFolder implements AutoCloseable {
    private static final int TEXT_BYTES_MAX = 64 * 1024;

    private final Path root;
    private final FileChannel lockFile;

    /// Held until [#close].
    private final FileLock lock;

    private DevFolder(Path root, FileChannel lockFile, FileLock lock) {
        this.root = root;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    static DevFolder open(Path path) throws Failure {
        var root = path.toAbsolutePath().normalize();
        try {
            made(root);
            var channel =
                    FileChannel.open(
                            root.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            var lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw taken(root);
            }
            return new DevFolder(root, channel, lock);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    root + " cannot be used: " + Words.trouble(e) + ".",
                    "--data names another folder.");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Failure taken(Path root) throws IOException {
        var about = text(root.resolve("running"));
        return new Failure(
                ExitCode.FAILED,
                "A fleet runs already in " + root + (about.isEmpty() ? "." : ", " + about + "."),
                "Use that one, or end it with Ctrl-C; --data starts another in another folder.");
    }

    Path root() {
        return root;
    }

    Path server() throws IOException {
        return made(root.resolve("server"));
    }

    /// Of one server more.
    Path server(int number) throws IOException {
        return made(root.resolve("servers").resolve(Integer.toString(number)));
    }

    Path node(String name) throws IOException {
        return made(root.resolve("nodes").resolve(name));
    }

    /// What another start is told while this one runs.
    void running(String about) throws IOException {
        OwnFile.write(root.resolve("running"), about);
    }

    Properties settings() throws IOException {
        var settings = new Properties();
        settings.load(new java.io.StringReader(text(root.resolve("fleet"))));
        return settings;
    }

    void keep(Properties settings) throws IOException {
        var lines = new StringBuilder();
        for (var name : settings.stringPropertyNames().stream().sorted().toList())
            lines.append(name).append('=').append(settings.getProperty(name)).append('\n');
        OwnFile.write(root.resolve("fleet"), lines.toString());
    }

    /// Makes a folder that nobody else can write into, whatever the umask is; tasks can enter it.
    static Path made(Path folder) throws IOException {
        var ours = PosixFilePermissions.fromString("rwx--x--x");
        return Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(ours));
    }

    /// The file's text, or nothing when there is none.
    static String text(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(TEXT_BYTES_MAX), StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(root.resolve("running"));
        lock.release();
        lockFile.close();
    }
}
