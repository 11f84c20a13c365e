package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.Placement.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts the allocations of a group for each value of a property, and says which value should get
/// the next one.
final class Spreading {
    /// One value of the property.
    static final class SpreadValue {
        /// Allocations that the value should have; below 0: as many as the others.
        private final double wanted;

        /// The buckets with this value.
        final List<Bucket> buckets = new ArrayList<>();

        private int used;

        /// Sets of nodes with this value and room for more.
        private int open;

        private SpreadValue(double wanted) {
            this.wanted = wanted;
        }

        /// Values that stand alike get the same boost.
        long standing() {
            return ((long) Float.floatToIntBits((float) wanted) << Integer.SIZE) + used;
        }
    }

    private static final double AS_THE_OTHERS = -1;

    private final Spread spread;
    private final double share;
    private final int count;
    private final Map<String, SpreadValue> values = new HashMap<>();

    /// A node without the property is the last choice.
    private final SpreadValue missing = new SpreadValue(0);

    /// How many open values have been used so many times; there is none below `least`.
    private int[] openByUse = new int[8];

    private int least;

    /// @param share of this spread among all of the group, 0 to 1
    Spreading(Spread spread, double share, int count) {
        this.spread = spread;
        this.share = share;
        this.count = count;
    }

    String by() {
        return spread.by();
    }

    SpreadValue value(@Nullable String text) {
        if (text == null) return missing;
        return values.computeIfAbsent(text, name -> new SpreadValue(wanted(name)));
    }

    private double wanted(String name) {
        if (spread.targets().isEmpty()) return AS_THE_OTHERS;
        int percent = 0;
        for (var target : spread.targets()) {
            if (target.value().equals(name)) return count * target.percent() / 100.0;
            percent += target.percent();
        }
        return count * Math.max(0, 100 - percent) / 100.0;
    }

    /// A set of nodes with that value has room.
    void opened(SpreadValue value) {
        if (value.open++ == 0) tally(value, 1);
    }

    /// The set has no room any more.
    void closed(SpreadValue value) {
        if (--value.open == 0) tally(value, -1);
    }

    void use(SpreadValue value) {
        if (value.open > 0) tally(value, -1);
        value.used++;
        if (value.open > 0) tally(value, 1);
    }

    private void tally(SpreadValue value, int change) {
        if (value == missing) return;
        if (value.used >= openByUse.length) {
            openByUse = Arrays.copyOf(openByUse, 2 * value.used);
        }
        openByUse[value.used] += change;
        least = Math.min(least, value.used);
    }

    /// Moves to the fewest uses of an open value, before scores are asked for.
    void settle() {
        while (least < openByUse.length - 1 && openByUse[least] == 0) least++;
    }

    /// What the value adds to the score, for its share.
    ///
    /// With targets: the part of its wanted number that is missing after the next one. Else: 1 for
    /// the values with the fewest allocations, less than 0 for the others.
    double boost(SpreadValue value) {
        if (value == missing || value.wanted == 0) return -share;
        if (value.wanted > 0) {
            return share * Math.max(-1, (value.wanted - value.used - 1) / value.wanted);
        }
        if (value.used <= least) return share;
        return -share * Math.min(1, (value.used - least) / (double) Math.max(1, least));
    }
}
