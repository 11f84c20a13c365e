package dev.skerry.cluster.decide;

import dev.skerry.cluster.state.Cluster;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;

/// Ids for what a plan makes. They are made from what was drawn for the plan, so that whoever has
/// some of them learns nothing of how many others there are.
final class FreshIds {
    /// Nothing was drawn: they are numbers that grow.
    static final long NOT_DRAWN = 0;

    /// None that is read as another.
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int BITS_OF_DIGIT = 5;

    private FreshIds() {}

    /// For allocations, so that they are in order, as a plan's places are.
    static List<String> ofAllocations(Cluster cluster, long drawn, int count) {
        if (drawn == NOT_DRAWN) return numbers(cluster.sequence(), count);
        var ids = new TreeSet<String>();
        for (long i = 1; ids.size() < count; i++) {
            var id = drawn("a", drawn, i);
            if (!cluster.allocations().has(id)) ids.add(id);
        }
        return List.copyOf(ids);
    }

    private static List<String> numbers(long after, int count) {
        return LongStream.rangeClosed(after + 1, after + count).mapToObj(it -> "a" + it).toList();
    }

    /// For the plan's evaluation, after so many allocations.
    static String ofEvaluation(Cluster cluster, long drawn, int allocations) {
        return drawn == NOT_DRAWN
                ? "e" + (cluster.sequence() + allocations + 1)
                : drawn("e", drawn, 0);
    }

    private static String drawn(String letter, long drawn, long number) {
        var id = new StringBuilder(letter);
        long bits = mixed(drawn + number * 0x9e37_79b9_7f4a_7c15L);
        for (int i = 0; i < Cluster.DRAWN_DIGITS; i++) {
            id.append(DIGITS.charAt((int) (bits & (DIGITS.length() - 1))));
            bits >>>= BITS_OF_DIGIT;
        }
        return id.toString();
    }

    /// As SplitMix64 has it: each bit of what is given changes half of those that come.
    private static long mixed(long bits) {
        bits = (bits ^ (bits >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return bits ^ (bits >>> 31);
    }
}
