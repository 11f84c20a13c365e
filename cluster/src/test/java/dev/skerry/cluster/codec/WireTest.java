package dev.skerry.cluster.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.link.Frame;
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
        node.write(new Frame.Ping());
        node.write(new Frame.Synced(7));
        var server = server(out.toByteArray());
        assertEquals(new Frame.Ping(), server.read(100));
        assertEquals(new Frame.Synced(7), server.read(100));
        assertNull(server.read(100));
    }

    @Test
    void whatIsTooLongOrTornOrUnknownBreaksTheLink() {
        assertRefused("7fffffff00", "a frame of 2147483647 bytes came; 1 to 100 are allowed");
        assertRefused("0000000000", "a frame of 0 bytes came");
        assertRefused("00000005007b", "the link broke within a frame");
        assertRefused("0000000109", "unknown kind 9");
        assertRefused("00000003007b7d", "not what is expected");
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
