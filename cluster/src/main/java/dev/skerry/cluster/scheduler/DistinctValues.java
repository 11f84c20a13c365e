package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.Placement.DistinctProperty;
import java.util.HashMap;
import java.util.Map;

/// Counts the allocations of a group for each value of a property that allows only so many.
final class DistinctValues {
    /// One value of the property.
    static final class DistinctValue {
        private final int limit;
        private int used;

        private DistinctValue(int limit) {
            this.limit = limit;
        }

        void use() {
            used++;
        }

        boolean full() {
            return used >= limit;
        }
    }

    private final DistinctProperty property;
    private final Map<String, DistinctValue> values = new HashMap<>();

    DistinctValues(DistinctProperty property) {
        this.property = property;
    }

    String by() {
        return property.by();
    }

    DistinctValue value(String text) {
        return values.computeIfAbsent(text, _ -> new DistinctValue(property.limit()));
    }

    /// The rule as people read it.
    String rule() {
        return "distinct property " + property.by();
    }
}
