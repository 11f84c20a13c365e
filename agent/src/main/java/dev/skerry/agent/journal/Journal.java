package dev.skerry.agent.journal;

import dev.skerry.agent.files.WholeFile;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Told;
import dev.skerry.kernel.link.Frame;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The node's memory on disk: facts, appended and synced before anything is seen of them.
///
/// One file for all rooms. Each record is its length (4 bytes, big-endian), the CRC32C of what
/// follows (4 bytes), and a fact: its room's name behind its length (1 byte), and its bytes. A
/// record that was torn by a power cut is the last one and was never acknowledged: it is cut off.
/// Whole records behind one that is not whole tell of damage: what can be read counts, and a fact
/// behind it says that something is missing. From time to time the file is replaced by a short one
/// that leads to the same state.
///
/// Not for several threads.
public final class Journal implements Closeable {
    /// Bytes of one fact: a frame of the link, and what is noted of it besides.
    static final int RECORD_BYTES_MAX = 2 * Frame.BYTES_MAX;

    /// Bytes of all facts before the file is rewritten, when more than half could be saved.
    static final long REWRITE_BYTES = 1024 * 1024;

    /// Bytes on the disk that are kept free for the file, so that a disk that others have filled
    /// does not stop the node from noting what happens.
    static final long RESERVE_BYTES = 256 * 1024;

    /// Copies of journals that were not whole; each stays until a person removes it.
    static final int COPIES_MAX = 16;

    static final int HEADER_BYTES = Integer.BYTES + Integer.BYTES;
    private static final int BLOCK_BYTES = 16 * 1024;
    private static final byte[] MAGIC = {'S', 'K', 'J', 'R', 'N', 'L', 0, 2};

    private final Path file;
    private final House house;
    private final List<Told> ifDamaged;
    private final List<Told> found = new ArrayList<>();
    private FileChannel channel;
    private long end;
    private long reservedTo;
    private long rewrittenBytes;
    private long rewriteFrom = REWRITE_BYTES;
    private boolean renamed;
    private long tornBytes;
    private String damage = "";

    private Journal(Path file, House house, List<Told> ifDamaged, FileChannel channel) {
        this.file = file;
        this.house = house;
        this.ifDamaged = ifDamaged;
        this.channel = channel;
    }

