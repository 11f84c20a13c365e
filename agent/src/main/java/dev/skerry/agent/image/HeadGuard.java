package dev.skerry.agent.image;

import java.io.IOException;
import java.io.InputStream;

/// What a reader of tar files takes in for the head of one entry, bounded: names and words of any
/// length may stand there, and the reader would hold all of them in memory.
final class HeadGuard {
    private static final int BLOCK = 512;
    private static final int HEAD_BYTES_MAX = 256 * 1024;

    /// Words for all entries behind them are held until the end.
    private static final int GLOBAL_MAX = 16;

    private static final int TYPE = 156;
    private static final int MAGIC = 257;

    private int left = -1;
    private int global;

    /// From now on it is a head that is read.
    void head() {
        left = HEAD_BYTES_MAX;
    }

    /// From now on it is what stands behind one.
    void content() {
        left = -1;
    }

    /// Reads as much as is asked for, if there is as much: a block of a head comes in one piece.
    int read(InputStream from, byte[] into, int offset, int length) throws IOException {
        if (left < 0) return from.read(into, offset, length);
        int count = from.readNBytes(into, offset, length);
        left -= count;
        if (left < 0) throw ImageTrouble.bad("the name of a file in it is too long");
        boolean block = count == BLOCK && into[offset + MAGIC] == 'u';
        if (block && into[offset + TYPE] == 'g' && ++global > GLOBAL_MAX)
            throw ImageTrouble.bad("it says too much for all of its files");
        return count == 0 && length > 0 ? -1 : count;
    }
}
