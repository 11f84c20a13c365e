package dev.skerry.cluster.state;

import dev.skerry.cluster.job.Resources;
import dev.skerry.kernel.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How much of the fleet a namespace may use. What runs there already is never stopped for it.
///
/// @param cpuMhz MHz that its allocations may reserve together; [#UNLIMITED]: no limit
/// @param memoryBytes bytes that they may reserve together; [#UNLIMITED]: no limit
/// @param allocations how many there may be at a time; [#UNLIMITED]: no limit
/// @param pools the node pools that its jobs may run in; none: all
public record Quota(long cpuMhz, long memoryBytes, long allocations, List<String> pools) {
    public static final long UNLIMITED = -1;
    public static final Quota NONE = new Quota(UNLIMITED, UNLIMITED, UNLIMITED, List.of());

    /// 1,000 THz.
    public static final long CPU_MHZ_MAX = 1_000_000_000;

    /// 8 PiB: the largest number that every reader of JSON takes as it is.
    public static final long MEMORY_BYTES_MAX = 1L << 53;

    public static final long ALLOCATIONS_MAX = 100_000_000;
    public static final int POOLS_MAX = 64;

    /// The word of job files for all pools. A quota names each of its pools.
    public static final String ALL_POOLS = "all";

    public Quota {
        pools = List.copyOf(pools);
    }

    /// Whether it says how much at all.
    public boolean limited() {
        return cpuMhz != UNLIMITED || memoryBytes != UNLIMITED || allocations != UNLIMITED;
    }

    /// Whether work may be placed in that pool.
    public boolean allows(String pool) {
        return pools.isEmpty() || pools.contains(pool);
    }

    /// Whether one more may be placed.
    public boolean fits(Use used, Resources one) {
        return within(allocations, used.allocations(), 1)
                && within(cpuMhz, used.cpuMhz(), one.cpuMhz())
                && within(memoryBytes, used.memoryBytes(), one.memoryBytes());
    }

    /// What there is too little of for one more, for people: `10 of 10 allocations`; null: it fits.
    public @Nullable String lacks(Use used, Resources one) {
        if (!within(allocations, used.allocations(), 1))
            return "%,d of %,d allocations".formatted(used.allocations(), allocations);
        if (!within(cpuMhz, used.cpuMhz(), one.cpuMhz()))
            return "%,d of %,d MHz, and each takes %,d"
                    .formatted(used.cpuMhz(), cpuMhz, one.cpuMhz());
        if (!within(memoryBytes, used.memoryBytes(), one.memoryBytes()))
            return "%s of %s of memory, and each takes %s"
                    .formatted(
                            bytes(used.memoryBytes()),
                            bytes(memoryBytes),
                            bytes(one.memoryBytes()));
        return null;
    }

    /// Where what all ask for is too much, for people; null: nowhere.
    ///
    /// @param others what the other jobs ask for
    /// @param one what one more job asks for
    public @Nullable String lacks(Use others, Use one) {
        if (!within(allocations, others.allocations(), one.allocations()))
            return words(
                    Text.count(allocations, "allocation"),
                    "%,d".formatted(others.allocations()),
                    "%,d".formatted(one.allocations()));
        if (!within(cpuMhz, others.cpuMhz(), one.cpuMhz()))
            return words(
                    "%,d MHz".formatted(cpuMhz),
                    "%,d".formatted(others.cpuMhz()),
                    "%,d".formatted(one.cpuMhz()));
        if (!within(memoryBytes, others.memoryBytes(), one.memoryBytes()))
            return words(
                    bytes(memoryBytes) + " of memory",
                    bytes(others.memoryBytes()),
                    bytes(one.memoryBytes()));
        return null;
    }

    private static String words(String limit, String others, String one) {
        return "may use %s; its other jobs ask for %s, and this one for %s more"
                .formatted(limit, others, one);
    }

    private static boolean within(long limit, long used, long more) {
        return limit == UNLIMITED || more <= limit - used;
    }

    /// In MiB, when they are whole ones.
    private static String bytes(long bytes) {
        return bytes % (1 << 20) == 0
                ? "%,d MiB".formatted(bytes >> 20)
                : "%,d bytes".formatted(bytes);
    }
}
