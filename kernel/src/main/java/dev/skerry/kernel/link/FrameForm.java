package dev.skerry.kernel.link;

import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Frames as bytes: the kind (1 byte), then the fields in their order. Numbers are big-endian; a
/// text is UTF-8 behind its length (4 bytes), a list stands behind its count (2 bytes). The last
/// body of a frame takes what is left.
///
/// | kind | frame     | said by | | kind | frame  | said by |
/// |------|-----------|---------|-|------|--------|---------|
/// | 1    | Ping      | node    | | 8    | Renew  | node    |
/// | 2    | Pong      | server  | | 9    | To     | both    |
/// | 3    | Join      | node    | | 10   | Open   | server  |
/// | 4    | Certified | server  | | 11   | Credit | server  |
/// | 5    | Hello     | node    | | 12   | Data   | node    |
/// | 6    | Welcome   | server  | | 13   | Close  | both    |
/// | 7    | Refused   | server  | |      |        |         |
///
/// These bytes are on wires between builds of different age: kinds and fields are added, never
/// changed. What follows the fields that a build knows is passed over.
public final class FrameForm {
    /// What nodes say.
    public static final Form<Frame.FromNode> FROM_NODE = new OfNode();

    /// What servers say.
    public static final Form<Frame.FromServer> FROM_SERVER = new OfServer();

    private static final int PING = 1;
    private static final int PONG = 2;
    private static final int JOIN = 3;
    private static final int CERTIFIED = 4;
    private static final int HELLO = 5;
    private static final int WELCOME = 6;
    private static final int REFUSED = 7;
    private static final int RENEW = 8;
    private static final int TO = 9;
    private static final int OPEN = 10;
    private static final int CREDIT = 11;
    private static final int DATA = 12;
    private static final int CLOSE = 13;

    private FrameForm() {}

    private record OfNode() implements Form<Frame.FromNode> {
        @Override
        public byte[] encode(Frame.FromNode frame) {
            return FrameForm.encode(frame);
        }

        @Override
        public Frame.FromNode decode(byte[] bytes) throws Malformed {
            if (FrameForm.decode(bytes) instanceof Frame.FromNode frame) return frame;
            throw new Malformed("kind " + bytes[0] + " is not for nodes to say");
        }
    }

    private record OfServer() implements Form<Frame.FromServer> {
        @Override
        public byte[] encode(Frame.FromServer frame) {
            return FrameForm.encode(frame);
        }

        @Override
        public Frame.FromServer decode(byte[] bytes) throws Malformed {
            if (FrameForm.decode(bytes) instanceof Frame.FromServer frame) return frame;
            throw new Malformed("kind " + bytes[0] + " is not for servers to say");
        }
    }

    private static byte[] encode(Frame frame) {
        return switch (frame) {
            case Frame.Ping _ -> new byte[] {PING};
            case Frame.Pong _ -> new byte[] {PONG};
            case Frame.Join it ->
                    new FrameWriter(JOIN)
                            .number(it.protocol())
                            .text(it.secret())
                            .text(it.node())
                            .text(it.name())
                            .text(it.datacenter())
                            .text(it.publicKey())
                            .done();
            case Frame.Certified it ->
                    new FrameWriter(CERTIFIED)
                            .text(it.certificates())
                            .text(it.authority())
                            .text(it.pool())
                            .number(it.renewAtWallMs())
                            .done();
            case Frame.Hello it -> hello(it);
            case Frame.Welcome it -> welcome(it);
            case Frame.Refused(var reason, var retry) ->
                    new FrameWriter(REFUSED).text(reason).number(retry ? 1 : 0).done();
            case Frame.Renew(var key) -> new FrameWriter(RENEW).text(key).done();
            case Frame.To(var room, var lane, var body) ->
                    new FrameWriter(TO).text(room).number(lane.number).rest(body).done();
            case Frame.Open(var stream, var room, var credit, var request) ->
                    new FrameWriter(OPEN)
                            .number(stream)
                            .text(room)
                            .number(credit)
                            .rest(request)
                            .done();
            case Frame.Credit(var stream, var more) ->
                    new FrameWriter(CREDIT).number(stream).number(more).done();
            case Frame.Data(var stream, var at, var piece) ->
                    new FrameWriter(DATA).number(stream).number(at).rest(piece).done();
            case Frame.Close(var stream, var error) ->
                    new FrameWriter(CLOSE).number(stream).text(error).done();
            case Frame.Unknown _ ->
                    throw new IllegalArgumentException("nobody says what is unknown");
        };
    }

