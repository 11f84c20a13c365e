package dev.skerry.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.kernel.FactLog;
import dev.skerry.server.FactLogContract;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Entries that are deflated, and files with entries from before there was that.
class LargeEntryTest {
    /// These bytes are on customers' disks. If this test fails, add a format; do not edit it.
    @Test
    void formatTwoStaysReadable() throws Exception {
        var bytes =
                HexFormat.of()
                        .parseHex(
                                "02"
                                        + "0000000000000007"
                                        + "00000026"
                                        + "78016360606064606090ab56cacb4f490d4acdcd2f4b4d51b2827095"
                                        + "ac94f2740d956a6b01a8ed0a3a");
        var expected = new Entry(7, List.of(new ClusterFact.NodeRemoved("n-1")));
        assertEquals(expected, Entry.decode(ByteBuffer.wrap(bytes)));
        assertEquals(7, Entry.decodeTerm(ByteBuffer.wrap(bytes)));
        for (int length = 0; length < bytes.length; length++) {
            var cut = ByteBuffer.wrap(bytes, 0, length).slice();
            assertThrows(IOException.class, () -> Entry.decode(cut));
        }
        for (int more : new int[] {0x25, 0x27}) {
            var wrong = bytes.clone();
            wrong[12] = (byte) more;
            assertThrows(IOException.class, () -> Entry.decode(ByteBuffer.wrap(wrong)));
        }
        var huge = bytes.clone();
        huge[9] = 0x7f;
        assertThrows(IOException.class, () -> Entry.decode(ByteBuffer.wrap(huge)));
    }

    @Test
    void aLargeEntryIsDeflatedAndComesBack() throws Exception {
        var facts =
                IntStream.range(0, 30_000)
                        .mapToObj(i -> FactLogContract.fact(i + "x".repeat(400)))
                        .toList();
        var bytes = Entry.encode(9, facts);
        assertTrue(bytes.length < Entry.WRITTEN_MAX / 2, "" + bytes.length);
        assertEquals(9, Entry.decodeTerm(ByteBuffer.wrap(bytes)));
        assertEquals(new Entry(9, facts), Entry.decode(ByteBuffer.wrap(bytes)));
    }

    @Test
    void whatDoesNotDeflateIsTooLarge() {
        var dice = new Random(7);
        var facts = new ArrayList<ClusterFact>();
        for (int i = 0; i < 400; i++) {
            var bytes = new byte[10_000];
            dice.nextBytes(bytes);
            facts.add(FactLogContract.fact(HexFormat.of().formatHex(bytes)));
        }
        assertTrue(Entry.encode(1, facts.subList(0, 200)).length < Entry.WRITTEN_MAX);
        var tooLarge = assertThrows(FactLog.TooLarge.class, () -> Entry.encode(1, facts));
        assertEquals(Entry.WRITTEN_MAX, tooLarge.bytesMax());
    }

    @Test
    void anEntryThatIsThereMayBeAsLargeAsItIs(@TempDir Path folder) throws Exception {
        var files = new LogFiles(folder);
        assertEquals(Entry.WRITTEN_MAX + 64 * 1024, files.entryMax());
        var current = Files.createDirectories(folder.resolve("current"));
        segment(current.resolve("log_0-1"), 20, 3_000);
        segment(current.resolve("log_inprogress_2"), 1, Entry.WRITTEN_MAX);
        assertEquals(3_000, EntryLengths.longest(current.resolve("log_0-1")));
        assertEquals(Entry.WRITTEN_MAX + 64 * 1024, files.entryMax());
        segment(current.resolve("log_0-1"), 20, Entry.BYTES_MAX, 5);
        assertEquals(Entry.BYTES_MAX + 64 * 1024, files.entryMax());
    }

    @Test
    void whatIsNoEntryHasNoLength(@TempDir Path folder) throws Exception {
        var file = folder.resolve("log_0-1");
        Files.write(file, new byte[0]);
        assertEquals(0, EntryLengths.longest(file));
        segment(file, 100);
        try (var torn = new RandomAccessFile(file.toFile(), "rw")) {
            torn.setLength(torn.length() - 1);
        }
        assertEquals(0, EntryLengths.longest(file));
        Files.write(file, HexFormat.of().parseHex("526174697331".repeat(3) + "ffffffffffffffff"));
        assertEquals(0, EntryLengths.longest(file));
    }

    /// As Ratis writes it, but for what is in the entries.
    private static void segment(Path file, int... lengths) throws IOException {
        Files.deleteIfExists(file);
        try (var out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write("RaftLog1".getBytes(StandardCharsets.US_ASCII));
            for (int length : lengths) {
                int rest = length;
                for (; rest > 0x7f; rest >>>= 7) out.write((rest & 0x7f) | 0x80);
                out.write(rest);
                out.seek(out.getFilePointer() + length + 4);
                out.setLength(out.getFilePointer());
            }
        }
    }
}
