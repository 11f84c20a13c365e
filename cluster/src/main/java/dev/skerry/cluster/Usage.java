package dev.skerry.cluster;

import dev.skerry.cluster.job.Resources;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// What is reserved on a node, kept up with every placement so that nobody has to add it up.
///
/// @param ports the numbers taken
/// @param allocations how many allocations hold something here
public record Usage(Resources resources, Ports ports, int allocations) {
    public static final Usage NONE = new Usage(Resources.NONE, Ports.NONE, 0);

    /// Port numbers: an immutable set that takes two bytes for each. A fleet has one for each node,
    /// and another whenever something on the node comes or goes.
    public static final class Ports {
        public static final Ports NONE = new Ports(new char[0]);

        /// Ascending.
        private final char[] numbers;

        private Ports(char[] numbers) {
            this.numbers = numbers;
        }

        public boolean has(int port) {
            return port <= Character.MAX_VALUE && Arrays.binarySearch(numbers, (char) port) >= 0;
        }

        public Ports with(Collection<Integer> more) {
            var next = Arrays.copyOf(numbers, numbers.length + more.size());
            int size = numbers.length;
            for (int port : more) if (!has(port)) next[size++] = (char) port;
            Arrays.sort(next, 0, size);
            return new Ports(size == next.length ? next : Arrays.copyOf(next, size));
        }

        public Ports without(Collection<Integer> less) {
            var next = new char[numbers.length];
            int size = 0;
            for (char port : numbers) if (!less.contains((int) port)) next[size++] = port;
            return size == numbers.length ? this : new Ports(Arrays.copyOf(next, size));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Ports that && Arrays.equals(numbers, that.numbers);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }

        @Override
        public String toString() {
            var all = new StringBuilder("[");
            for (char port : numbers) all.append(all.length() > 1 ? ", " : "").append((int) port);
            return all.append(']').toString();
        }
    }
}
