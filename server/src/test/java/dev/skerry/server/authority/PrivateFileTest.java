package dev.skerry.server.authority;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrivateFileTest {
    @TempDir Path parent = Path.of("");

    @Test
    void ourOwnFolderIsClosedForOthers() throws IOException {
        var ours = Files.createDirectory(parent.resolve("authority"));
        Files.setPosixFilePermissions(ours, PosixFilePermissions.fromString("rwxr-xr-x"));
        PrivateFile.folder(ours);
        assertEquals("rwx------", mode(ours));
    }

    private static String mode(Path folder) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    }
}
