package dev.skerry.server.backup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.server.ServerRooms;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellFileTest {
    private static final CellFile.Preamble HEAD =
            new CellFile.Preamble(42, "0011223344556677", "0.1.0", "2026-01-01T00:00:00Z", "key\n");

    @TempDir Path folder = Path.of("");
    private Path file = Path.of("");
    private byte[] whole = new byte[0];

    @BeforeEach
    void write() throws IOException {
        var bytes = new ByteArrayOutputStream();
        CellFile.write(HEAD, ServerRooms.empty(), ServerRooms.SAVED, bytes);
        whole = bytes.toByteArray();
        file = folder.resolve("a.cell");
    }

    private CellFile.Content read(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        return CellFile.read(file, ServerRooms.empty(), ServerRooms.SAVED);
    }

    private String refused(byte[] bytes) {
        return assertThrows(IOException.class, () -> read(bytes)).getMessage() + "";
    }

    private String refused(String bytes) {
        return refused(bytes.getBytes(ISO_8859_1));
    }

    private String text() {
        return new String(whole, ISO_8859_1);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        assertEquals(HEAD, read(whole).head());
    }

    /// Files last longer than builds: if this fails, add a format, and do not change the bytes.
    @Test
    void itBeginsAndEndsAsItEverDid() {
        var begin =
                """
                skerry cell 1
                index 42
                epoch 0011223344556677
                version 0.1.0
                taken 2026-01-01T00:00:00Z
                authority 4
                key
                skerry house 3
                """;
        assertTrue(text().startsWith(begin), text());
        assertTrue(text().substring(text().length() - 76).matches("end\nsha256 [0-9a-f]{64}\n"));
    }

    @Test
    void whatIsNoBackupIsSaidToBeNone() {
        for (var other : new String[] {"", "hello\n", "skerry cell one\n", "x".repeat(5_000)})
            assertEquals(
                    file + " is no backup of a cell: `skerry cell backup FILE` makes one.",
                    refused(other));
        var thrown =
                assertThrows(
                        IOException.class,
                        () -> CellFile.read(folder, ServerRooms.empty(), ServerRooms.SAVED));
        assertTrue((thrown.getMessage() + "").contains("is no backup of a cell"), thrown::toString);
        assertThrows(
                IOException.class,
                () ->
                        CellFile.read(
                                folder.resolve("none"), ServerRooms.empty(), ServerRooms.SAVED));
    }

    @Test
    void whatIsTooLargeIsNotRead() throws IOException {
        Files.write(file, whole);
        try (var large = FileChannel.open(file, StandardOpenOption.WRITE)) {
            large.write(ByteBuffer.wrap(new byte[1]), CellFile.BYTES_MAX); // a hole before it
        }
        var thrown =
                assertThrows(
                        IOException.class,
                        () -> CellFile.read(file, ServerRooms.empty(), ServerRooms.SAVED));
        assertTrue((thrown.getMessage() + "").contains("is no backup of a cell"), thrown::toString);
        var said = refused(text().replaceFirst("authority 4", "authority 65537"));
        assertTrue(said.contains("authority is no number"), said);
    }

    @Test
    void oneOfAnotherVersionNamesIt() {
        var newer = refused(text().replaceFirst("cell 1", "cell 2"));
        assertTrue(newer.contains("has the format 2, and this version reads 1"), newer);
        assertTrue(newer.contains("a newer version of Skerry"), newer);
        var older = refused(text().replaceFirst("cell 1", "cell 0"));
        assertTrue(older.contains("an older version of Skerry"), older);
        var room = refused(text().replaceFirst("house 3\n", "house 3\nroom lanterns\n"));
        assertTrue(room.contains("holds \"lanterns\""), room);
        assertTrue(room.contains("written by Skerry 0.1.0; use that one"), room);
    }

    @Test
    void oneThatIsCutAnywhereIsSaidToBe() {
        for (int length = 20; length < whole.length; length++) {
            var said = refused(Arrays.copyOf(whole, length));
            assertTrue(said.startsWith(file + " is cut"), length + ": " + said);
        }
    }

    /// One letter, anywhere.
    @Test
    void noneThatIsDamagedIsTaken() {
        for (int at = 0; at < whole.length; at++) {
            var damaged = whole.clone();
            damaged[at] ^= 1;
            var said = refused(damaged);
            assertTrue(said.contains(file.toString()), at + ": " + said);
        }
        var longer = refused(text() + "more");
        assertTrue(longer.contains("something follows its end"), longer);
    }
}