    /// Opens the journal in a directory, and makes it when there is none.
    ///
    /// @param house whose rooms read the facts
    /// @param ifDamaged the facts that say that something is missing
    /// @param expected whether the node has kept one before: without it, what it knew is lost
    /// @throws IOException when the disk fails, or the file is no journal of a known version
    public static Journal open(Path directory, House house, List<Told> ifDamaged, boolean expected)
            throws IOException {
        Files.createDirectories(directory);
        // orders hold the environment of tasks, and with it their secrets
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        var file = directory.resolve("journal");
        Files.deleteIfExists(directory.resolve("journal.new"));
        var journal = new Journal(file, house, ifDamaged, openChannel(file));
        try {
            boolean missing = journal.readAll();
            if (missing && expected) journal.noteMissing();
            journal.tryReserve();
            return journal;
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /// What it held when it was opened, oldest first. To be asked once; it is let go then.
    public List<Told> takeFound() {
        var all = List.copyOf(found);
        found.clear();
        return all;
    }

    /// Bytes at the end that were torn when it was opened, and cut off.
    public long tornBytes() {
        return tornBytes;
    }

    /// What was damaged when it was opened, where, and what to do, for people; empty: nothing.
    public String damage() {
        return damage;
    }

    public long bytes() {
        return end;
    }

    /// Appends facts and waits until the disk has them.
    ///
    /// @throws IOException when the disk does not take them; the journal is as before then
    public void append(List<Told> facts) throws IOException {
        if (facts.isEmpty()) return;
        settle();
        var buffer = encode(facts);
        long at = end;
        try {
            long to = at;
            while (buffer.hasRemaining()) to += channel.write(buffer, to);
            channel.force(false);
            end = to - HEADER_BYTES;
        } catch (IOException e) {
            cutBack(at, buffer.position());
            throw e;
        }
        if (end + RESERVE_BYTES / 2 > reservedTo) tryReserve();
    }

    /// Whether a rewrite would save space.
    public boolean wantsRewrite() {
        return end > rewriteFrom && end > 2 * rewrittenBytes;
    }

    /// Replaces all by facts that lead to the same state.
    ///
    /// @return false when the disk has no room for both: the journal is as before, and goes on
    /// @throws IOException when the disk fails
    public boolean rewrite(List<Told> facts) throws IOException {
        settle();
        var fresh = writeBeside(facts);
        if (fresh == null) {
            rewriteFrom = end + RESERVE_BYTES / 4; // asked again when more could be saved
            return false;
        }
        channel.close();
        channel = fresh;
        renamed = true;
        end = fresh.position() - HEADER_BYTES;
        rewrittenBytes = end;
        rewriteFrom = REWRITE_BYTES;
        reservedTo = 0;
        settle();
        tryReserve();
        return true;
    }

    /// The new file in the place of the old one; null when the disk did not take it.
    private @Nullable FileChannel writeBeside(List<Told> facts) throws IOException {
        var next = file.resolveSibling("journal.new");
        FileChannel out = null;
        try {
            Files.deleteIfExists(next);
            out = openChannel(next);
            write(out, ByteBuffer.wrap(MAGIC));
            for (var fact : facts) { // one by one: all of it may be more than the heap has left
                var record = encode(List.of(fact));
                write(out, record.limit(record.limit() - HEADER_BYTES));
            }
            write(out, ByteBuffer.allocate(HEADER_BYTES));
            out.force(true);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            return out;
        } catch (IOException e) {
            if (out == null) return null;
            out.close();
            Files.deleteIfExists(next);
            return null;
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) out.write(bytes);
    }

    /// Nothing is added to a new file before the disk knows it by its name.
    private void settle() throws IOException {
        if (renamed) WholeFile.syncFolderOf(file);
        renamed = false;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /// Whether there was nothing, or nothing of it can be read: a torn end is but the last record,
    /// so that a node that has kept more than that has lost it.
    private boolean readAll() throws IOException {
        long size = channel.size();
        if (size == 0) {
            writeMagic();
            return true;
        }
        var reader = new JournalReader(file, channel, house);
        var magic = reader.read(0, (int) Math.min(size, MAGIC.length));
        boolean known = magic.mismatch(ByteBuffer.wrap(MAGIC)) < 0;
        if (!known && JournalReader.allZero(magic) && !reader.endsInContent()) {
            writeMagic();
            return true;
        }
        if (!known && !(sameVersion(magic) && reader.wholeAt(MAGIC.length)))
            throw new IOException(
                    file + " is not a journal of this version; move it away to start anew");
        reader.readAll(MAGIC.length);
        found.addAll(reader.facts());
        end = reader.end();
        if (!known || !reader.holes().isEmpty()) repair(reader);
        else if (reader.endsInContent()) cutOff(size);
        else reservedTo = size;
        return tornBytes > 0 && found.isEmpty();
    }

    /// What runs is taken over then, as after any other damage.
    private void noteMissing() throws IOException {
        damage =
                file
                        + (tornBytes > 0 ? " cannot be read at all" : " was missing or empty")
                        + ": look at its disk; the servers are asked for what was lost";
        found.addAll(ifDamaged);
        append(ifDamaged);
    }

    /// One more record follows than could be read: something is missing.
    private void repair(JournalReader reader) throws IOException {
        var copy = keepCopy("journal.damaged");
        damage = new Damage(file, copy, reader.holes()).sentence();
        found.addAll(ifDamaged);
        if (rewrite(found)) return;
        reservedTo = channel.size(); // no room for both: it stays as it is, and is read again
        append(ifDamaged);
    }

    private void cutOff(long size) throws IOException {
        tornBytes = size - end;
        var _ = keepCopy("journal.torn");
        channel.truncate(end);
        channel.force(true);
    }

    /// A damaged mark of the file is as good as a whole one when whole records follow; the version
    /// in its last byte is taken at its word.
    private static boolean sameVersion(ByteBuffer magic) {
        return magic.limit() == MAGIC.length
                && magic.get(MAGIC.length - 1) == MAGIC[MAGIC.length - 1];
    }

    /// For whoever wants to look at it; a disk without room for it is no reason to stop.
    private @Nullable Path keepCopy(String name) {
        for (int number = 1; number <= COPIES_MAX; number++) {
            var copy = file.resolveSibling(name + "-" + number);
            try {
                Files.copy(file, copy);
                return copy;
            } catch (FileAlreadyExistsException e) {
                // that of another time
            } catch (IOException e) {
                return null; // what could be read is kept all the same
            }
        }
        return null;
    }

    private void writeMagic() throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(MAGIC), 0);
        channel.force(true);
        WholeFile.syncFolderOf(file);
        end = MAGIC.length;
    }

    /// Takes blocks from the disk before they are needed; zeros mark the end of the records.
    private void reserve() throws IOException {
        long to = end + RESERVE_BYTES;
        var zeros = ByteBuffer.allocate(BLOCK_BYTES);
        for (long at = Math.max(end, reservedTo); at < to; ) {
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

    /// Takes back what a failed append has left, so that none of it is ever taken for what was
    /// remembered.
    private void cutBack(long to, int bytes) {
        try {
            var zeros = ByteBuffer.allocate(bytes);
            for (long at = to; zeros.hasRemaining(); ) at += channel.write(zeros, at);
        } catch (IOException e) {
            // it is torn then, and its checksum says so
        }
    }

    /// The records and the mark of their end: what a failed append has left behind it is not read.
    private static ByteBuffer encode(List<Told> facts) throws IOException {
        var records = new ArrayList<byte[]>(facts.size());
        int bytes = HEADER_BYTES;
        for (var fact : facts) {
            var record = record(fact);
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

    private static byte[] record(Told fact) {
        var room = fact.room().getBytes(StandardCharsets.US_ASCII);
        var record = ByteBuffer.allocate(1 + room.length + fact.bytes().length);
        return record.put((byte) room.length).put(room).put(fact.bytes()).array();
    }

    static int checksum(byte[] bytes) {
        var sum = new CRC32C();
        sum.update(bytes);
        return (int) sum.getValue();
    }

    private static FileChannel openChannel(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
}
