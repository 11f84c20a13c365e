package dev.skerry.kernel.link;

import dev.skerry.kernel.Form;
import dev.skerry.kernel.Malformed;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// Frames on a stream of bytes: the length of what follows (4 bytes, big-endian), then the frame as
/// [FrameForm] has it. The sign of life, which an idle node sends for years, has five bytes.
///
/// @param <I> what comes in
/// @param <O> what goes out
public final class Wire<I extends Frame, O extends Frame> {
    private final Form<I> incoming;
    private final Form<O> outgoing;
    private final DataInputStream in;
    private final OutputStream out;

    private Wire(Form<I> incoming, Form<O> outgoing, InputStream in, OutputStream out) {
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /// The end of the link that stands at the node.
    public static Wire<Frame.FromServer, Frame.FromNode> atNode(InputStream in, OutputStream out) {
        return new Wire<>(FrameForm.FROM_SERVER, FrameForm.FROM_NODE, in, out);
    }

    /// The end of the link that stands at the server.
    public static Wire<Frame.FromNode, Frame.FromServer> atServer(
            InputStream in, OutputStream out) {
        return new Wire<>(FrameForm.FROM_NODE, FrameForm.FROM_SERVER, in, out);
    }

    /// What came is no frame. Whoever sent it is still there, and can be told.
    public static final class NoFrame extends IOException {
        private static final long serialVersionUID = 1;

        NoFrame(String what, @Nullable Throwable cause) {
            super(what, cause);
        }
    }

    /// The next frame, or null when the other side has closed the link between two frames.
    ///
    /// @param bytesMax refused before anything is allocated for it
    /// @throws NoFrame when what came is none
    /// @throws IOException when the link broke
    public @Nullable I read(int bytesMax) throws IOException {
        int first = in.read();
        if (first < 0) return null;
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (length < 1 || length > bytesMax)
            throw new NoFrame(
                    "a frame of %d bytes came; 1 to %d are allowed"
                            .formatted(Integer.toUnsignedLong(length), bytesMax),
                    null);
        var frame = in.readNBytes(length);
        if (frame.length < length) throw new EOFException("the link broke within a frame");
        try {
            return incoming.decode(frame);
        } catch (Malformed e) {
            throw new NoFrame("what came is no frame: " + e.getMessage(), e);
        }
    }

    /// Writes one frame in one piece. Not for several threads.
    public void write(O frame) throws IOException {
        var body = outgoing.encode(frame);
        if (body.length > Frame.BYTES_MAX)
            throw new IOException("a frame of " + body.length + " bytes is too large to be sent");
        var bytes = new byte[Integer.BYTES + body.length];
        bytes[0] = (byte) (body.length >>> 24);
        bytes[1] = (byte) (body.length >>> 16);
        bytes[2] = (byte) (body.length >>> 8);
        bytes[3] = (byte) body.length;
        System.arraycopy(body, 0, bytes, Integer.BYTES, body.length);
        out.write(bytes);
        out.flush();
    }
}
