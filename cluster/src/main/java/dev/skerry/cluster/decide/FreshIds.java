package dev.skerry.cluster.decide;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.kernel.Now;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/// Ids for what a plan makes. They are made from what was drawn for the plan, so that whoever has
/// some of them learns nothing of how many others there are.
///
/// Those of one plan are neighbours, which is known to whoever has the job: so they are neighbours
/// in the maps of the state, too. Scattered ones cost a fifth of all placements (`./skerry bench
/// placement`), since each look at one of them has to go to the memory.
final class FreshIds {
    /// Nothing was drawn: they are numbers that grow.
    static final long NOT_DRAWN = 0;

    /// None that is read as another.
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int BITS_OF_DIGIT = 5;

    /// The last ones of an allocation's id, which count within its plan.
    private static final int COUNTING_DIGITS = 3;

    private static final int COUNTED_MAX = 1 << (COUNTING_DIGITS * BITS_OF_DIGIT);

    private FreshIds() {}

    /// For allocations, so that they are in order, as a plan's places are.
    static List<String> ofAllocations(Cluster cluster, long drawn, int count) {
        if (drawn == NOT_DRAWN) return numbers(cluster.sequence(), count);
        var ids = new ArrayList<String>(count);
        for (long block = 1; ids.size() < count; block++) {
            var begin = drawn("a", drawn, block, Cluster.DRAWN_DIGITS - COUNTING_DIGITS);
            for (int i = 0; i < COUNTED_MAX && ids.size() < count; i++) {
                var id = begin + digits(i, COUNTING_DIGITS);
                if (!cluster.allocations().has(id)) ids.add(id);
            }
        }
        Collections.sort(ids);
        return List.copyOf(ids);
    }

    private static List<String> numbers(long after, int count) {
        return LongStream.rangeClosed(after + 1, after + count).mapToObj(it -> "a" + it).toList();
    }

    /// For the plan's evaluation, after so many allocations.
    static String ofEvaluation(Cluster cluster, long drawn, int allocations) {
        return drawn == NOT_DRAWN
                ? "e" + (cluster.sequence() + allocations + 1)
                : drawn("e", drawn, 0, Cluster.DRAWN_DIGITS);
    }

    /// For the deployment of a version. It is not secret: whoever asks for it is looked at.
    static String ofDeployment(JobKey job, long version, Now now) {
        long seed = version;
        var text = job.whole();
        for (int i = 0; i < text.length(); i++) seed = mixed(seed * 31 + text.charAt(i));
        return drawn("d", seed, now.wallMs(), Cluster.DRAWN_DIGITS);
    }

    /// For a recall of a version, or of a whole job.
    static String ofRecall(JobKey job, long version, Now now) {
        return "r" + ofDeployment(job, -version - 1, now).substring(1);
    }

    private static String drawn(String letter, long drawn, long number, int digits) {
        return letter + digits(mixed(drawn + number * 0x9e37_79b9_7f4a_7c15L), digits);
    }

    /// The last bits of a number, the lowest in the last digit.
    private static String digits(long bits, int count) {
        var digits = new char[count];
        for (int i = count - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (bits & (DIGITS.length() - 1)));
            bits >>>= BITS_OF_DIGIT;
        }
        return new String(digits);
    }

    /// As SplitMix64 has it: each bit of what is given changes half of those that come.
    private static long mixed(long bits) {
        bits = (bits ^ (bits >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return bits ^ (bits >>> 31);
    }
}
