package dev.skerry.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ServerClockTest {
    final AtomicLong wallMs = new AtomicLong(1_000_000);
    final AtomicLong monotonicMs = new AtomicLong(77);
    final ServerClock clock =
            new ServerClock(wallMs::get, () -> TimeUnit.MILLISECONDS.toNanos(monotonicMs.get()));

    @Test
    void aNewStateBeginsWithTheWallClock() {
        clock.follow(0);
        clock.goOnFrom(0);
        assertEquals(1_000_000, clock.tickMs());
    }

    @Test
    void aKnownStateGoesOnHoweverTheWallClockLeaptMeanwhile() {
        clock.follow(5_000);
        assertEquals(5_000, clock.tickMs());
        wallMs.set(9);
        monotonicMs.addAndGet(100);
        assertEquals(5_100, clock.tickMs());
        assertEquals(9, clock.now().wallMs());
    }

    @Test
    void whoeverLeadsSaysHowLateItIs() {
        clock.follow(5_000);
        monotonicMs.addAndGet(30_000);
        clock.follow(5_500);
        assertEquals(5_500, clock.tickMs());
        clock.follow(0);
        assertEquals(5_500, clock.tickMs());
    }

    @Test
    void whoBeginsToLeadDoesNotGoBack() {
        clock.follow(5_000);
        monotonicMs.addAndGet(1_000);
        clock.goOnFrom(5_500);
        assertEquals(6_000, clock.tickMs());
        clock.goOnFrom(8_000);
        assertEquals(8_000, clock.tickMs());
    }
}