    private static byte[] hello(Frame.Hello it) {
        var bytes =
                new FrameWriter(HELLO)
                        .number(it.protocol())
                        .text(it.node())
                        .text(it.agentVersion())
                        .text(it.bootId())
                        .text(it.instance())
                        .count(it.rooms().size());
        for (var seen : it.rooms())
            bytes.text(seen.room()).text(seen.epoch()).number(seen.version());
        return bytes.done();
    }

    private static byte[] welcome(Frame.Welcome it) {
        var bytes =
                new FrameWriter(WELCOME)
                        .number(it.protocol())
                        .text(it.epoch())
                        .number(it.pingEveryMs())
                        .number(it.missedAfterMs())
                        .number(it.wallMs())
                        .count(it.rooms().size());
        for (var room : it.rooms()) bytes.text(room);
        return bytes.done();
    }

    private static Frame decode(byte[] bytes) throws Malformed {
        if (bytes.length == 0) throw new Malformed("a frame without a kind");
        var from = ByteBuffer.wrap(bytes);
        int kind = Byte.toUnsignedInt(from.get());
        try {
            return decode(kind, from);
        } catch (BufferUnderflowException e) {
            throw new Malformed("a frame of kind " + kind + " ends early", e);
        }
    }

    private static Frame decode(int kind, ByteBuffer from) throws Malformed {
        return switch (kind) {
            case PING -> new Frame.Ping();
            case PONG -> new Frame.Pong();
            case JOIN ->
                    new Frame.Join(
                            protocol(from),
                            text(from),
                            text(from),
                            text(from),
                            text(from),
                            text(from));
            case CERTIFIED ->
                    new Frame.Certified(text(from), text(from), text(from), from.getLong());
            case HELLO ->
                    new Frame.Hello(
                            protocol(from),
                            text(from),
                            text(from),
                            text(from),
                            text(from),
                            seen(from));
            case WELCOME ->
                    new Frame.Welcome(
                            protocol(from),
                            text(from),
                            from.getLong(),
                            from.getLong(),
                            from.getLong(),
                            rooms(from));
            case REFUSED -> new Frame.Refused(text(from), from.getLong() != 0);
            case RENEW -> new Frame.Renew(text(from));
            case TO -> new Frame.To(room(from), Lane.of(from.getLong()), rest(from));
            case OPEN -> new Frame.Open(from.getLong(), room(from), from.getLong(), rest(from));
            case CREDIT -> new Frame.Credit(from.getLong(), from.getLong());
            case DATA -> new Frame.Data(from.getLong(), from.getLong(), rest(from));
            case CLOSE -> new Frame.Close(from.getLong(), text(from));
            default -> new Frame.Unknown(kind);
        };
    }

    private static int protocol(ByteBuffer from) {
        return Math.clamp(from.getLong(), 0, Integer.MAX_VALUE);
    }

    private static List<Frame.Seen> seen(ByteBuffer from) throws Malformed {
        int count = count(from);
        var all = new ArrayList<Frame.Seen>();
        for (int i = 0; i < count; i++)
            all.add(new Frame.Seen(room(from), text(from), from.getLong()));
        return all;
    }

    private static List<String> rooms(ByteBuffer from) throws Malformed {
        int count = count(from);
        var all = new ArrayList<String>();
        for (int i = 0; i < count; i++) all.add(room(from));
        return all;
    }

    private static int count(ByteBuffer from) throws Malformed {
        int count = Short.toUnsignedInt(from.getShort());
        if (count > Frame.ROOMS_MAX) throw new Malformed("a greeting with " + count + " rooms");
        return count;
    }

    private static String room(ByteBuffer from) throws Malformed {
        return text(from, Frame.ROOM_BYTES_MAX);
    }

    private static String text(ByteBuffer from) throws Malformed {
        return text(from, Frame.BYTES_MAX);
    }

    /// What is claimed is looked at before anything is allocated for it.
    private static String text(ByteBuffer from, int bytesMax) throws Malformed {
        int length = from.getInt();
        if (length < 0 || length > from.remaining())
            throw new Malformed("a text in a frame is longer than the frame");
        if (length > bytesMax)
            throw new Malformed(
                    "a text of %d bytes; %d are allowed there".formatted(length, bytesMax));
        var bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] rest(ByteBuffer from) {
        var bytes = new byte[from.remaining()];
        from.get(bytes);
        return bytes;
    }
}
