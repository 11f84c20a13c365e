package dev.skerry.agent.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipLookTest {
    private static final byte[] TEXT = "a text ".repeat(100).getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private Path zip(int others, String comment) throws Exception {
        var file = folder.resolve("z");
        try (var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.setComment(comment);
            for (int i = 0; i < others; i++) {
                var entry = new ZipEntry("some/other/file-" + i);
                entry.setExtra(new byte[] {1, 2, 4, 0, 9, 9, 9, 9});
                out.putNextEntry(entry);
            }
            out.putNextEntry(new ZipEntry("Dir/Text"));
            out.write(TEXT);
            var stored = new ZipEntry("stored");
            var sum = new CRC32();
            sum.update(TEXT);
            stored.setMethod(ZipEntry.STORED);
            stored.setSize(TEXT.length);
            stored.setCrc(sum.getValue());
            out.putNextEntry(stored);
            out.write(TEXT);
        }
        return file;
    }

    private static void readsAll(Path file) throws Exception {
        try (var zip = ZipLook.open(file)) {
            assertArrayEquals(TEXT, zip.read("Dir/Text", false, 10_000));
            assertArrayEquals(TEXT, zip.read("stored", false, 10_000));
            assertArrayEquals(Arrays.copyOf(TEXT, 8), zip.read("Dir/Text", false, 8));
            assertArrayEquals(Arrays.copyOf(TEXT, 8), zip.read("stored", false, 8));
            assertArrayEquals(TEXT, zip.read("DIR/TEXT", true, 10_000));
            assertNull(zip.read("DIR/TEXT", false, 8));
            assertNull(zip.read("no", false, 8));
        }
    }

    @Test
    void whatIsInItIsFound() throws Exception {
        readsAll(zip(0, ""));
        readsAll(zip(3, "a comment"));
        readsAll(zip(20_000, "x".repeat(60_000)));
        readsAll(zip(70_000, "")); // more than 65,535 are said in another way
    }

    /// As jars have it that are programs for a shell as well.
    @Test
    void whatStandsBeforeItIsPassedOver() throws Exception {
        var plain = Files.readAllBytes(zip(2, ""));
        var file = folder.resolve("program");
        Files.writeString(file, "#!/bin/sh\nexec java -jar $0\n");
        Files.write(file, plain, java.nio.file.StandardOpenOption.APPEND);
        readsAll(file);
    }

    @Test
    void whatIsNoneIsSaid() throws Exception {
        for (var text : new String[] {"", "x", "not a zip ".repeat(1_000), "PK\3\4", "PK\5\6"}) {
            var file = Files.writeString(folder.resolve("text"), text);
            assertThrows(ZipLook.NoZip.class, () -> ZipLook.open(file), text);
        }
        var half = Arrays.copyOf(Files.readAllBytes(zip(5, "")), 300);
        var file = Files.write(folder.resolve("half"), half);
        assertThrows(ZipLook.NoZip.class, () -> ZipLook.open(file));
    }

    /// Whatever a task has made of it: no more than a refusal comes of that.
    @Test
    void damageIsAnErrorOfReadingAndNothingElse() throws Exception {
        var plain = Files.readAllBytes(zip(3, "end"));
        var random = new Random(5);
        var file = folder.resolve("damaged");
        int read = 0;
        for (int i = 0; i < 600; i++) {
            var bytes = plain.clone();
            for (int n = random.nextInt(1, 5); n > 0; n--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            Files.write(file, bytes);
            try (var zip = ZipLook.open(file)) {
                assertNotNull(zip);
                zip.read("stored", false, 100);
                zip.read("Dir/Text", true, 100);
                read++;
            } catch (IOException e) {
                assertNotNull(e.getMessage());
            }
        }
        assertTrue(read > 20, read + " were read");
    }
}
