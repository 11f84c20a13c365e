package dev.skerry.server.authority;

import dev.skerry.cluster.disk.FileTrouble;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Names the history that the log of a data folder is: a node that comes with another epoch has
/// seen another one. It is written last of all: with it the folder is whole.
public final class EpochFile {
    private static final String NAME = "epoch";
    private static final int BYTES = 8;
    private static final String REMEDY =
            "; put a backup in its place, or delete it: then every node is told anew what to run";

    private EpochFile() {}

    /// Whether that folder has one.
    public static boolean isIn(Path data) {
        return Files.exists(data.resolve(NAME));
    }

    /// One that nobody has seen.
    public static void draw(Path data) throws IOException {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        write(data, HexFormat.of().formatHex(bytes));
    }

    public static void write(Path data, String epoch) throws IOException {
        PrivateFile.write(data.resolve(NAME), epoch);
    }

    /// @throws IOException when it is damaged; the message says what to do
    public static String read(Path data) throws IOException {
        var file = data.resolve(NAME);
        try {
            var text = FileTrouble.text(file).strip();
            if (text.matches("[0-9a-f]{%d}".formatted(2 * BYTES))) return text;
        } catch (FileSystemException e) {
            throw new IOException(FileTrouble.words(e) + REMEDY, e);
        }
        throw new IOException(
                "%s is damaged: it should be %d hexadecimal digits".formatted(file, 2 * BYTES)
                        + REMEDY);
    }
}
