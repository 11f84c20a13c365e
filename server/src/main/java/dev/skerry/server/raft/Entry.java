package dev.skerry.server.raft;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.BatchForm;
import dev.skerry.kernel.FactLog;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// One entry of the log as bytes: a batch as [BatchForm] writes it.
///
/// What is larger than [#WRITTEN_MAX] is deflated: the letter Z, the term (8 bytes), how many bytes
/// it was without these (4 bytes), and those bytes, as zlib writes them. Ratis keeps a buffer for
/// the largest entry that there could be; ten thousand placements are 5 MiB and deflate to a tenth.
///
/// These bytes are on disks: a change of them is a new format.
public final class Entry {
    /// Of a batch.
    static final int BYTES_MAX = 16 * 1024 * 1024;

    /// As it is in the log.
    static final int WRITTEN_MAX = 2 * 1024 * 1024;

    /// Far from what formats of batches are counted up to.
    private static final byte DEFLATED = 'Z';

    private static final int TERM_AT = 1;
    private static final int HEAD_BYTES = TERM_AT + Long.BYTES + Integer.BYTES;

    private Entry() {}

    /// @throws FactLog.TooLarge when it does not fit
    public static byte[] encode(Batch batch) {
        var plain = BatchForm.encode(batch, BYTES_MAX);
        return plain.length > WRITTEN_MAX ? deflated(batch.term(), plain) : plain;
    }

    private static byte[] deflated(long term, byte[] plain) {
        var bytes = new byte[WRITTEN_MAX];
        ByteBuffer.wrap(bytes).put(DEFLATED).putLong(term).putInt(plain.length);
        try (var deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(plain);
            deflater.finish();
            int written = deflater.deflate(bytes, HEAD_BYTES, bytes.length - HEAD_BYTES);
            if (!deflater.finished()) throw new FactLog.TooLarge(plain.length, WRITTEN_MAX);
            return Arrays.copyOf(bytes, HEAD_BYTES + written);
        }
    }

    /// Whether it was decided in the term that it was appended in. Otherwise others may have
    /// decided meanwhile on what it was decided on, and it is dropped, on all servers alike.
    public static boolean current(ByteBuffer bytes, long appendedIn) throws Malformed {
        return term(bytes) == appendedIn;
    }

    /// Only the term in which it was decided.
    static long term(ByteBuffer bytes) throws Malformed {
        if (bytes.remaining() >= HEAD_BYTES && bytes.get(bytes.position()) == DEFLATED)
            return bytes.getLong(bytes.position() + TERM_AT);
        return BatchForm.term(bytes);
    }

    /// @param house whose rooms can read the facts
    public static Batch decode(ByteBuffer bytes, House house) throws Malformed {
        boolean deflated =
                bytes.remaining() >= HEAD_BYTES && bytes.get(bytes.position()) == DEFLATED;
        return BatchForm.decode(deflated ? inflated(bytes) : bytes, house);
    }

    private static ByteBuffer inflated(ByteBuffer bytes) throws Malformed {
        bytes.position(bytes.position() + TERM_AT + Long.BYTES);
        int length = bytes.getInt();
        if (length < 0 || length > BYTES_MAX)
            throw new Malformed("an entry of %d bytes cannot be".formatted(length));
        try (var inflater = new Inflater()) {
            inflater.setInput(bytes);
            var plain = new byte[length];
            boolean full = inflater.inflate(plain) == length;
            boolean over = full && inflater.inflate(new byte[1]) > 0; // reads the sum at the end
            if (!full || over || !inflater.finished() || bytes.hasRemaining())
                throw new Malformed("it is not as long as it says");
            return ByteBuffer.wrap(plain);
        } catch (DataFormatException e) {
            throw new Malformed("it is damaged: " + e.getMessage(), e);
        }
    }
}
