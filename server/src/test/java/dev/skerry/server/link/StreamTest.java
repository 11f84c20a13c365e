package dev.skerry.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.skerry.kernel.link.Frame;
import dev.skerry.kernel.link.StreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final long WINDOW = 256 * 1024;

    final List<Frame.FromServer> toNode = new ArrayList<>();
    final Stream stream = new Stream(7, WINDOW, toNode::add, () -> {});
    final byte[] piece = new byte[16 * 1024];

    StreamReader.Incoming next() throws InterruptedException {
        return stream.next(Duration.ofSeconds(10));
    }

    @Test
    void aNodeThatSendsTooMuchIsToldToSendNoMore() throws Exception {
        for (int i = 0; i < 40; i++) stream.data(i * 20_000L, piece);
        for (int i = 0; i < 16; i++) assertInstanceOf(StreamReader.Incoming.Data.class, next());
        assertEquals(
                new StreamReader.Incoming.End("the node sent more than it was asked for"), next());
        toNode.clear();
        stream.close();
        assertEquals(List.of(new Frame.Close(7, "")), toNode);
    }

    @Test
    void aNodeThatHasEndedIsToldNothing() throws Exception {
        stream.data(0, new byte[0]);
        stream.data(0, piece);
        stream.end("");
        assertInstanceOf(StreamReader.Incoming.Data.class, next());
        assertEquals(new StreamReader.Incoming.End(""), next());
        stream.close();
        assertEquals(List.of(), toNode);
    }

    /// Line by line is as much as all at once, and a gap stays one.
    @Test
    void linesThatFollowEachOtherComeTogether() throws Exception {
        for (int i = 0; i < 5_000; i++) stream.data(i * 50L, new byte[50]);
        stream.data(1_000_000, new byte[1]);
        stream.end("");
        long bytes = 0;
        int pieces = 0;
        for (var it = next(); it instanceof StreamReader.Incoming.Data data; it = next()) {
            pieces++;
            if (bytes == 250_000) assertEquals(1_000_000, data.offset());
            else assertEquals(bytes, data.offset());
            bytes += data.bytes().remaining();
        }
        assertEquals(250_001, bytes);
        assertEquals(17, pieces);
    }

    /// Each of them takes far more memory than a byte.
    @Test
    void aNodeThatSendsPiecesOfAByteIsCutOff() throws Exception {
        for (int i = 0; i < 100_000; i++) stream.data(2L * i, new byte[1]);
        for (int i = 0; i < Stream.PIECES_MAX; i++)
            assertInstanceOf(StreamReader.Incoming.Data.class, next());
        assertEquals(
                new StreamReader.Incoming.End("the node sent more pieces than it may"), next());
    }

    /// A quarter of the window at a time, so that the line is never idle and little is said.
    @Test
    void whoReadsGrantsMore() throws Exception {
        for (int i = 0; i < 100; i++) {
            stream.data(i, piece);
            assertInstanceOf(StreamReader.Incoming.Data.class, next());
        }
        assertEquals(25, toNode.size());
        for (var said : toNode) assertEquals(new Frame.Credit(7, WINDOW / 4), said);
    }
}
