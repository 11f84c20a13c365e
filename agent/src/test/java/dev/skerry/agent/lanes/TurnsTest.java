package dev.skerry.agent.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final long NEVER_MS = 3_600_000;
    private static final int MANY = 500;

    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Test
    void everyoneHasATurnAndNeverMoreThanAFewAtOnce() throws Exception {
        var turns = new Turns(4, NEVER_MS);
        var done = new CountDownLatch(MANY);
        for (int i = 0; i < MANY; i++) {
            start(() -> {
                try (var _ = turns.take()) {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    now.decrementAndGet();
                }
                done.countDown();
            });
        }
        assertTrue(done.await(1, TimeUnit.MINUTES), done.getCount() + " wait still");
        assertTrue(most.get() <= 4, most + " at once");
    }

    @Test
    void turnsThatNeverEndKeepNobodyWaitingForEver() throws Exception {
        var turns = new Turns(2, 1);
        var begun = new CountDownLatch(MANY);
        for (int i = 0; i < MANY; i++) {
            start(() -> {
                var _ = turns.take();
                begun.countDown();
            });
        }
        assertTrue(begun.await(1, TimeUnit.MINUTES), begun.getCount() + " wait still");
    }

    /// Whoever of those who wait looks at the clock may go: another one does it then.
    @Test
    void whoGivesUpWaitingLeavesTheOthersTheirTurns() throws Exception {
        var turns = new Turns(1, NEVER_MS);
        var begun = new CountDownLatch(MANY / 2);
        var waiting = new ArrayList<Thread>();
        try (var _ = turns.take()) {
            for (int i = 0; i < MANY; i++) {
                waiting.add(
                        start(() -> {
                            try (var _ = turns.take()) {
                                begun.countDown();
                            }
                        }));
            }
            await(waiting);
            for (int i = 0; i < MANY; i += 2) waiting.get(i).interrupt();
            for (int i = 0; i < MANY; i += 2) waiting.get(i).join();
            assertEquals(MANY / 2, begun.getCount());
        }
        assertTrue(begun.await(1, TimeUnit.MINUTES), begun.getCount() + " wait still");
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static Thread start(Work work) {
        return Thread.ofVirtual()
                .start(() -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    private static void await(List<Thread> all) {
        long endNs = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        for (var each : all)
            while (each.getState() != Thread.State.WAITING
                    && each.getState() != Thread.State.TIMED_WAITING) {
                assertTrue(System.nanoTime() - endNs < 0, "it does not wait");
                Thread.onSpinWait();
            }
    }
}
