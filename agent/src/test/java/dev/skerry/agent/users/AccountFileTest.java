package dev.skerry.agent.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountFileTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir Path folder = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void list() throws IOException {
        file = folder.resolve("passwd");
        write("ada:x:1001:1001");
    }

    private void write(String line) throws IOException {
        Files.writeString(file, line + "\n");
        Files.setLastModifiedTime(file, LONG_AGO);
    }

    private String user() throws IOException {
        return AccountFile.lines(file).getFirst()[0];
    }

    @Test
    void whatHasNotChangedIsReadOnce() throws IOException {
        assertSame(AccountFile.lines(file), AccountFile.lines(file));
    }

    @Test
    void aFileInItsPlaceIsRead() throws IOException {
        assertEquals("ada", user());
        var next = Files.writeString(folder.resolve("passwd.new"), "bob:x:1001:1001\n");
        Files.setLastModifiedTime(next, LONG_AGO);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        assertEquals("bob", user());
    }

    @Test
    void aChangeIsSeen() throws IOException {
        assertEquals("ada", user());
        write("grace:x:1001:1001");
        assertEquals("grace", user(), "another size");
        Files.writeString(file, "linus:x:1001:1001\n");
        assertEquals("linus", user(), "another time");
        Files.delete(file);
        assertThrows(NoSuchFileException.class, this::user);
    }

    /// Its time may be the same after the next change.
    @Test
    void whatHasJustChangedIsNotKept() throws IOException {
        Files.writeString(file, "ada:x:1001:1001\n");
        assertNotSame(AccountFile.lines(file), AccountFile.lines(file));
    }

    @Test
    void whatIsTooLargeIsNotRead() throws IOException {
        Files.write(file, new byte[1024 * 1024 + 1]);
        var thrown = assertThrows(IOException.class, this::user);
        assertEquals(file + " exceeds 1 MiB", thrown.getMessage());
    }
}
