package dev.skerry.cluster.state;

import dev.skerry.cluster.job.Resources;

/// So much of a fleet: what allocations have reserved, or what jobs ask for.
///
/// @param cpuMhz MHz
/// @param memoryBytes bytes
/// @param allocations how many
public record Use(long cpuMhz, long memoryBytes, long allocations) {
    public static final Use NONE = new Use(0, 0, 0);

    /// With one allocation more.
    public Use plus(Resources one) {
        return new Use(cpuMhz + one.cpuMhz(), memoryBytes + one.memoryBytes(), allocations + 1);
    }

    /// With one allocation less.
    public Use minus(Resources one) {
        return new Use(cpuMhz - one.cpuMhz(), memoryBytes - one.memoryBytes(), allocations - 1);
    }

    /// Both together. What is too much for a number is the largest one.
    public Use plus(Use more) {
        return new Use(
                sum(cpuMhz, more.cpuMhz),
                sum(memoryBytes, more.memoryBytes),
                sum(allocations, more.allocations));
    }

    /// So many allocations of the same. What is too much for a number is the largest one.
    static Use of(Resources each, int count) {
        return new Use(times(each.cpuMhz(), count), times(each.memoryBytes(), count), count);
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    private static long times(long each, int count) {
        return count > 0 && each > Long.MAX_VALUE / count ? Long.MAX_VALUE : each * count;
    }
}
