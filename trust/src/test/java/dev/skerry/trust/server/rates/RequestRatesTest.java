package dev.skerry.trust.server.rates;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// With a clock that is an argument.
class RequestRatesTest {
    private final RequestRates rates = new RequestRates(RequestRates.USUAL);

    /// How many are let in at one moment.
    private static int all(RequestRates rates, String who, long tickMs) {
        int count = 0;
        while (rates.take(who, tickMs) == 0) count++;
        return count;
    }

    @Test
    void aThousandAtOnceAndTwoHundredASecond() {
        assertEquals(1_000, all(rates, "a", 7));
        assertEquals(1, rates.take("a", 7));
        assertEquals(200, all(rates, "a", 1_007));
        assertEquals(1_000, all(rates, "a", 600_000), "no more is saved up");
        assertEquals(1_000, all(rates, "b", 600_000), "each has his own");
    }

    @Test
    void whoKeepsHisPaceIsNeverRefused() {
        for (int i = 0; i < 10_000; i++) assertEquals(0, rates.take("a", 5L * i));
    }

    /// A server that leads for the first time takes over the time of the log, which may be less
    /// than its own was.
    @Test
    void aClockThatGoesBackRefusesNobody() {
        assertEquals(0, rates.take("a", 3_600_000));
        assertEquals(1_000, all(rates, "a", 7));
        assertEquals(200, all(rates, "a", 1_007));
    }

    @Test
    void aSlowRateSaysHowLong() {
        var slow = new RequestRates(1);
        assertEquals(5, all(slow, "a", 0));
        assertEquals(1, slow.take("a", 0));
        assertEquals(1, slow.take("a", 999));
        assertEquals(0, slow.take("a", 1_000));
        var fast = new RequestRates(RequestRates.RATE_MAX);
        assertEquals(5_000_000, all(fast, "a", 0));
    }

    /// Of those that came first nothing is known any more: they begin anew.
    @Test
    void theTableHasAnEnd() {
        assertEquals(1_000, all(rates, "first", 0));
        for (int i = 0; i < RequestRates.CALLERS_MAX; i++) rates.take("x" + i, 0);
        assertEquals(1_000, all(rates, "first", 0));
    }
}
