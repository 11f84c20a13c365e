package dev.skerry.sim.e2e;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assertions;

/// Waits for what shall become true.
final class Await {
    /// Long enough for a machine that is busy with other things; a promise in figures says its own.
    static final Duration LONG = Duration.ofSeconds(60);

    private static final long LOOK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        until(what, LONG, condition);
    }

    /// As [#until], for what shall be equal to something; who reads that it never was is told what
    /// it was instead.
    static <T> void equal(String what, T expected, Callable<T> look) throws Exception {
        long untilNs = System.nanoTime() + LONG.toNanos();
        for (var seen = look.call(); !expected.equals(seen); seen = look.call()) {
            if (System.nanoTime() - untilNs >= 0)
                Assertions.assertEquals(
                        expected, seen, "after " + LONG.toMillis() + " ms: " + what);
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }

    /// @param what the condition, for the one who reads that it never became true
    static void until(String what, Duration within, Callable<Boolean> condition) throws Exception {
        long untilNs = System.nanoTime() + within.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - untilNs >= 0)
                Assertions.fail("not within " + within.toMillis() + " ms: " + what);
            LockSupport.parkNanos(LOOK_EVERY_NS);
        }
    }
}
