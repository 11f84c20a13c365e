package dev.skerry.agent.jvm;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Reads the beginnings of some files of a zip. It holds a few kilobytes of it at a time, however
/// many files are in there; Java's own way holds the list of all of them, in an agent that has
/// little memory.
final class ZipLook implements AutoCloseable {
    /// In a larger one some offsets are written in another way, which it does not read.
    static final long BYTES_MAX = 0xFFFFFFFEL;

    private static final int END_BYTES = 22;
    private static final int COMMENT_BYTES_MAX = 0xFFFF;
    private static final int END_SIGN = 0x06054b50;

    /// Before the end there is another one where more files are in it than that can say.
    private static final int POINTER_BYTES = 20;

    private static final int POINTER_SIGN = 0x07064b50;
    private static final int MANY_BYTES = 56;
    private static final int MANY_SIGN = 0x06064b50;
    private static final int LISTED_BYTES = 46;
    private static final int LISTED_SIGN = 0x02014b50;
    private static final int LOCAL_BYTES = 30;
    private static final int LOCAL_SIGN = 0x04034b50;
    private static final int DEFLATED = 8;
    private static final long LARGE = 0xFFFFFFFFL;

    private final FileChannel file;
    private final long listAt;
    private final long listEnd;

    /// What stands before the zip in its file is not counted in its offsets.
    private final long before;

    /// It is no zip, or a damaged one.
    static final class NoZip extends IOException {
        private static final long serialVersionUID = 1;

        NoZip() {
            super("no zip");
        }
    }

    private ZipLook(FileChannel file) throws IOException {
        this.file = file;
        long endAt = end();
        long manyAt = endAt - POINTER_BYTES - MANY_BYTES;
        if (sign(endAt - POINTER_BYTES) == POINTER_SIGN && sign(manyAt) == MANY_SIGN) {
            var end = bytes(manyAt, MANY_BYTES);
            listEnd = manyAt;
            listAt = listEnd - end.getLong(40);
            before = listAt - end.getLong(48);
        } else {
            var end = bytes(endAt, END_BYTES);
            listEnd = endAt;
            listAt = listEnd - (end.getInt(12) & LARGE);
            before = listAt - (end.getInt(16) & LARGE);
        }
        boolean within = listAt >= 0 && listAt <= listEnd && before >= 0 && before <= listEnd;
        if (!within) throw new NoZip();
    }

    /// @throws NoZip when it is none
    static ZipLook open(Path path) throws IOException {
        var file = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new ZipLook(file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private int sign(long at) throws IOException {
        return at < 0 ? 0 : bytes(at, Integer.BYTES).getInt(0);
    }

    /// Where its last record begins: nearly always it has no comment.
    private long end() throws IOException {
        long size = file.size();
        if (size < END_BYTES) throw new NoZip();
        if (bytes(size - END_BYTES, END_BYTES).getInt(0) == END_SIGN) return size - END_BYTES;
        int length = (int) Math.min(size, END_BYTES + COMMENT_BYTES_MAX);
        var tail = bytes(size - length, length);
        for (int at = length - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) != END_SIGN) continue;
            int comment = tail.getShort(at + 20) & 0xFFFF;
            if (at + END_BYTES + comment == length) return size - length + at;
        }
        throw new NoZip();
    }

    /// The beginning of a file in it; null: there is none of that name.
    ///
    /// @param anyCase whether large and small letters are the same
    byte @Nullable [] read(String name, boolean anyCase, int bytesMax) throws IOException {
        try {
            return found(name, anyCase, bytesMax);
        } catch (EOFException e) {
            throw new NoZip();
        }
    }

    private byte @Nullable [] found(String name, boolean anyCase, int bytesMax) throws IOException {
        var wanted = name.getBytes(StandardCharsets.UTF_8);
        file.position(listAt);
        var list = new BufferedInputStream(Channels.newInputStream(file));
        for (long at = listAt; at + LISTED_BYTES <= listEnd; ) {
            var listed = buffer(list.readNBytes(LISTED_BYTES));
            if (listed.limit() < LISTED_BYTES || listed.getInt(0) != LISTED_SIGN) throw new NoZip();
            int length = listed.getShort(28) & 0xFFFF;
            int more = (listed.getShort(30) & 0xFFFF) + (listed.getShort(32) & 0xFFFF);
            if (length == wanted.length && same(list.readNBytes(length), wanted, anyCase))
                return content(listed, bytesMax);
            list.skipNBytes(length == wanted.length ? more : length + more);
            at += LISTED_BYTES + length + more;
        }
        return null;
    }

    private static boolean same(byte[] name, byte[] wanted, boolean anyCase) {
        if (!anyCase) return Arrays.equals(name, wanted);
        var left = new String(name, StandardCharsets.UTF_8);
        return left.equalsIgnoreCase(new String(wanted, StandardCharsets.UTF_8));
    }

    private byte[] content(ByteBuffer listed, int bytesMax) throws IOException {
        long at = before + (listed.getInt(42) & LARGE);
        var local = bytes(at, LOCAL_BYTES);
        if (local.getInt(0) != LOCAL_SIGN) throw new NoZip();
        int skipped = (local.getShort(26) & 0xFFFF) + (local.getShort(28) & 0xFFFF);
        file.position(at + LOCAL_BYTES + skipped);
        var stored = new BufferedInputStream(Channels.newInputStream(file));
        if (listed.getShort(10) != DEFLATED) {
            long size = Math.min(bytesMax, listed.getInt(24) & LARGE);
            return stored.readNBytes((int) size);
        }
        var inflater = new Inflater(true);
        try {
            return inflated(new InflaterInputStream(stored, inflater), bytesMax);
        } finally {
            inflater.end();
        }
    }

    private static byte[] inflated(InputStream in, int bytesMax) throws IOException {
        try {
            return in.readNBytes(bytesMax);
        } catch (ZipException e) {
            throw new NoZip();
        }
    }

    private ByteBuffer bytes(long at, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) throw new NoZip();
        }
        return buffer.flip();
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
