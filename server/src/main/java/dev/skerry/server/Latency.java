package dev.skerry.server;

import dev.skerry.kernel.figures.PrometheusText;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// How long something takes, counted in buckets.
public final class Latency {
    /// Upper bounds of the buckets, in microseconds; the last bucket has none.
    public static final List<Long> BOUNDS_MICROS =
            List.of(250L, 500L, 1_000L, 2_500L, 5_000L, 10_000L, 25_000L, 100_000L, 1_000_000L);

    private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS_MICROS.size() + 1);
    private final LongAdder sumNanos = new LongAdder();

    public void add(long nanos) {
        sumNanos.add(nanos);
        int bucket = 0;
        while (bucket < BOUNDS_MICROS.size() && nanos > BOUNDS_MICROS.get(bucket) * 1_000) bucket++;
        buckets.incrementAndGet(bucket);
    }

    /// Values in one bucket, not in those below.
    ///
    /// @param bucket 0 to the number of bounds
    public long count(int bucket) {
        return buckets.get(bucket);
    }

    public long count() {
        long count = 0;
        for (int i = 0; i <= BOUNDS_MICROS.size(); i++) count += buckets.get(i);
        return count;
    }

    public double sumSeconds() {
        return sumNanos.sum() / 1e9;
    }

    /// Writes it as a histogram.
    public void write(String name, String help, PrometheusText to) {
        var bounds = new double[BOUNDS_MICROS.size()];
        var counts = new long[bounds.length + 1];
        for (int i = 0; i < bounds.length; i++) bounds[i] = BOUNDS_MICROS.get(i) / 1e6;
        for (int i = 0; i < counts.length; i++) counts[i] = count(i);
        to.histogram(name, help).buckets(bounds, counts, sumSeconds());
    }
}
