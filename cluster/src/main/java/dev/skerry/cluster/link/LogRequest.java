package dev.skerry.cluster.link;

/// Asks a node for a task's output, as a stream of the link.
///
/// @param source `stdout` or `stderr`
/// @param offset bytes from its beginning; negative: so many lines from its end
/// @param follow go on at the end, until the task has ended for good
public record LogRequest(
        String allocation, String task, String source, long offset, boolean follow) {
    /// From the end of an output.
    public static final int LINES_MAX = 100_000;

    /// Bytes on their way or waiting at the reader.
    public static final int WINDOW_BYTES = 256 * 1024;
}
