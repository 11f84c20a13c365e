package dev.skerry.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What the server counts, for `/metrics`. Everything but the sizes only grows.
///
/// @param append from the decision on a batch to its being applied
/// @param mailbox messages that wait for their decision now
/// @param links nodes connected now
public record ServerMetrics(
        SchedulingFigures scheduling,
        Messages messages,
        Latency append,
        AtomicInteger mailbox,
        AtomicInteger links) {

    public ServerMetrics() {
        this(
                new SchedulingFigures(
                        new LongAdder(), new LongAdder(), new LongAdder(), new Latency()),
                new Messages(new LongAdder(), new LongAdder(), new LongAdder()),
                new Latency(),
                new AtomicInteger(),
                new AtomicInteger());
    }

    /// @param evaluations looks of the scheduler at a job
    /// @param placements allocations in plans that were accepted
    /// @param blocked looks that left work without a place
    /// @param plan how long one look takes
    public record SchedulingFigures(
            LongAdder evaluations, LongAdder placements, LongAdder blocked, Latency plan) {}

    /// @param decided messages that became facts or nothing
    /// @param refused messages that were declined
    /// @param entries written to the log
    public record Messages(LongAdder decided, LongAdder refused, LongAdder entries) {}
}
