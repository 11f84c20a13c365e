package dev.skerry.agent.cluster;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Removes what runs have left behind, on a thread of its own: a tree of a million files keeps no
/// other task waiting. What could not be removed is tried again.
final class Cleaner implements AutoCloseable {
    private static final long AGAIN_AFTER_S = 5;

    /// It ends between two files.
    private static final long END_MAX_S = 5;

    private final RunDirectories directories;
    private final ScheduledExecutorService lane;

    Cleaner(RunDirectories directories) {
        this.directories = directories;
        lane =
                Executors.newSingleThreadScheduledExecutor(
                        work -> Thread.ofPlatform().daemon().name("cleaner").unstarted(work));
    }

    /// What an earlier life of the agent has left. Users that were not given back are looked for
    /// here only: that reads every claim on the machine.
    void begin() {
        schedule(this::releaseNow, 0);
        empty();
    }

    /// Something was given up.
    void empty() {
        schedule(this::emptyNow, 0);
    }

    /// What has failed is done once more, after a while.
    void again(Runnable work) {
        schedule(work, AGAIN_AFTER_S);
    }

    private void emptyNow() {
        try {
            directories.emptyRemoved();
        } catch (IOException e) {
            again(this::emptyNow);
        }
    }

    private void releaseNow() {
        try {
            directories.releaseGone();
        } catch (IOException e) {
            again(this::releaseNow);
        }
    }

    private void schedule(Runnable work, long afterS) {
        try {
            var _ = lane.schedule(work, afterS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // the agent ends; the next one begins with what is left
        }
    }

    @Override
    public void close() {
        lane.shutdownNow();
        try {
            boolean _ = lane.awaitTermination(END_MAX_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
