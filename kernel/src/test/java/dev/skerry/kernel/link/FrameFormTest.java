package dev.skerry.kernel.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FrameFormTest {
    private static final byte[] BODY = {7, 8};
    private static final Frame.Seen SEEN = new Frame.Seen("lamps", "e", 5);

    static Stream<Frame.FromNode> fromNode() {
        return Stream.of(
                new Frame.Ping(),
                new Frame.Join(2, "s", "n-1", "edge", "dc1", "key"),
                new Frame.Hello(2, "n-1", "0", "boot", "i", List.of(SEEN)),
                new Frame.Renew("key"),
                new Frame.To("lamps", Lane.WORK, BODY),
                new Frame.Data(1, 9, BODY),
                new Frame.Close(1, "gone"));
    }

    static Stream<Frame.FromServer> fromServer() {
        return Stream.of(
                new Frame.Pong(),
                new Frame.Certified("c", "a", "default", 9),
                new Frame.Welcome(2, "e", 1, 2, 3, List.of("lamps", "nodes")),
                new Frame.Refused("no", true),
                new Frame.To("lamps", Lane.BULK, BODY),
                new Frame.Open(1, "lamps", 256, BODY),
                new Frame.Credit(1, 64),
                new Frame.Close(1, ""));
    }

    @ParameterizedTest
    @MethodSource("fromNode")
    void whatANodeSaysComesBack(Frame.FromNode frame) throws Exception {
        comesBack(FrameForm.FROM_NODE, frame);
    }

    @ParameterizedTest
    @MethodSource("fromServer")
    void whatAServerSaysComesBack(Frame.FromServer frame) throws Exception {
        comesBack(FrameForm.FROM_SERVER, frame);
    }

    private static <F extends Frame> void comesBack(Form<F> form, F frame) throws Malformed {
        var back = form.decode(form.encode(frame));
        assertEquals(frame, back);
        assertEquals(frame.hashCode(), back.hashCode());
        assertEquals(frame.lane(), back.lane());
        assertTrue(frame.bytes() >= Frame.OVERHEAD_BYTES);
        assertFalse(frame.toString().contains("[B@"), "bytes are counted, not shown");
    }

    /// These are on wires between builds of different age, and never change.
    @ParameterizedTest
    @CsvSource({
        "01, Ping",
        "0800000003 6b6579, Renew",
        "0900000005 6c616d7073 0000000000000001 0708, To",
        "0c 0000000000000001 0000000000000009 0708, Data",
        "0d 0000000000000001 00000004 676f6e65, Close",
        "05 0000000000000002 00000003 6e2d31 00000001 30 00000004 626f6f74 00000001 69 0001"
                + " 00000005 6c616d7073 00000001 65 0000000000000005, Hello",
    })
    void theBytesOfFramesStay(String hex, String name) {
        var frame =
                fromNode()
                        .filter(it -> it.getClass().getSimpleName().equals(name))
                        .findFirst()
                        .orElseThrow();
        var bytes = HexFormat.of().formatHex(FrameForm.FROM_NODE.encode(frame));
        assertEquals(hex.replace(" ", ""), bytes);
    }

    @Test
    void fieldsOfALaterBuildArePassedOver() throws Exception {
        var hello = new Frame.Hello(3, "n-1", "0", "boot", "i", List.of(SEEN));
        var bytes = FrameForm.FROM_NODE.encode(hello);
        var later = Arrays.copyOf(bytes, bytes.length + 20);
        assertEquals(hello, FrameForm.FROM_NODE.decode(later));
    }

    @Test
    void aLaneOfALaterBuildIsTheLast() throws Exception {
        var bytes = FrameForm.FROM_NODE.encode(new Frame.To("lamps", Lane.STEER, BODY));
        bytes[1 + Integer.BYTES + "lamps".length() + Long.BYTES - 1] = 77;
        assertEquals(Lane.BULK, FrameForm.FROM_NODE.decode(bytes).lane());
    }

    @Test
    void whatTheOtherSideSaysIsMalformedHere() {
        assertThrows(Malformed.class, () -> FrameForm.FROM_SERVER.decode(new byte[] {1}));
        assertThrows(Malformed.class, () -> FrameForm.FROM_NODE.decode(new byte[] {2}));
        assertThrows(Malformed.class, () -> FrameForm.FROM_NODE.decode(new byte[0]));
    }

    /// A name is kept and said: one node must not fill a server's memory with them.
    @Test
    void namesOfRoomsAreShortAndFew() {
        var name = "r".repeat(Frame.ROOM_BYTES_MAX + 1);
        for (var frame :
                List.<Frame.FromNode>of(
                        new Frame.To(name, Lane.WORK, BODY),
                        new Frame.Hello(2, "n-1", "0", "b", "i", List.of(Frame.Seen.nothing(name))),
                        new Frame.Hello(2, "n-1", "0", "b", "i", Collections.nCopies(9_999, SEEN))))
            assertThrows(
                    Malformed.class,
                    () -> FrameForm.FROM_NODE.decode(FrameForm.FROM_NODE.encode(frame)));
        assertThrows(
                Malformed.class,
                () ->
                        FrameForm.FROM_SERVER.decode(
                                FrameForm.FROM_SERVER.encode(new Frame.Open(1, name, 1, BODY))));
    }

    @Test
    void whatIsUnknownIsNeverSaid() {
        assertThrows(
                IllegalArgumentException.class,
                () -> FrameForm.FROM_NODE.encode(new Frame.Unknown(200)));
    }

    /// Every frame cut anywhere, and with any byte changed: a frame or a refusal, and no more
    /// memory than the bytes themselves.
    @Test
    void brokenBytesAreMalformedAndNothingWorse() {
        var random = new Random(1);
        fromNode().forEach(frame -> broken(FrameForm.FROM_NODE, frame, random));
        fromServer().forEach(frame -> broken(FrameForm.FROM_SERVER, frame, random));
    }

    private static <F extends Frame> void broken(Form<F> form, F frame, Random random) {
        var whole = form.encode(frame);
        for (int length = 0; length < whole.length; length++)
            answered(form, Arrays.copyOf(whole, length));
        for (int i = 0; i < 2_000; i++) {
            var bytes = whole.clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            answered(form, bytes);
        }
    }

    private static <F extends Frame> void answered(Form<F> form, byte[] bytes) {
        try {
            assertTrue(form.decode(bytes).bytes() <= Frame.OVERHEAD_BYTES + 3 * bytes.length);
        } catch (Malformed e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty());
        }
    }
}
