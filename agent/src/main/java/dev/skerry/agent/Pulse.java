package dev.skerry.agent;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// What an idle node does: a look at itself every few seconds, a sign of life as often as the
/// server wants one.
final class Pulse implements AutoCloseable {
    /// Half of a server's usual wish: an idle node wakes no oftener than twice between two signs.
    private static final long LOOK_EVERY_MS = 6_000;

    private final LongSupplier signEveryMs;
    private final Runnable look;
    private final Runnable sign;
    private final Semaphore changed = new Semaphore(0);
    private final Thread thread;

    /// @param signEveryMs how often a sign of life is wanted, at this moment
    Pulse(LongSupplier signEveryMs, Runnable look, Runnable sign) {
        this.signEveryMs = signEveryMs;
        this.look = look;
        this.sign = sign;
        thread = Thread.ofPlatform().daemon().name("pulse").unstarted(this::beat);
    }

    void start() {
        thread.start();
    }

    /// There is a new wish: what is waited for may be due sooner.
    void changed() {
        changed.release();
    }

    private void beat() {
        long signedNs = System.nanoTime();
        try {
            while (true) {
                long dueMs = signEveryMs.getAsLong() - sinceMs(signedNs);
                if (changed.tryAcquire(Math.clamp(dueMs, 1, LOOK_EVERY_MS), TimeUnit.MILLISECONDS))
                    continue;
                look.run();
                if (sinceMs(signedNs) < signEveryMs.getAsLong()) continue;
                signedNs = System.nanoTime();
                sign.run();
            }
        } catch (InterruptedException e) {
            // the agent ends
        }
    }

    private static long sinceMs(long ns) {
        return (System.nanoTime() - ns) / 1_000_000;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
