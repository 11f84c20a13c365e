package dev.skerry.server.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.skerry.cluster.link.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamTest {
    final List<Frame.FromServer> toNode = new ArrayList<>();
    final Stream stream = new Stream(7, toNode::add, () -> {});
    final String piece = Base64.getEncoder().encodeToString(new byte[16 * 1024]);

    LogReader.Piece next() throws InterruptedException {
        return stream.next(Duration.ofSeconds(10));
    }

    @Test
    void aNodeThatSendsTooMuchIsToldToSendNoMore() throws Exception {
        for (int i = 0; i < 40; i++) stream.data(i, piece);
        for (int i = 0; i < 32; i++) assertInstanceOf(LogReader.Piece.Data.class, next());
        assertEquals(new LogReader.Piece.End("the node sent more than it was asked for"), next());
        toNode.clear();
        stream.close();
        assertEquals(List.of(new Frame.LogClose(7)), toNode);
    }

    @Test
    void aNodeThatHasEndedIsToldNothing() throws Exception {
        stream.data(0, "");
        stream.data(0, piece);
        stream.end("");
        assertInstanceOf(LogReader.Piece.Data.class, next());
        assertEquals(new LogReader.Piece.End(""), next());
        stream.close();
        assertEquals(List.of(), toNode);
    }
}
