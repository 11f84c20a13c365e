package dev.skerry.server.raft;

import static dev.skerry.server.Hashes.HASHES;
import static dev.skerry.server.Hashes.batch;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.codec.ClusterRoom;
import dev.skerry.kernel.Batch;
import dev.skerry.kernel.Batch.Act;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final House HOUSE = House.of(List.of(HASHES, ClusterRoom.CLUSTER));

    /// These bytes are on customers' disks. If this test fails, add a format; do not edit it.
    @Test
    void formatThreeStaysReadable() throws Exception {
        var removed = ClusterRoom.CLUSTER.told(new ClusterFact.NodeRemoved("n-1"));
        var caller = new Caller(Caller.Kind.PERSON, "ada", "0123456789ab", "192.0.2.7");
        var act = new Act(caller, 1_790_000_000_123L, List.of(removed));
        var batch = new Batch(7, 3, List.of(act));
        var golden =
                "03"
                        + "0000000000000007"
                        + "0000000000000003"
                        + "00000001"
                        + ("000a" + hex("person:ada"))
                        + ("000c" + hex("0123456789ab"))
                        + ("0009" + hex("192.0.2.7"))
                        + "000001a0c4506c7b"
                        + "00000001"
                        + ("07" + hex("cluster"))
                        + ("0000001e" + hex("{\"nodeRemoved\":{\"node\":\"n-1\"}}"));
        assertEquals(golden, HexFormat.of().formatHex(Entry.encode(batch)));
        var read = ByteBuffer.wrap(HexFormat.of().parseHex(golden));
        assertEquals(7, Entry.term(read));
        assertEquals(batch, Entry.decode(read, HOUSE));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /// What the first builds wrote, which were never released.
    @Test
    void olderFormatsAreNamed() {
        for (int format = 1; format < 3; format++) {
            var head = "0" + format + "0000000000000007";
            var old = ByteBuffer.wrap(HexFormat.of().parseHex(head + "00".repeat(20)));
            var thrown = assertThrows(Malformed.class, () -> Entry.decode(old, HOUSE));
            assertEquals("it has format " + format + "; this version reads 3", thrown.getMessage());
        }
    }

    @Test
    void aLargeEntryIsDeflatedAndComesBack() throws Exception {
        var words = IntStream.range(0, 30_000).mapToObj(i -> i + "x".repeat(400)).toList();
        var batch = batch(9, words);
        var bytes = Entry.encode(batch);
        assertTrue(bytes.length < Entry.WRITTEN_MAX / 2, "" + bytes.length);
        assertEquals('Z', bytes[0], "it is taken for no format of a batch");
        assertEquals(9, Entry.term(ByteBuffer.wrap(bytes)));
        assertEquals(batch, Entry.decode(ByteBuffer.wrap(bytes), HOUSE));
        for (int length : new int[] {0, 1, 8, 12, 13, 14, bytes.length / 2, bytes.length - 1}) {
            var cut = ByteBuffer.wrap(bytes, 0, length).slice();
            assertThrows(Malformed.class, () -> Entry.decode(cut, HOUSE), length + " bytes");
        }
        for (int at : new int[] {9, 12, 13, 20, bytes.length - 1}) {
            var wrong = bytes.clone();
            wrong[at] ^= 0x40;
            assertThrows(
                    Malformed.class, () -> Entry.decode(ByteBuffer.wrap(wrong), HOUSE), "at " + at);
        }
    }

    @Test
    void itCountsInTheTermOnlyInWhichItWasDecided() throws Exception {
        var large = IntStream.range(0, 30_000).mapToObj(i -> i + "x".repeat(400)).toList();
        for (var words : List.of(List.of("one"), large)) {
            var bytes = ByteBuffer.wrap(Entry.encode(batch(9, words)));
            assertTrue(Entry.current(bytes, 9));
            for (long appendedIn : new long[] {8, 10})
                assertFalse(Entry.current(bytes, appendedIn), "" + appendedIn);
        }
    }

    @Test
    void whatDoesNotDeflateIsTooLarge() {
        var dice = new Random(7);
        var words = new ArrayList<String>();
        for (int i = 0; i < 400; i++) {
            var bytes = new byte[10_000];
            dice.nextBytes(bytes);
            words.add(HexFormat.of().formatHex(bytes));
        }
        assertTrue(Entry.encode(batch(1, words.subList(0, 150))).length < Entry.WRITTEN_MAX);
        var tooLarge = assertThrows(FactLog.TooLarge.class, () -> Entry.encode(batch(1, words)));
        assertEquals(Entry.WRITTEN_MAX, tooLarge.bytesMax());
        var most = IntStream.range(0, 600).mapToObj(_ -> "x".repeat(30_000)).toList();
        assertThrows(FactLog.TooLarge.class, () -> Entry.encode(batch(1, most)));
    }

    @Test
    void whatCouldNotBeReadAgainIsNotWritten() {
        var cluster = ClusterRoom.CLUSTER;
        var unreadable = new ClusterFact.NodeRemoved("x".repeat(60_000));
        assertThrows(FactLog.TooLarge.class, () -> cluster.told(unreadable));
        var half = new ClusterFact.NodeRemoved("\ud83d");
        assertThrows(RuntimeException.class, () -> cluster.told(half));
    }
}
