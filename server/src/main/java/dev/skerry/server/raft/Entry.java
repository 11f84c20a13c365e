package dev.skerry.server.raft;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.codec.ServerCodec;
import dev.skerry.kernel.FactLog;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// One entry of the log as bytes: the format (1 byte), the term in which it was decided (8 bytes),
/// the number of facts (4 bytes), and for each its length (4 bytes) and JSON. Numbers are
/// big-endian.
///
/// These bytes are on disks: a change of them is a new format.
record Entry(long term, List<ClusterFact> facts) {
    static final int BYTES_MAX = 16 * 1024 * 1024;

    private static final byte FORMAT = 1;

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
        bytes.put(FORMAT).putLong(term).putInt(facts.size());
        for (var body : bodies) bytes.putInt(body.length).put(body);
        return bytes.array();
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

    static Entry decode(ByteBuffer bytes) throws IOException {
        try {
            int format = bytes.get();
            if (format != FORMAT)
                throw new IOException(
                        "an entry has format %d; this version reads %d".formatted(format, FORMAT));
            long term = bytes.getLong();
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
