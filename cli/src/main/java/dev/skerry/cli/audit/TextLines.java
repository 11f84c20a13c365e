package dev.skerry.cli.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Lines that come, none of them longer than it can be.
final class TextLines implements AutoCloseable {
    private static final int LINE_BYTES_MAX = 1024 * 1024;

    private final InputStream in;

    TextLines(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /// Without its end; null: there is no more. The last one may have no end.
    @Nullable String next() throws IOException {
        var line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) return null;
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (line.size() >= LINE_BYTES_MAX) throw new IOException("a line is longer than 1 MiB");
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // it is left either way
        }
    }
}
