package dev.skerry.kernel.link;

/// The writer's account of one stream: what it may still send. For one thread at a time.
public final class Allowance {
    private long bytes;

    /// @param bytes that the request came with; less than nothing counts as nothing
    public Allowance(long bytes) {
        this.bytes = Math.max(0, bytes);
    }

    /// How many of so many bytes may be sent now.
    public int of(int wanted) {
        return (int) Math.min(wanted, bytes);
    }

    public void sent(int sent) {
        bytes -= sent;
    }

    /// The reader grants more. What no honest reader grants ends at the most that can be counted.
    public void more(long granted) {
        if (granted <= 0) return;
        long sum = bytes + granted;
        bytes = sum < 0 ? Long.MAX_VALUE : sum;
    }
}
