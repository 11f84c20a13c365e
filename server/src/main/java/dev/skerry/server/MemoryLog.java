package dev.skerry.server;

import dev.skerry.kernel.Batch;
import dev.skerry.kernel.FactLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A log that forgets everything when it is closed: for tests and measurements.
public final class MemoryLog implements FactLog {
    private final Follower follower;
    private final AtomicLong term = new AtomicLong();
    private final AtomicLong index = new AtomicLong();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("memory-log").factory());

    /// Leads in term 1 from the start.
    public MemoryLog(Follower follower) {
        this.follower = follower;
        lead();
    }

    /// Begins the next term.
    public void lead() {
        thread.execute(() -> follower.leads(term.incrementAndGet()));
    }

    /// Loses leadership: what is appended from now on fails, until [#lead].
    public void depose() {
        thread.execute(() -> {
            term.incrementAndGet();
            follower.deposed();
        });
    }

    @Override
    public CompletableFuture<Long> append(Batch batch) {
        var done = new CompletableFuture<Long>();
        try {
            thread.execute(() -> commit(batch, done));
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(new IllegalStateException("the log is closed", e));
        }
        return done;
    }

    private void commit(Batch batch, CompletableFuture<Long> done) {
        if (batch.term() != term.get()) {
            done.completeExceptionally(new IllegalStateException("not leading in " + batch.term()));
            return;
        }
        long at = index.incrementAndGet();
        follower.committed(at, batch);
        done.complete(at);
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) thread.shutdownNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
