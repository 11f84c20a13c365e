package dev.skerry.agent.cluster;

import dev.skerry.agent.logs.LogFileReader;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.kernel.link.StreamSource;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A task's output, as somebody at a server has asked for it.
final class TaskLog implements StreamSource {
    private static final long WAIT_MS = 1_000;

    private final LogRequest request;
    private final BooleanSupplier goesOn;
    private final RunDirectories directories;
    private @Nullable LogFileReader reader;
    private long offset;

    /// @param goesOn whether the task runs or will run again, so that more output can come
    TaskLog(RunDirectories directories, LogRequest request, BooleanSupplier goesOn) {
        this.request = request;
        this.goesOn = goesOn;
        this.directories = directories;
    }

    @Override
    public @Nullable Piece next(int bytesMax) throws IOException {
        var reader = begun();
        // asked before it is read: what was written up to the end is read after it
        boolean more = request.follow() && goesOn.getAsBoolean();
        var chunk = more ? reader.await(offset, bytesMax, WAIT_MS) : reader.read(offset, bytesMax);
        if (chunk.isEmpty() && !more) return null;
        if (!chunk.isEmpty()) offset = chunk.next();
        return new Piece(chunk.offset(), chunk.bytes());
    }

    private LogFileReader begun() throws IOException {
        if (reader != null) return reader;
        var begun =
                new LogFileReader(
                        directories.logs(request.allocation(), request.task()), request.source());
        int lines = Math.clamp(-request.offset(), 0, LogRequest.LINES_MAX);
        offset = request.offset() < 0 ? begun.tail(lines) : request.offset();
        reader = begun;
        return begun;
    }
}
