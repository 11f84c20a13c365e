package dev.skerry.cluster.codec;

import dev.skerry.cluster.link.Frame;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Frames on a stream of bytes: the length of what follows (4 bytes, big-endian), the kind (1 byte)
/// and the body. The sign of life, which an idle node sends for years, has no body.
///
/// @param <I> what comes in
/// @param <O> what goes out
public final class Wire<I extends Frame, O extends Frame> {
    private static final int KIND_JSON = 0;
    private static final int KIND_ALIVE = 1;
    private static final int HEADER_BYTES = Integer.BYTES;

    private final Form<I> incoming;
    private final Form<O> outgoing;
    private final I aliveIn;
    private final O aliveOut;
    private final DataInputStream in;
    private final OutputStream out;

    private Wire(
            Form<I> incoming,
            Form<O> outgoing,
            I aliveIn,
            O aliveOut,
            InputStream in,
            OutputStream out) {
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.aliveIn = aliveIn;
        this.aliveOut = aliveOut;
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /// The end of the link that stands at the node.
    public static Wire<Frame.FromServer, Frame.FromNode> atNode(InputStream in, OutputStream out) {
        return new Wire<>(
                Codec.FROM_SERVER, Codec.FROM_NODE, new Frame.Pong(), new Frame.Ping(), in, out);
    }

    /// The end of the link that stands at the server.
    public static Wire<Frame.FromNode, Frame.FromServer> atServer(
            InputStream in, OutputStream out) {
        return new Wire<>(
                Codec.FROM_NODE, Codec.FROM_SERVER, new Frame.Ping(), new Frame.Pong(), in, out);
    }

    /// The next frame, or null when the other side has closed the link between two frames.
    ///
    /// @param bytesMax refused before anything is allocated for it
    /// @throws IOException when the link broke, or what came is no frame
    public @Nullable I read(int bytesMax) throws IOException {
        int first = in.read();
        if (first < 0) return null;
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (length < 1 || length > bytesMax)
            throw new IOException(
                    "a frame of %d bytes came; 1 to %d are allowed".formatted(length, bytesMax));
        int kind = in.readUnsignedByte();
        var body = in.readNBytes(length - 1);
        if (body.length < length - 1) throw new EOFException("the link broke within a frame");
        if (kind == KIND_ALIVE && length == 1) return aliveIn;
        if (kind != KIND_JSON) throw new IOException("a frame of unknown kind " + kind + " came");
        try {
            return incoming.decode(body);
        } catch (Malformed e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// Writes one frame in one piece. Not for several threads.
    public void write(O frame) throws IOException {
        out.write(bytes(frame));
        out.flush();
    }

    private byte[] bytes(O frame) throws IOException {
        if (frame.getClass() == aliveOut.getClass()) return new byte[] {0, 0, 0, 1, KIND_ALIVE};
        var body = outgoing.encode(frame);
        int length = body.length + 1;
        if (length > Frame.BYTES_MAX)
            throw new IOException("a frame of " + length + " bytes is too large to be sent");
        var bytes = new byte[HEADER_BYTES + length];
        bytes[0] = (byte) (length >>> 24);
        bytes[1] = (byte) (length >>> 16);
        bytes[2] = (byte) (length >>> 8);
        bytes[3] = (byte) length;
        bytes[HEADER_BYTES] = KIND_JSON;
        System.arraycopy(body, 0, bytes, HEADER_BYTES + 1, body.length);
        return bytes;
    }
}
