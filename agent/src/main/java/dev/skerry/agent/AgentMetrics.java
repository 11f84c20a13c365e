package dev.skerry.agent;

import java.util.concurrent.atomic.LongAdder;

/// What the agent counts.
public final class AgentMetrics {
    /// Upper bounds of the buckets for the journal's latency, in seconds; a last one is endless.
    static final double[] LATENCY_BOUNDS_S = {0.001, 0.005, 0.02, 0.1, 0.5, 2};

    final LongAdder links = new LongAdder();
    final LongAdder linkFailures = new LongAdder();
    final LongAdder journalFacts = new LongAdder();
    final LongAdder journalFailures = new LongAdder();
    volatile long journalBytes;
    private final long[] latencyCounts = new long[LATENCY_BOUNDS_S.length + 1];
    private double latencySumS;

    void journaled(int facts, long ns) {
        journalFacts.add(facts);
        double s = ns / 1e9;
        int bucket = 0;
        while (bucket < LATENCY_BOUNDS_S.length && s > LATENCY_BOUNDS_S[bucket]) bucket++;
        synchronized (this) {
            latencyCounts[bucket]++;
            latencySumS += s;
        }
    }

    /// How often the journal was written within each bound, not summed up.
    synchronized long[] latencyCounts() {
        return latencyCounts.clone();
    }

    synchronized double latencySumS() {
        return latencySumS;
    }
}
