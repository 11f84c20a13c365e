package dev.skerry.server.raft;

import dev.skerry.kernel.House;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.ratis.server.protocol.TermIndex;
import org.jspecify.annotations.Nullable;

/// Saves states beside the log. A state is a value: while it is written, which can take seconds,
/// the log goes on. For the log's thread.
final class StateSaver {
    private static final long NOT_YET = -1;

    private final SnapshotFiles files;
    private @Nullable FutureTask<Long> underway;

    StateSaver(SnapshotFiles files) {
        this.files = files;
    }

    /// Begins to save the state, or says what has come of the one before.
    ///
    /// @param at the entry that the state is true at
    /// @param done run when it is written: ask again then
    /// @return the index from which on the log is still needed; -1: all of it, for now
    long save(House house, TermIndex at, Runnable done) throws IOException {
        var before = underway;
        if (before != null) {
            if (!before.isDone()) return NOT_YET;
            underway = null;
            return result(before);
        }
        var task =
                new FutureTask<>(() -> files.save(house, at)) {
                    @Override
                    protected void done() {
                        done.run();
                    }
                };
        underway = task;
        var _ = Thread.ofPlatform().name("state-saver").daemon().start(task);
        return NOT_YET;
    }

    /// Saves the last state before the end, once the one before is written.
    long saveLast(House house, TermIndex at) throws IOException {
        var before = underway;
        underway = null;
        if (before != null) await(before);
        return files.save(house, at);
    }

    /// Nothing is asked of it any more: what is under way ends, and what is too old goes, for which
    /// Ratis asks only behind what it saved itself.
    void close() throws IOException {
        var before = underway;
        underway = null;
        if (before != null) await(before);
        files.cleanupOldSnapshots(null);
    }

    /// Whatever has come of it: the last state is another one.
    private static void await(FutureTask<Long> task) {
        try {
            var _ = result(task);
        } catch (IOException e) {
            // it has been said
        }
    }

    private static long result(FutureTask<Long> task) throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException("the state was not saved: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NOT_YET;
        }
    }
}
