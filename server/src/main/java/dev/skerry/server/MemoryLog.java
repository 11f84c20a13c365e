package dev.skerry.server;

import dev.skerry.kernel.FactLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A log that forgets everything when it is closed: for tests, the simulator and measurements.
///
/// @param <F> the facts it keeps
public final class MemoryLog<F> implements FactLog<F> {
    private final Follower<F> follower;
    private final AtomicLong term = new AtomicLong();
    private final AtomicLong index = new AtomicLong();
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("memory-log").factory());

    /// Leads in term 1 from the start.
    public MemoryLog(Follower<F> follower) {
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
    public CompletableFuture<Long> append(long decidedTerm, List<F> facts) {
        var done = new CompletableFuture<Long>();
        try {
            thread.execute(() -> commit(decidedTerm, facts, done));
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(new IllegalStateException("the log is closed", e));
        }
        return done;
    }

    private void commit(long decidedTerm, List<F> facts, CompletableFuture<Long> done) {
        if (decidedTerm != term.get()) {
            done.completeExceptionally(new IllegalStateException("not leading in " + decidedTerm));
            return;
        }
        long at = index.incrementAndGet();
        follower.committed(at, facts);
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
