package dev.skerry.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The states of all rooms in one stream: for each its name on a line, then what its [Saved] has
/// written, in pieces of a known length, so that no room can read beyond its own.
///
/// `skerry house 3`, then `room cluster`, pieces (4 bytes length, big-endian, and as many bytes), 4
/// zeros, 4 bytes CRC-32C of all that the pieces hold, the next room, and at last `end`. Lines end
/// with a line feed. `skerry house 2` is the same without checksums.
public final class SavedHouse {
    private static final String FIRST_LINE = "skerry house 3";
    private static final String FIRST_LINE_UNCHECKED = "skerry house 2";
    private static final String ROOM = "room ";
    private static final String LAST_LINE = "end";
    private static final int LINE_BYTES_MAX = 64;
    private static final int PIECE_BYTES = 64 * 1024;

    /// The file is whole, but of a build that has other rooms: it must stay as it is.
    public static final class UnknownRoom extends IOException {
        private static final long serialVersionUID = 1;

        UnknownRoom(String name) {
            super(
                    "the saved state holds \"%s\", which this build does not have; start the build"
                                    .formatted(name)
                            + " that wrote it");
        }
    }

    private SavedHouse() {}

    /// Writes and flushes; the stream stays open. Of a room in which nothing has happened nothing
    /// is written: builds that do not have it yet can read the others.
    public static void write(House house, List<? extends Saved<?>> rooms, OutputStream to)
            throws IOException {
        line(FIRST_LINE, to);
        for (var saved : rooms) write(house, saved, to);
        line(LAST_LINE, to);
        to.flush();
    }

    private static <S> void write(House house, Saved<S> saved, OutputStream to) throws IOException {
        if (house.of(saved.room()).equals(saved.room().machine().empty())) return;
        line(ROOM + saved.room().name(), to);
        var pieces = new Pieces(to);
        saved.write(house.of(saved.room()), pieces);
        pieces.end();
    }

    /// The house that was written. A room that was not there yet is as it was before anything
    /// happened.
    ///
    /// @param empty the house before anything has happened
    /// @throws IOException when the stream is not as it was written, or a room is in it that this
    ///   build does not have; the message says which
    public static House read(House empty, List<? extends Saved<?>> rooms, InputStream from)
            throws IOException {
        var first = line(from);
        boolean checked = FIRST_LINE.equals(first);
        if (!checked && !FIRST_LINE_UNCHECKED.equals(first))
            throw new IOException("the saved state is not of this version");
        var house = empty;
        var seen = new HashSet<String>();
        for (var next = line(from); !LAST_LINE.equals(next); next = line(from)) {
            if (next == null || !next.startsWith(ROOM))
                throw new IOException("the saved state ends after " + seen.size() + " rooms");
            var name = next.substring(ROOM.length());
            if (!seen.add(name)) throw new IOException("the saved state has " + name + " twice");
            house = read(house, of(name, rooms), new Joined(from, name, checked));
        }
        return house;
    }

    private static Saved<?> of(String name, List<? extends Saved<?>> rooms) throws IOException {
        for (var saved : rooms) if (saved.room().name().equals(name)) return saved;
        throw new UnknownRoom(name);
    }

    private static <S> House read(House house, Saved<S> saved, Joined own) throws IOException {
        var state = saved.read(own);
        own.end();
        return house.with(saved.room(), state);
    }

    private static void line(String text, OutputStream to) throws IOException {
        to.write((text + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /// Null: the stream has ended, or this is no line of ours.
    private static @Nullable String line(InputStream from) throws IOException {
        var text = new StringBuilder();
        while (text.length() < LINE_BYTES_MAX) {
            int next = from.read();
            if (next < 0) return null;
            if (next == '\n') return text.toString();
            text.append((char) next);
        }
        return null;
    }

    /// Cuts what is written into pieces.
    private static final class Pieces extends OutputStream {
        private final OutputStream to;
        private final byte[] piece = new byte[Integer.BYTES + PIECE_BYTES];
        private final CRC32C sum = new CRC32C();
        private int filled;

        Pieces(OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int one) throws IOException {
            if (filled == PIECE_BYTES) flush();
            piece[Integer.BYTES + filled++] = (byte) one;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int end = offset + length;
            for (int at = offset; at < end; ) {
                if (filled == PIECE_BYTES) flush();
                int part = Math.min(end - at, PIECE_BYTES - filled);
                System.arraycopy(bytes, at, piece, Integer.BYTES + filled, part);
                filled += part;
                at += part;
            }
        }

        @Override
        public void flush() throws IOException {
            if (filled == 0) return;
            sum.update(piece, Integer.BYTES, filled);
            System.arraycopy(whole(filled), 0, piece, 0, Integer.BYTES);
            to.write(piece, 0, Integer.BYTES + filled);
            filled = 0;
        }

        void end() throws IOException {
            flush();
            to.write(whole(0));
            to.write(whole((int) sum.getValue()));
        }

        private static byte[] whole(int number) {
            return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
        }
    }

    /// Joins the pieces of one room again.
    private static final class Joined extends InputStream {
        private final InputStream from;
        private final String room;
        private final boolean checked;
        private final CRC32C sum = new CRC32C();
        private int left;
        private boolean over;

        /// @param checked a checksum follows
        Joined(InputStream from, String room, boolean checked) {
            this.from = from;
            this.room = room;
            this.checked = checked;
        }

        @Override
        public int read() throws IOException {
            if (!more()) return -1;
            int next = from.read();
            if (next < 0) throw torn();
            sum.update(next);
            left--;
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) return 0;
            if (!more()) return -1;
            int read = from.read(bytes, offset, Math.min(length, left));
            if (read < 0) throw torn();
            sum.update(bytes, offset, read);
            left -= read;
            return read;
        }

        private boolean more() throws IOException {
            if (left > 0) return true;
            if (over) return false;
            left = whole();
            if (left < 0 || left > PIECE_BYTES)
                throw new IOException("the saved state has a piece of " + left + " bytes");
            over = left == 0;
            return !over;
        }

        private int whole() throws IOException {
            var bytes = from.readNBytes(Integer.BYTES);
            if (bytes.length < Integer.BYTES) throw torn();
            return ByteBuffer.wrap(bytes).getInt();
        }

        void end() throws IOException {
            if (read() >= 0) throw new IOException("the saved state goes on behind a room's end");
            if (checked && whole() != (int) sum.getValue())
                throw new IOException("what is saved of " + room + " is not what was written");
        }

        private static IOException torn() {
            return new IOException("the saved state ends within a room");
        }
    }
}
