package dev.skerry.agent.program;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// Reads a file that a task can exchange at any moment: by the time it is opened it may be a FIFO,
/// and opening one waits until somebody writes. So it is done beside, and not for ever.
public final class Peek {
    private static final int AT_ONCE_MAX = 16;
    private static final int LET_GO_MAX = 100;
    private static final long LET_GO_EVERY_NS = 20_000_000;
    private static final int KIND = 0170000;
    private static final int FIFO = 0010000;
    private static final long TURN_MAX_MS = 100;
    private static final long READ_MAX_MS = 2_000;
    private static final Semaphore FREE = new Semaphore(AT_ONCE_MAX);

    private Peek() {}

    /// What the reading gives; nothing: the disk is slow, or too many others are waited for.
    ///
    /// @throws IOException when it fails, or there is no file
    public static <T> Optional<T> at(Path file, Callable<T> reading) throws IOException {
        return at(file, reading, READ_MAX_MS);
    }

    static <T> Optional<T> at(Path file, Callable<T> reading, long maxMs) throws IOException {
        if (!free()) return Optional.empty();
        var result = new FutureTask<T>(reading);
        Thread.ofPlatform()
                .daemon()
                .name("peek")
                .start(() -> {
                    try {
                        result.run();
                    } finally {
                        FREE.release();
                    }
                });
        return awaited(file, result, maxMs);
    }

    private static boolean free() {
        try {
            return FREE.tryAcquire(TURN_MAX_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T> Optional<T> awaited(Path file, FutureTask<T> result, long maxMs)
            throws IOException {
        try {
            return Optional.of(result.get(maxMs, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            if (Files.isRegularFile(file)) return Optional.empty();
            letGo(file, result);
            throw new IOException("it is no file any more", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) throw io;
            if (e.getCause() instanceof RuntimeException bug) throw bug;
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty(); // the agent is being stopped: nothing is said for good
        }
    }

    /// Files that are being read now.
    static int waiting() {
        return AT_ONCE_MAX - FREE.availablePermits();
    }

    /// Whoever waits for a writer of a FIFO has one now; opened for both, it never waits. More than
    /// once: the reader may be about to open it.
    private static void letGo(Path file, Future<?> reader) {
        try {
            var real = file.toRealPath();
            for (int time = 0; time < LET_GO_MAX && !reader.isDone() && isFifo(real); time++) {
                FileChannel.open(real, StandardOpenOption.READ, StandardOpenOption.WRITE).close();
                LockSupport.parkNanos(LET_GO_EVERY_NS);
            }
        } catch (IOException e) {
            // it has gone, and one of a few threads waits on
        }
    }

    private static boolean isFifo(Path file) throws IOException {
        int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & KIND) == FIFO;
    }
}
