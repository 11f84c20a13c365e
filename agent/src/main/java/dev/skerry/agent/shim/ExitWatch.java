package dev.skerry.agent.shim;

import dev.skerry.agent.driver.TaskHandle;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/// One thread that hears of the end of every task, by the files that shims leave in one directory,
/// and from time to time looks for shims that could not leave one.
final class ExitWatch implements AutoCloseable {
    /// What it tells.
    interface Listener {
        /// The shim of this task has said that the task ended.
        void ended(TaskHandle handle);

        /// Time to look after every task.
        ///
        /// @param thorough whether a pid in use has to be shown to be still the same process
        void sweep(boolean thorough);
    }

    private static final long SWEEP_EVERY_MS = 4_000;
    private static final int THOROUGH_EVERY_SWEEPS = 15;
    private static final long CLOSE_MAX_MS = 5_000;

    private final Path exits;
    private final Listener listener;
    private final WatchService watcher;
    private final Thread thread;

    private ExitWatch(Path exits, Listener listener, WatchService watcher) {
        this.exits = exits;
        this.listener = listener;
        this.watcher = watcher;
        this.thread = new Thread(null, this::run, "task-exits", 0);
    }

    static ExitWatch start(Path exits, Listener listener) throws IOException {
        var watcher = exits.getFileSystem().newWatchService();
        exits.register(watcher, StandardWatchEventKinds.ENTRY_CREATE);
        var watch = new ExitWatch(exits, listener, watcher);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /// Has the end of a task looked at again, on the watching thread.
    void again(TaskHandle handle) throws IOException {
        var file = exits.resolve(handle.toString());
        Files.deleteIfExists(file);
        Files.write(file, new byte[0]);
    }

    private void run() {
        try {
            long sweepAtNs = System.nanoTime();
            int sweeps = 0;
            while (true) {
                long leftNs = Math.max(0, sweepAtNs - System.nanoTime());
                var key = watcher.poll(leftNs, TimeUnit.NANOSECONDS);
                if (key != null) {
                    for (var event : key.pollEvents()) tell(event);
                    key.reset();
                }
                if (System.nanoTime() - sweepAtNs < 0) continue;
                listener.sweep(sweeps++ % THOROUGH_EVERY_SWEEPS == 0);
                sweepAtNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SWEEP_EVERY_MS);
            }
        } catch (InterruptedException | ClosedWatchServiceException e) {
            // closed
        }
    }

    private void tell(WatchEvent<?> event) {
        if (event.kind().equals(StandardWatchEventKinds.OVERFLOW)) {
            listener.sweep(true);
            return;
        }
        var name = String.valueOf(event.context());
        var handle = TaskHandle.parse(name);
        if (handle != null) listener.ended(handle);
        try {
            Files.deleteIfExists(exits.resolve(name));
        } catch (IOException e) {
            // it is empty, and removed when the agent starts again
        }
    }

    @Override
    public void close() throws IOException {
        watcher.close();
        try {
            thread.join(CLOSE_MAX_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
