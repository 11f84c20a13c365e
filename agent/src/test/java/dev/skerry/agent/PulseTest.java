package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final AtomicLong everyMs = new AtomicLong(3_600_000);
    private final CountDownLatch signs = new CountDownLatch(3);

    @Test
    void aServerThatWantsToHearMoreIsHeardAtOnce() throws InterruptedException {
        try (var pulse = new Pulse(everyMs::get, () -> {}, signs::countDown)) {
            pulse.start();
            everyMs.set(10);
            pulse.changed();
            assertTrue(signs.await(5, TimeUnit.SECONDS), "it waits for what was wanted before");
        }
    }

    @Test
    void signsComeNoOftenerThanTheyAreWanted() throws InterruptedException {
        everyMs.set(20);
        long beganNs = System.nanoTime();
        try (var pulse = new Pulse(everyMs::get, () -> {}, signs::countDown)) {
            pulse.start();
            assertTrue(signs.await(20, TimeUnit.SECONDS));
        }
        assertTrue(System.nanoTime() - beganNs >= 60_000_000);
    }
}
