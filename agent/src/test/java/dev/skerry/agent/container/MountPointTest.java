package dev.skerry.agent.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountPointTest {
    @TempDir Path folder;

    @Test
    void itIsWhereEverybodyComes() throws Exception {
        var own = folder.resolve("containers");
        assertEquals(Path.of("/mnt"), MountPoint.of(own));
        assertEquals("rwx------", permissions(own));
    }

    private static String permissions(Path folder) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    }
}
