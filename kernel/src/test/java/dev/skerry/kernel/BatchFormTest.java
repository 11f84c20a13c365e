package dev.skerry.kernel;

import static dev.skerry.kernel.TwoRooms.ADA;
import static dev.skerry.kernel.TwoRooms.EMPTY;
import static dev.skerry.kernel.TwoRooms.NODES;
import static dev.skerry.kernel.TwoRooms.gone;
import static dev.skerry.kernel.TwoRooms.lit;
import static dev.skerry.kernel.TwoRooms.there;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Batch.Act;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchFormTest {
    private static final int BYTES_MAX = 1 << 20;

    /// What decoding of fewer than 200 bytes may take, with the trace of what is thrown.
    private static final long DECODING_BYTES_MAX = 1 << 20;

    private static final Batch BATCH =
            new Batch(
                    7,
                    3,
                    List.of(
                            new Act(
                                    ADA.came("0123456789ab", "192.0.2.7"),
                                    1_790_000_000_123L,
                                    List.of(there("a"))),
                            new Act(Caller.SERVERS, 0, List.of(lit("l", "a", 9)))));

    /// These bytes are on disks: they never change.
    private static final String GOLDEN =
            "03" // the format
                    + "0000000000000007" // the term
                    + "0000000000000003" // the number
                    + "00000002" // acts
                    + "000a706572736f6e3a616461" // person:ada
                    + "000c303132333435363738396162" // by the token 0123456789ab
                    + "00093139322e302e322e37" // from 192.0.2.7
                    + "000001a0c4506c7b" // when it was decided
                    + "00000001" // facts
                    + "056e6f646573" // nodes
                    + "000000022b61" // +a
                    + "0006736572766572" // server
                    + "0000" // by no token
                    + "0000" // from nowhere
                    + "0000000000000000" // when is not known
                    + "00000001" // facts
                    + "056c616d7073" // lamps
                    + "000000096c6974206c20612039"; // lit l a 9

    private static Batch decode(byte[] bytes) throws Malformed {
        return BatchForm.decode(ByteBuffer.wrap(bytes), EMPTY);
    }

    private static byte[] golden() {
        return HexFormat.of().parseHex(GOLDEN);
    }

    @Test
    void theBytesStayAsTheyAre() throws Malformed {
        assertEquals(GOLDEN, HexFormat.of().formatHex(BatchForm.encode(BATCH, BYTES_MAX)));
        assertEquals(BATCH, decode(golden()));
        assertEquals(7, BatchForm.term(ByteBuffer.wrap(golden())));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Malformed {
        for (int seed = 0; seed < 500; seed++) {
            var batch = random(new Random(seed));
            var bytes = BatchForm.encode(batch, BYTES_MAX);
            var again = decode(bytes);
            assertEquals(batch, again, "seed " + seed);
            assertEquals(EMPTY.after(batch), EMPTY.after(again), "seed " + seed);
            assertArrayEquals(bytes, BatchForm.encode(again, BYTES_MAX), "seed " + seed);
            assertEquals(batch.term(), BatchForm.term(ByteBuffer.wrap(bytes)), "seed " + seed);
        }
    }

    private static Batch random(Random random) {
        var acts = new ArrayList<Act>();
        for (int act = random.nextInt(5); act > 0; act--) {
            var facts = new ArrayList<Told>();
            for (int fact = random.nextInt(5); fact > 0; fact--) {
                var node = "ü😀".repeat(random.nextInt(5)) + random.nextInt(9);
                facts.add(
                        switch (random.nextInt(3)) {
                            case 0 -> there(node);
                            case 1 -> gone(node);
                            default -> lit("l" + random.nextInt(9), node, random.nextLong());
                        });
            }
            var kinds = Caller.Kind.values();
            var name = "ß😀:".repeat(random.nextInt(50));
            var caller =
                    new Caller(kinds[random.nextInt(kinds.length)], name)
                            .came(
                                    "é😀".repeat(random.nextInt(30)),
                                    "::1".repeat(random.nextInt(30)));
            acts.add(new Act(caller, random.nextLong(), facts));
        }
        return new Batch(random.nextLong(), random.nextLong(), acts);
    }

    /// It stands behind something, in a buffer that goes on.
    @Test
    void itIsReadWhereItStands() throws Malformed {
        var golden = golden();
        var buffer = ByteBuffer.allocate(golden.length + 20).put(10, golden);
        var part = buffer.position(10).limit(10 + golden.length).asReadOnlyBuffer();
        assertEquals(7, BatchForm.term(part));
        assertEquals(10, part.position(), "to look at the term reads nothing away");
        assertEquals(BATCH, BatchForm.decode(part, EMPTY));
    }

    @Test
    void eachPartOfItIsMalformed() {
        var golden = golden();
        for (int length = 0; length < golden.length; length++) {
            var torn = Arrays.copyOf(golden, length);
            assertThrows(Malformed.class, () -> decode(torn), length + " bytes");
        }
        var longer = Arrays.copyOf(golden, golden.length + 1);
        assertEquals(
                "something follows its last fact",
                assertThrows(Malformed.class, () -> decode(longer)).getMessage());
        assertThrows(Malformed.class, () -> BatchForm.term(ByteBuffer.allocate(20)));
    }

    /// Every other value of every byte: a batch, or Malformed, and little memory.
    @Test
    void aChangedByteDoesNoHarm() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var golden = golden();
        int malformed = 0;
        for (int at = 0; at < golden.length; at++)
            for (int value = 0; value < 256; value++) {
                var changed = golden.clone();
                changed[at] = (byte) value;
                long before = threads.getCurrentThreadAllocatedBytes();
                try {
                    decode(changed);
                } catch (Malformed e) {
                    malformed++;
                }
                long taken = threads.getCurrentThreadAllocatedBytes() - before;
                assertTrue(taken < DECODING_BYTES_MAX, "byte " + at + " takes " + taken);
            }
        assertTrue(malformed > 1_000, malformed + " were malformed");
    }

    @Test
    void manyChangedBytesDoNoHarm() {
        int batches = 0;
        for (int seed = 0; seed < 5_000; seed++) {
            var random = new Random(seed);
            var bytes = BatchForm.encode(random(random), BYTES_MAX);
            for (int i = random.nextInt(4); i >= 0; i--)
                bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt();
            try {
                decode(bytes);
                batches++;
            } catch (Malformed e) {
                assertTrue(e.getMessage() != null, "seed " + seed);
            }
        }
        assertTrue(batches > 100, batches + " were batches all the same");
    }

    @Test
    void countsBelowNothingAreMalformed() {
        var header = ByteBuffer.allocate(21).put((byte) 3).putInt(17, -1).array();
        assertThrows(Malformed.class, () -> decode(header));
        var act = ByteBuffer.allocate(45).put((byte) 3).putInt(17, 1);
        var caller = "server".getBytes(StandardCharsets.UTF_8);
        act.putShort(21, (short) 6).put(23, caller);
        assertThrows(Malformed.class, () -> decode(act.putInt(41, -1).array()));
    }

    @Test
    void whatThisBuildCannotReadIsNamed() {
        var small = House.of(List.of(NODES));
        assertEquals(
                "it holds facts of \"lamps\", which this build does not have",
                assertThrows(
                                Malformed.class,
                                () -> BatchForm.decode(ByteBuffer.wrap(golden()), small))
                        .getMessage());
        for (int format = 1; format < 3; format++) {
            var old = golden();
            old[0] = (byte) format;
            var sentence = "it has format " + format + "; this version reads 3";
            for (var refused :
                    List.of(
                            assertThrows(Malformed.class, () -> decode(old)),
                            assertThrows(
                                    Malformed.class, () -> BatchForm.term(ByteBuffer.wrap(old)))))
                assertEquals(sentence, refused.getMessage());
        }
    }

    @Test
    void whatIsTooLargeIsNotWritten() {
        int size = golden().length;
        assertEquals(size, BatchForm.encode(BATCH, size).length);
        var refused = assertThrows(FactLog.TooLarge.class, () -> BatchForm.encode(BATCH, size - 1));
        assertEquals(size - 1, refused.bytesMax());
        assertEquals(
                "an entry of %d bytes; at most %d are allowed".formatted(size, size - 1),
                refused.getMessage());
    }
}
