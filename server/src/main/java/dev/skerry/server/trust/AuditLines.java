package dev.skerry.server.trust;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The lines of a file that somebody may be writing to: what has no end yet is none.
final class AuditLines implements AutoCloseable {
    /// A longer line was written by nobody here; it counts as an empty one.
    static final int LINE_BYTES_MAX = 1024 * 1024;

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private long wholeBytes;

    AuditLines(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    }

    /// Without its end; null: there is no more.
    @Nullable String next() throws IOException {
        var line = new ByteArrayOutputStream();
        long bytes = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            bytes++;
            if (next == '\n') {
                wholeBytes += bytes;
                return bytes > LINE_BYTES_MAX ? "" : line.toString(StandardCharsets.UTF_8);
            }
            if (bytes <= LINE_BYTES_MAX) line.write(next);
        }
        return null;
    }

    /// How many bytes the lines have that were read so far, with their ends.
    long wholeBytes() {
        return wholeBytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
