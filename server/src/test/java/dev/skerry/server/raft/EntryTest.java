package dev.skerry.server.raft;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.kernel.FactLog;
import dev.skerry.server.FactLogContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryTest {
    /// These bytes are on customers' disks. If this test fails, add a format; do not edit it.
    @Test
    void formatOneStaysReadable() throws Exception {
        List<ClusterFact> facts = List.of(new ClusterFact.NodeRemoved("n-1"));
        var bytes = Entry.encode(7, facts);
        assertEquals(
                "01"
                        + "0000000000000007"
                        + "00000001"
                        + "0000001e"
                        + HexFormat.of()
                                .formatHex(
                                        "{\"nodeRemoved\":{\"node\":\"n-1\"}}".getBytes(US_ASCII)),
                HexFormat.of().formatHex(bytes));
        assertEquals(new Entry(7, facts), Entry.decode(ByteBuffer.wrap(bytes)));
        assertEquals(7, Entry.decodeTerm(ByteBuffer.wrap(bytes)));
    }

    @Test
    void whatIsCutOrStrangeIsAnError() {
        var bytes = Entry.encode(7, List.of(FactLogContract.fact("x")));
        for (int length = 0; length < bytes.length; length++) {
            var cut = ByteBuffer.wrap(bytes, 0, length).slice();
            assertThrows(IOException.class, () -> Entry.decode(cut));
        }
        bytes[0] = 3;
        assertThrows(IOException.class, () -> Entry.decode(ByteBuffer.wrap(bytes)));
    }

    @Test
    void tooLargeIsSaidBeforeAnythingIsWritten() {
        var large = FactLogContract.fact("x".repeat(30_000));
        var many = java.util.Collections.nCopies(Entry.BYTES_MAX / 30_000, large);
        assertThrows(FactLog.TooLarge.class, () -> Entry.encode(1, many));
    }

    @Test
    void whatCouldNotBeReadAgainIsNotWritten() {
        var unreadable = FactLogContract.fact("x".repeat(60_000));
        assertThrows(FactLog.TooLarge.class, () -> Entry.encode(1, List.of(unreadable)));
        var half = FactLogContract.fact("\ud83d");
        assertThrows(RuntimeException.class, () -> Entry.encode(1, List.of(half)));
    }
}
