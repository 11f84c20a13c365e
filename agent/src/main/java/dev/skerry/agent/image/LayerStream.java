package dev.skerry.agent.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.zip.GZIPInputStream;

/// A layer as a tar file: hashed and counted while it is read.
final class LayerStream extends InputStream {
    static final String ZSTD =
            "its layers are compressed by zstd, which is not read here: push it with gzip"
                    + " (buildah push --compression-format gzip)";

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAGIC_BYTES = 4;

    private final HeadGuard from;
    private final LayerBudget budget;
    private final MessageDigest sum = Digests.fresh();

    private LayerStream(InputStream from, LayerBudget budget) {
        this.from = new HeadGuard(from);
        this.budget = budget;
    }

    /// @param blob compressed or not; closed with what is returned
    static LayerStream open(InputStream blob, LayerBudget budget) throws IOException {
        var stored = new BufferedInputStream(blob, BUFFER_BYTES);
        stored.mark(MAGIC_BYTES);
        var magic = stored.readNBytes(MAGIC_BYTES);
        stored.reset();
        int begins = 0;
        for (var each : magic) begins = (begins << 8) | (each & 0xff);
        if (begins == 0x28b52ffd) throw ImageTrouble.bad(ZSTD);
        boolean gzip = begins >>> 16 == 0x1f8b;
        return new LayerStream(gzip ? new GZIPInputStream(stored, BUFFER_BYTES) : stored, budget);
    }

    /// From now on it is the header of a file that is read.
    void head() {
        from.head();
    }

    /// From now on it is what stands behind one.
    void content() {
        from.content();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (Thread.currentThread().isInterrupted()) throw new InterruptedIOException();
        int count = from.read(into, offset, Math.min(length, BUFFER_BYTES));
        if (count <= 0) return count;
        budget.take(count);
        sum.update(into, offset, count);
        return count;
    }

    /// Reads what is left, which counts as all before it.
    ///
    /// @return the digest of all of it
    String end() throws IOException {
        content();
        var buffer = new byte[BUFFER_BYTES];
        int count = 0;
        while (count >= 0) count = read(buffer, 0, buffer.length);
        return Digests.text(sum.digest());
    }

    @Override
    public void close() throws IOException {
        from.close();
    }

    /// What a reader of tar files takes in for the header of one file, bounded: names and words of
    /// any length may stand there, and the reader would hold all of them in memory.
    static final class HeadGuard extends InputStream {
        private static final int BLOCK = 512;
        private static final int HEAD_BYTES_MAX = 256 * 1024;

        /// Words for all entries behind them are held until the end.
        private static final int GLOBAL_MAX = 16;

        private static final int TYPE = 156;
        private static final int MAGIC = 257;

        private final InputStream from;
        private int left = -1;
        private int global;

        HeadGuard(InputStream from) {
            this.from = from;
        }

        void head() {
            left = HEAD_BYTES_MAX;
        }

        void content() {
            left = -1;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        /// As much of a header as is asked for, if there is as much: a block comes in one piece.
        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left < 0) return from.read(into, offset, length);
            int count = from.readNBytes(into, offset, length);
            left -= count;
            if (left < 0) throw ImageTrouble.bad("the name of a file in it is too long");
            boolean block = count == BLOCK && into[offset + MAGIC] == 'u';
            if (block && into[offset + TYPE] == 'g' && ++global > GLOBAL_MAX)
                throw ImageTrouble.bad("it says too much for all of its files");
            return count == 0 && length > 0 ? -1 : count;
        }

        @Override
        public void close() throws IOException {
            from.close();
        }
    }
}
