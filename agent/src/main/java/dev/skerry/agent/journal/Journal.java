package dev.skerry.agent.journal;

import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.node.NodeFact;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// The node's memory on disk: facts, appended and synced before anything is seen of them.
///
/// One file. Each record is its length (4 bytes, big-endian), the CRC32C of what follows (4 bytes)
/// and a fact as JSON. A record that was torn by a power cut is the last one and was never
/// acknowledged: it is cut off. From time to time the file is replaced by a short one that leads to
/// the same state.
///
/// Not for several threads.
public final class Journal implements Closeable {
    /// Bytes of one fact.
    static final int RECORD_BYTES_MAX = 4 * 1024 * 1024;

    /// Bytes of all facts before the file is rewritten, when more than half could be saved.
    static final long REWRITE_BYTES = 1024 * 1024;

    /// Bytes on the disk that are kept free for the file, so that a disk that others have filled
    /// does not stop the node from noting what happens.
    static final long RESERVE_BYTES = 256 * 1024;

    private static final int HEADER_BYTES = Integer.BYTES + Integer.BYTES;
    private static final byte[] MAGIC = {'S', 'K', 'J', 'R', 'N', 'L', 0, 1};

    private final Path file;
    private final List<NodeFact> found = new ArrayList<>();
    private FileChannel channel;
    private long end;
    private long reservedTo;
    private long rewrittenBytes;
    private long tornBytes;

    private Journal(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Opens the journal in a directory, and makes it when there is none.
    ///
    /// @throws IOException when the disk fails, or the file is no journal of a known version
    public static Journal open(Path directory) throws IOException {
        Files.createDirectories(directory);
        // orders hold the environment of tasks, and with it their secrets
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        var file = directory.resolve("journal");
        Files.deleteIfExists(directory.resolve("journal.new"));
        var journal = new Journal(file, openChannel(file));
        try {
            journal.readAll();
            journal.reserve();
            return journal;
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /// What it held when it was opened, oldest first. To be asked once; it is let go then.
    public List<NodeFact> takeFound() {
        var all = List.copyOf(found);
        found.clear();
        return all;
    }

    /// Bytes at the end that were torn when it was opened, and cut off.
    public long tornBytes() {
        return tornBytes;
    }

    public long bytes() {
        return end;
    }

    /// Appends facts and waits until the disk has them.
    ///
    /// @throws IOException when the disk does not take them; the journal is as before then
    public void append(List<NodeFact> facts) throws IOException {
        if (facts.isEmpty()) return;
        var buffer = encode(facts);
        long at = end;
        try {
            long to = at;
            while (buffer.hasRemaining()) to += channel.write(buffer, to);
            channel.force(false);
            end = to - HEADER_BYTES;
        } catch (IOException e) {
            cutBack(at);
            throw e;
        }
        if (end + RESERVE_BYTES / 2 > reservedTo) tryReserve();
    }

    /// Whether a rewrite would save space.
    public boolean wantsRewrite() {
        return end > REWRITE_BYTES && end > 2 * rewrittenBytes;
    }

    /// Replaces all by facts that lead to the same state.
    public void rewrite(List<NodeFact> facts) throws IOException {
        var next = file.resolveSibling("journal.new");
        Files.deleteIfExists(next);
        var buffer = encode(facts);
        long bytes = MAGIC.length + (long) buffer.remaining() - HEADER_BYTES;
        try (var out = openChannel(next)) {
            var magic = ByteBuffer.wrap(MAGIC);
            while (magic.hasRemaining()) out.write(magic);
            while (buffer.hasRemaining()) out.write(buffer);
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(next);
            throw e;
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        syncDirectory();
        channel.close();
        channel = openChannel(file);
        end = bytes;
        rewrittenBytes = bytes;
        reservedTo = 0;
        tryReserve();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void readAll() throws IOException {
        long size = channel.size();
        if (size == 0) {
            writeMagic();
            return;
        }
        var magic = read(0, (int) Math.min(size, MAGIC.length));
        if (magic.mismatch(ByteBuffer.wrap(MAGIC)) >= 0) {
            if (allZero(magic) && size <= RESERVE_BYTES + MAGIC.length) {
                writeMagic();
                return;
            }
            throw new IOException(
                    file + " is not a journal of this version; move it away to start anew");
        }
        long at = MAGIC.length;
        while (true) {
            int length = readRecord(at, size);
            if (length < 0) break;
            at += HEADER_BYTES + length;
        }
        end = at;
        rewrittenBytes = 0;
        if (hasContent(at, size)) {
            tornBytes = size - at;
            Files.copy(
                    file, file.resolveSibling("journal.torn"), StandardCopyOption.REPLACE_EXISTING);
        }
        channel.truncate(at);
        channel.force(true);
    }

    /// Reads the record at a place and returns its length, or -1 when there is no whole one.
    private int readRecord(long at, long size) throws IOException {
        if (size - at < HEADER_BYTES) return -1;
        var header = read(at, HEADER_BYTES);
        int length = header.getInt();
        int sum = header.getInt();
        if (length <= 0 || length > RECORD_BYTES_MAX || length > size - at - HEADER_BYTES)
            return -1;
        var bytes = read(at + HEADER_BYTES, length).array();
        if (sum != checksum(bytes)) return -1;
        try {
            found.add(Codec.NODE_FACT.decode(bytes));
        } catch (Codec.Malformed e) {
            throw new IOException(
                    "%s: the record at byte %d was written by a newer version (%s)"
                            .formatted(file, at, e.getMessage()),
                    e);
        }
        return length;
    }

    private boolean hasContent(long from, long size) throws IOException {
        var rest = read(from, (int) Math.min(size - from, 64 * 1024));
        return !allZero(rest);
    }

    private static boolean allZero(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) return false;
        }
        return true;
    }

    private void writeMagic() throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(MAGIC), 0);
        channel.force(true);
        syncDirectory();
        end = MAGIC.length;
    }

    /// Takes blocks from the disk before they are needed; zeros mark the end of the records.
    private void reserve() throws IOException {
        long to = end + RESERVE_BYTES;
        var zeros = ByteBuffer.allocate(16 * 1024);
        for (long at = end; at < to; ) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
            at += channel.write(zeros, at);
        }
        channel.force(true);
        reservedTo = to;
    }

