package dev.skerry.server.raft;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.codec.ServerCodec;
import dev.skerry.kernel.FactLog;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// One entry of the log as bytes: the format (1 byte), the term in which it was decided (8 bytes),
/// the number of facts (4 bytes), and for each its length (4 bytes) and JSON. Numbers are
/// big-endian.
///
/// What is larger than [#WRITTEN_MAX] is deflated: the format, the term, the number of bytes that
/// it was (4 bytes), and what comes after the term, as zlib writes it. Ratis keeps a buffer for the
/// largest entry that there could be; ten thousand placements are 5 MiB and deflate to a tenth.
///
/// These bytes are on disks: a change of them is a new format.
record Entry(long term, List<ClusterFact> facts) {
    /// Of the facts.
    static final int BYTES_MAX = 16 * 1024 * 1024;

    /// As it is in the log.
    static final int WRITTEN_MAX = 4 * 1024 * 1024;

    private static final byte PLAIN = 1;
    private static final byte DEFLATED = 2;

    /// The codec reads strings of up to 32,768 characters, so a shorter fact can be read.
    private static final int CERTAIN_BYTES = 32_000;

    private static final int HEADER_BYTES = 1 + Long.BYTES + Integer.BYTES;

    static byte[] encode(long term, List<ClusterFact> facts) {
        var bodies = new ArrayList<byte[]>(facts.size());
        long size = HEADER_BYTES;
        for (var fact : facts) {
            var body = ServerCodec.CLUSTER_FACT.encode(fact);
            if (body.length > CERTAIN_BYTES) mustBeReadable(fact, body);
            bodies.add(body);
            size += Integer.BYTES + body.length;
            if (size > BYTES_MAX) throw new FactLog.TooLarge(size, BYTES_MAX);
        }
        var bytes = ByteBuffer.allocate((int) size);
        bytes.put(PLAIN).putLong(term).putInt(facts.size());
        for (var body : bodies) bytes.putInt(body.length).put(body);
        return size > WRITTEN_MAX ? deflated(bytes.array()) : bytes.array();
    }

    private static byte[] deflated(byte[] plain) {
        var bytes = new byte[WRITTEN_MAX];
        var head = ByteBuffer.wrap(bytes).put(DEFLATED).put(plain, 1, Long.BYTES);
        int length = plain.length - head.position();
        int from = head.putInt(length).position();
        try (var deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(plain, plain.length - length, length);
            deflater.finish();
            int written = deflater.deflate(bytes, from, bytes.length - from);
            if (!deflater.finished()) throw new FactLog.TooLarge(plain.length, WRITTEN_MAX);
            return Arrays.copyOf(bytes, from + written);
        }
    }

    private static ByteBuffer inflated(ByteBuffer deflated) throws IOException {
        int length = deflated.getInt();
        if (length < 0 || length > BYTES_MAX)
            throw new IOException("an entry of %d bytes cannot be".formatted(length));
        try (var inflater = new Inflater()) {
            inflater.setInput(deflated);
            var bytes = new byte[length];
            boolean full = inflater.inflate(bytes) == length;
            boolean over = full && inflater.inflate(new byte[1]) > 0; // reads the sum at the end
            if (!full || over || !inflater.finished() || deflated.hasRemaining())
                throw new IOException("an entry is not as long as it says");
            return ByteBuffer.wrap(bytes);
        } catch (DataFormatException e) {
            throw new IOException("an entry of the log is damaged: " + e.getMessage(), e);
        }
    }

    /// What people and nodes write can have long strings. They are refused now: in the log they
    /// would keep the server from starting.
    private static void mustBeReadable(ClusterFact fact, byte[] body) {
        if (fact instanceof ClusterFact.AllocationsPlaced) return; // many, but each is small
        try {
            ServerCodec.CLUSTER_FACT.decode(body);
        } catch (Codec.Malformed e) {
            throw new FactLog.TooLarge(body.length, CERTAIN_BYTES);
        }
    }

    /// Only the term in which the entry was decided.
    static long decodeTerm(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() < HEADER_BYTES) throw new IOException("an entry has no header");
        return bytes.getLong(1);
    }

    static Entry decode(ByteBuffer written) throws IOException {
        try {
            int format = written.get();
            if (format != PLAIN && format != DEFLATED)
                throw new IOException(
                        "an entry has format %d; this version reads %d and %d"
                                .formatted(format, PLAIN, DEFLATED));
            long term = written.getLong();
            var bytes = format == DEFLATED ? inflated(written) : written;
            int count = bytes.getInt();
            var facts = new ArrayList<ClusterFact>();
            for (int i = 0; i < count; i++) {
                int length = bytes.getInt();
                if (length < 0 || length > bytes.remaining())
                    throw new IOException("a fact is longer than its entry");
                var body = new byte[length];
                bytes.get(body);
                facts.add(ServerCodec.CLUSTER_FACT.decode(body));
            }
            return new Entry(term, List.copyOf(facts));
        } catch (BufferUnderflowException | Codec.Malformed e) {
            throw new IOException("an entry of the log cannot be read: " + e.getMessage(), e);
        }
    }
}
