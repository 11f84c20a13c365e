package dev.skerry.cluster.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FileTroubleTest {
    private static final Path DATA = Path.of("/var/lib/skerry");

    @Test
    void aPathByItselfSaysNothing() {
        assertEquals("/etc/x: permission denied", words(new AccessDeniedException("/etc/x")));
        assertEquals(
                "/etc/x: there is no such file or folder",
                words(new NoSuchFileException("/etc/x")));
        assertEquals(
                "/etc/x: the disk is full; make room there",
                words(new FileSystemException("/etc/x", null, "No space left on device")));
    }

    /// What is written to an open file fails without the file's name.
    @Test
    void theSystemsWordOfADiskGetsTheFoldersName() {
        var full = new IOException("No space left on device");
        assertEquals(
                "/var/lib/skerry: the disk is full; make room there",
                words(FileTrouble.in(DATA, full)));
        var quota = new IOException("Disk quota exceeded");
        assertEquals(
                "/var/lib/skerry: the quota of its user is used up; make room there",
                words(FileTrouble.in(DATA, quota)));
        var broken = new IOException("Input/output error");
        assertEquals("/var/lib/skerry: Input/output error", words(FileTrouble.in(DATA, broken)));
        var other = new IOException("another agent uses the folder /var/lib/skerry");
        assertSame(other, FileTrouble.in(DATA, other));
        var named = new AccessDeniedException("/etc/x");
        assertSame(named, FileTrouble.in(DATA, named));
    }

    @Test
    void noClassIsNamed() {
        var full = new IOException("No space left on device");
        assertEquals("the disk is full; make room there", words(full));
        assertEquals("the disk is full; make room there", words(new UncheckedIOException(full)));
        assertEquals(
                "/etc/x: permission denied",
                words(new UncheckedIOException(new AccessDeniedException("/etc/x"))));
        assertEquals("a fault of the program", words(new IllegalStateException()));
    }

    private static String words(Throwable e) {
        return FileTrouble.words(e);
    }
}
