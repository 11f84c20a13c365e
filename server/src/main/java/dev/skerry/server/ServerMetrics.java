package dev.skerry.server;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// What the server itself counts, for `/metrics`. Everything but the sizes only grows.
///
/// @param append from the decision on a batch to its being applied
/// @param mailbox messages that wait for their decision now
/// @param links nodes connected now
public record ServerMetrics(
        Messages messages, Latency append, AtomicInteger mailbox, AtomicInteger links) {

    public ServerMetrics() {
        this(
                new Messages(new LongAdder(), new LongAdder(), new LongAdder()),
                new Latency(),
                new AtomicInteger(),
                new AtomicInteger());
    }

    /// @param decided messages that became facts or nothing
    /// @param refused messages that were declined
    /// @param entries written to the log
    public record Messages(LongAdder decided, LongAdder refused, LongAdder entries) {}
}
