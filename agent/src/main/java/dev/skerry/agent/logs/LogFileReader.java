package dev.skerry.agent.logs;

import static dev.skerry.kernel.Check.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Reads one stream of a task, in bounded pieces, also while it grows and its files come and go. It
/// holds nothing open, so it can be dropped at any time and taken up elsewhere at an offset.
public final class LogFileReader {
    /// The most that one call returns.
    public static final int CHUNK_BYTES_MAX = 256 * 1024;

    /// How far [#tail] looks back for the lines.
    public static final int TAIL_BYTES_MAX = 4 * 1024 * 1024;

    /// A writer would have to turn its files as often between two steps of ours.
    private static final int LOOKS_MAX = 100;

    private static final int BLOCK_BYTES = 16 * 1024;
    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Set<java.nio.file.OpenOption> OPEN =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Path directory;
    private final String stream;

    /// @param stream `stdout` or `stderr`
    public LogFileReader(Path directory, String stream) {
        check(stream.equals("stdout") || stream.equals("stderr"), "a task has two streams");
        this.directory = directory;
        this.stream = stream;
    }

    /// The offset of the oldest byte that is kept.
    public long start() throws IOException {
        var files = LogFiles.of(directory, stream);
        return files.count() == 0 ? 0 : files.start(0);
    }

    /// The offset after the newest byte.
    public long end() throws IOException {
        return look(LogFileReader::end);
    }

    private static long end(LogFiles files) throws IOException {
        if (files.count() == 0) return 0;
        int newest = files.count() - 1;
        try (var file = FileChannel.open(files.file(newest), OPEN)) {
            return files.start(newest) + file.size();
        }
    }

    /// What stands at an offset now, without waiting: empty at the end. An offset whose bytes are
    /// gone yields what comes next, which the chunk's own offset tells.
    public LogChunk read(long offset, int bytesMax) throws IOException {
        check(offset >= 0, "offsets count from 0");
        check(
                bytesMax >= 1 && bytesMax <= CHUNK_BYTES_MAX,
                "a chunk has 1 to CHUNK_BYTES_MAX bytes");
        return look(files -> read(files, offset, bytesMax));
    }

    private interface Look<T> {
        T at(LogFiles files) throws IOException;
    }

    /// A file that goes away between the look at the directory and its opening was the oldest: the
    /// next look finds another oldest.
    private <T> T look(Look<T> look) throws IOException {
        for (int i = 1; i < LOOKS_MAX; i++) {
            try {
                return look.at(LogFiles.of(directory, stream));
            } catch (NoSuchFileException e) {
                // once more
            }
        }
        return look.at(LogFiles.of(directory, stream));
    }

    private static LogChunk read(LogFiles files, long offset, int bytesMax) throws IOException {
        int index = files.holding(offset);
        if (index < 0) return new LogChunk(offset, new byte[0]);
        long from = Math.max(offset, files.start(index));
        while (true) {
            try (var file = FileChannel.open(files.file(index), OPEN)) {
                long at = from - files.start(index);
                int size = Math.clamp(file.size() - at, 0, bytesMax);
                if (size > 0) return new LogChunk(from, bytes(file, at, size));
            }
            if (++index == files.count()) return new LogChunk(from, new byte[0]);
            from = files.start(index);
        }
    }

    private static byte[] bytes(FileChannel file, long at, int size) throws IOException {
        var buffer = ByteBuffer.allocate(size);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, at + buffer.position()) < 0) break;
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /// As [#read], but waits for something to come, at most so long. It looks ten times a second,
    /// and needs no thread but the caller's.
    public LogChunk await(long offset, int bytesMax, long waitMaxMs) throws IOException {
        long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMaxMs);
        while (true) {
            var chunk = read(offset, bytesMax);
            boolean over =
                    System.nanoTime() - untilNs >= 0 || Thread.currentThread().isInterrupted();
            if (!chunk.isEmpty() || over) return chunk;
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }

    /// Where the last lines begin, so that reading from there shows them; looks back over at most
    /// [#TAIL_BYTES_MAX]. A last line without an end counts as one. Where it cannot look further,
    /// or what was before is gone, it is the beginning of the first line that is whole: of a line
    /// that is longer than all that, some byte of it.
    public long tail(int lines) throws IOException {
        check(lines >= 0, "lines are counted");
        long end = end();
        if (lines == 0) return end;
        long oldest = Math.max(start(), end - TAIL_BYTES_MAX);
        int found = 0;
        long first = oldest; // of the lines found so far
        for (long to = end; to > oldest; ) {
            long from = Math.max(oldest, to - BLOCK_BYTES);
            var block = block(from, to);
            for (int i = block.length - 1; i >= 0; i--) {
                long after = to - block.length + i + 1;
                if (block[i] != '\n' || after == end) continue;
                first = after;
                if (++found == lines) return after;
            }
            to -= block.length;
            if (block.length == 0) break;
        }
        return oldest == 0 ? 0 : first;
    }

    /// Bytes up to `to`: those from `from` on, unless they are gone meanwhile.
    private byte[] block(long from, long to) throws IOException {
        var bytes = new byte[(int) (to - from)];
        int filled = 0;
        while (filled < bytes.length) {
            var chunk = read(from + filled, bytes.length - filled);
            if (chunk.isEmpty() || chunk.offset() != from + filled) return new byte[0];
            System.arraycopy(chunk.bytes(), 0, bytes, filled, chunk.bytes().length);
            filled += chunk.bytes().length;
        }
        return bytes;
    }
}
