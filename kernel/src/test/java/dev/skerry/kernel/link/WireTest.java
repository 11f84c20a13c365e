package dev.skerry.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class WireTest {
    @Test
    void theSignOfLifeIsFiveBytes() throws Exception {
        var out = new ByteArrayOutputStream();
        Wire.atNode(InputStream.nullInputStream(), out).write(new Frame.Ping());
        assertEquals("0000000101", HexFormat.of().formatHex(out.toByteArray()));
    }

    @Test
    void whatTheNodeWritesTheServerReads() throws Exception {
        var out = new ByteArrayOutputStream();
        var node = Wire.atNode(InputStream.nullInputStream(), out);
        var said = new Frame.To("lamps", Lane.WORK, new byte[] {1, 2, 3});
        node.write(new Frame.Ping());
        node.write(said);
        var server = server(out.toByteArray());
        assertEquals(new Frame.Ping(), server.read(100));
        assertEquals(said, server.read(100));
        assertNull(server.read(100));
    }

    @Test
    void whatIsTooLongOrTornOrNotForNodesBreaksTheLink() {
        assertRefused("7fffffff00", "a frame of 2147483647 bytes came; 1 to 100 are allowed");
        assertRefused("0000000000", "a frame of 0 bytes came");
        assertRefused("00000005017b", "the link broke within a frame");
        assertRefused("0000000102", "kind 2 is not for nodes to say");
        assertRefused("0000000308007b", "a frame of kind 8 ends early");
        assertRefused("0000000508ffffffff", "a text in a frame is longer than the frame");
    }

    /// A later build says more than this one knows.
    @Test
    void aKindOfALaterBuildBreaksNothing() throws Exception {
        var server = server(HexFormat.of().parseHex("00000003c80102" + "0000000101"));
        assertEquals(new Frame.Unknown(200), server.read(100));
        assertEquals(new Frame.Ping(), server.read(100));
    }

    @Test
    void aFrameThatIsTooLargeIsNotSent() {
        var out = new ByteArrayOutputStream();
        var node = Wire.atNode(InputStream.nullInputStream(), out);
        var large = new Frame.Data(1, 0, new byte[Frame.BYTES_MAX]);
        assertThrows(IOException.class, () -> node.write(large));
        assertEquals(0, out.size());
    }

    private static void assertRefused(String hex, String part) {
        var bytes = HexFormat.of().parseHex(hex);
        var refused = assertThrows(IOException.class, () -> server(bytes).read(100));
        assertTrue(String.valueOf(refused.getMessage()).contains(part), refused.getMessage());
    }

    private static Wire<Frame.FromNode, Frame.FromServer> server(byte[] bytes) {
        return Wire.atServer(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
    }
}
