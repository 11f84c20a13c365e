package dev.skerry.agent.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// The last of what a task has written, in which it often says why it ended.
public final class LogEnd {
    private static final int BYTES_MAX = 4 * 1024;

    private LogEnd() {}

    /// At most 4 KiB; empty: there is nothing, or it cannot be read.
    ///
    /// @param stream `stdout` or `stderr`
    public static String of(Path logs, String stream) {
        try {
            var reader = new LogFileReader(logs, stream);
            var text = new StringBuilder();
            var chunk = reader.read(Math.max(0, reader.end() - BYTES_MAX), BYTES_MAX);
            while (!chunk.isEmpty() && text.length() < BYTES_MAX) {
                text.append(new String(chunk.bytes(), StandardCharsets.UTF_8));
                chunk = reader.read(chunk.next(), BYTES_MAX);
            }
            return text.toString();
        } catch (IOException e) {
            return "";
        }
    }
}
