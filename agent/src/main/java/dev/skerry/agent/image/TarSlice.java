package dev.skerry.agent.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A part of an open file.
final class TarSlice extends InputStream {
    private final FileChannel file;
    private final long end;
    private long at;

    TarSlice(FileChannel file, long at, long end) {
        this.file = file;
        this.at = at;
        this.end = end;
    }

    /// Where in the file it is.
    long at() {
        return at;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) return 0;
        long left = end - at;
        if (left <= 0) return -1;
        int count = file.read(ByteBuffer.wrap(into, offset, (int) Math.min(length, left)), at);
        if (count > 0) at += count;
        return count;
    }

    @Override
    public int available() {
        return Math.clamp(end - at, 0, Integer.MAX_VALUE);
    }
}
