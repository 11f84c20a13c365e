package dev.skerry.server.raft;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// A file that is forced to the disk piece by piece while it is written. All at once at the end
/// would keep the disk busy for so long that the log, which is forced there too, had to wait.
final class ForcedOutput extends OutputStream {
    private static final long FORCED_EVERY_BYTES = 512 * 1024;

    private final FileChannel file;
    private long written;

    /// @param file closed with this
    ForcedOutput(FileChannel file) {
        this.file = file;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int at, int length) throws IOException {
        var left = ByteBuffer.wrap(bytes, at, length);
        while (left.hasRemaining()) file.write(left);
        written += length;
        if (written < FORCED_EVERY_BYTES) return;
        written = 0;
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