    /// A full disk is no reason to stop: the reserve that is there still serves.
    private void tryReserve() {
        try {
            reserve();
        } catch (IOException e) {
            reservedTo = Long.MAX_VALUE; // asked again after the next rewrite or start
        }
    }

    /// Takes back what a failed append has left, so that the next one finds a clean end.
    private void cutBack(long to) {
        try {
            channel.write(ByteBuffer.wrap(new byte[HEADER_BYTES]), to);
        } catch (IOException e) {
            // the record is torn then and its checksum says so
        }
    }

    /// The records and the mark of their end: what a failed append has left behind it is not read.
    private static ByteBuffer encode(List<NodeFact> facts) throws IOException {
        var records = new ArrayList<byte[]>(facts.size());
        int bytes = HEADER_BYTES;
        for (var fact : facts) {
            var record = Codec.NODE_FACT.encode(fact);
            if (record.length > RECORD_BYTES_MAX)
                throw new IOException("a fact of " + record.length + " bytes is too large");
            records.add(record);
            bytes = Math.addExact(bytes, HEADER_BYTES + record.length);
        }
        var buffer = ByteBuffer.allocate(bytes);
        for (var record : records)
            buffer.putInt(record.length).putInt(checksum(record)).put(record);
        return buffer.putLong(0).flip();
    }

    private static int checksum(byte[] bytes) {
        var sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    private ByteBuffer read(long at, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0)
                throw new IOException(file + " ended while it was read");
        }
        return buffer.flip();
    }

    private static FileChannel openChannel(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void syncDirectory() throws IOException {
        var directory = file.getParent();
        if (directory == null) return;
        try (var opened = FileChannel.open(directory, StandardOpenOption.READ)) {
            opened.force(true);
        }
    }
}
