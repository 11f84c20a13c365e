package dev.skerry.server.link;

import static dev.skerry.cluster.codec.ClusterRoom.CLUSTER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.Lane;
import dev.skerry.kernel.link.StreamReader;
import dev.skerry.kernel.link.Wire;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A link whose other end has gone, or does not read.
class LostLinkTest extends LinkFixture {
    private static final Duration WAIT = Duration.ofSeconds(60);

    /// Nothing is read from it or written to it: it does not run.
    private OpenLink link(Socket socket) {
        var hello = new Frame.Hello(Frame.PROTOCOL, ONE, "0", "boot", "i", List.of());
        var wire = Wire.atServer(InputStream.nullInputStream(), OutputStream.nullOutputStream());
        var name = new PeerName(ONE, "", Long.MAX_VALUE);
        var from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        return new OpenLink(links, hello, name, List.of(), from, socket, wire);
    }

    /// It was found a moment before it was lost.
    @Test
    void whoOpensAStreamOnALostLinkIsToldSo() throws Exception {
        var lost = link(new Socket());
        lost.close("gone");
        try (var stream = lost.open(1, CLUSTER.name(), 1_000, new byte[0])) {
            assertNotNull(stream);
            assertEquals(
                    new StreamReader.Incoming.End("the link to the node was lost"),
                    stream.next(WAIT));
        }
    }

    @Test
    void whoReadsAStreamOnALinkThatIsLostIsToldSo() throws Exception {
        var link = link(new Socket());
        try (var stream = link.open(1, CLUSTER.name(), 1_000, new byte[0])) {
            assertNotNull(stream);
            link.run(); // its other end has closed
            assertEquals(
                    new StreamReader.Incoming.End("the link to the node was lost"),
                    stream.next(WAIT));
        }
    }

    /// Nothing of it is dropped without a word: the node is told anew on its next link.
    @Test
    void aLinkWhoseWorkLaneIsFullIsOver() {
        var socket = new Socket();
        var link = link(socket);
        var mebibyte = new Frame.To(CLUSTER.name(), Lane.WORK, new byte[1024 * 1024]);
        for (int i = 0; i < 15; i++) link.send(mebibyte);
        assertFalse(socket.isClosed());
        for (int i = 0; i < 2; i++) link.send(mebibyte);
        assertTrue(socket.isClosed());
        assertEquals("it does not read what it is sent", link.closing());
    }
}
