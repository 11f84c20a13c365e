package dev.skerry.agent.journal;

import dev.skerry.kernel.House;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Text;
import dev.skerry.kernel.Told;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads a journal from its first record to its last, over places that are damaged.
///
/// Where no whole record stands, the next one is looked for at each byte behind it: a record is
/// whole when its sum is right. When there is none, the end was torn; else the file is damaged, and
/// what stands in between is lost.
final class JournalReader {
    /// Bytes that are read at once while a record is looked for.
    private static final int WINDOW_BYTES = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final House house;
    private final List<Told> facts = new ArrayList<>();
    private final List<Hole> holes = new ArrayList<>();
    private long end;

    /// Bytes that are no records, with records behind them.
    record Hole(long at, long bytes) {}

    JournalReader(Path file, FileChannel channel, House house) throws IOException {
        this.file = file;
        this.house = house;
        this.channel = channel;
        this.size = channel.size();
    }

    /// @param from where the first record should begin
    void readAll(long from) throws IOException {
        end = from;
        for (long at = from; at >= 0; ) {
            int length = readRecord(at);
            if (length >= 0) {
                at += Journal.HEADER_BYTES + length;
                end = at;
                continue;
            }
            long next = nextRecord(at + 1);
            if (next >= 0) holes.add(new Hole(at, next - at));
            at = next;
        }
    }

    List<Told> facts() {
        return facts;
    }

    List<Hole> holes() {
        return holes;
    }

    /// Behind the last whole record.
    long end() {
        return end;
    }

    /// Whether a whole record stands there.
    boolean wholeAt(long at) throws IOException {
        return recordAt(at) != null;
    }

    /// Takes the record at a place and returns its length, or -1 when there is no whole one.
    private int readRecord(long at) throws IOException {
        var bytes = recordAt(at);
        if (bytes == null) return -1;
        try {
            facts.add(told(bytes));
        } catch (Malformed e) {
            throw new IOException(
                    "%s: the record at byte %d was written by another version (%s)"
                            .formatted(file, at, e.getMessage()),
                    e);
        }
        return bytes.length;
    }

    private Told told(byte[] record) throws Malformed {
        int length = record[0];
        if (length < 1 || length >= record.length) throw new Malformed("it names no room");
        var name = new String(record, 1, length, StandardCharsets.US_ASCII);
        var room = house.room(name);
        if (room == null)
            throw new Malformed(
                    "it is of \"%s\", which this build does not have"
                            .formatted(Text.fit(name, 16)));
        return room.told(Arrays.copyOfRange(record, 1 + length, record.length));
    }

    private byte @Nullable [] recordAt(long at) throws IOException {
        if (size - at < Journal.HEADER_BYTES) return null;
        var header = read(at, Journal.HEADER_BYTES);
        int length = header.getInt();
        int sum = header.getInt();
        if (!fits(at, length)) return null;
        var bytes = read(at + Journal.HEADER_BYTES, length).array();
        return sum == Journal.checksum(bytes) ? bytes : null;
    }

    private boolean fits(long at, int length) {
        return length > 0
                && length <= Journal.RECORD_BYTES_MAX
                && length <= size - at - Journal.HEADER_BYTES;
    }

    /// Where the next whole record begins; -1: there is none. Few places can be one: a length has a
    /// zero in front, and what it measures begins with the short name of a room.
    private long nextRecord(long from) throws IOException {
        for (long at = from; size - at > Journal.HEADER_BYTES; ) {
            var window = read(at, (int) Math.min(WINDOW_BYTES, size - at));
            int places = window.limit() - Journal.HEADER_BYTES;
            for (int i = 0; i < places; i++) {
                boolean likely =
                        window.get(i) == 0
                                && fits(at + i, window.getInt(i))
                                && beginsWithName(window.get(i + Journal.HEADER_BYTES));
                if (likely && wholeAt(at + i)) return at + i;
            }
            at += places;
        }
        return -1;
    }

    private static boolean beginsWithName(byte length) {
        return length > 0 && length <= Room.NAME_CHARACTERS_MAX;
    }

    /// Whether anything but zeros stands behind the last record.
    boolean endsInContent() throws IOException {
        for (long at = end; at < size; at += WINDOW_BYTES)
            if (!allZero(read(at, (int) Math.min(size - at, WINDOW_BYTES)))) return true;
        return false;
    }

    static boolean allZero(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) != 0) return false;
        }
        return true;
    }

    ByteBuffer read(long at, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0)
                throw new IOException(file + " ended while it was read");
        }
        return buffer.flip();
    }
}
