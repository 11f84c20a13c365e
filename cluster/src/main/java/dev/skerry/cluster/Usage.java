package dev.skerry.cluster;

import dev.skerry.cluster.job.Resources;
import java.util.BitSet;
import java.util.Collection;

/// What is reserved on a node, kept up with every placement so that nobody has to add it up.
///
/// @param ports the numbers taken, ascending; immutable
/// @param allocations how many live allocations
public record Usage(Resources resources, BitSet ports, int allocations) {
    public static final Usage NONE = new Usage(Resources.NONE, new BitSet(), 0);

    public Usage plus(Resources more, Collection<Integer> morePorts) {
        return new Usage(resources.plus(more), changed(morePorts, true), allocations + 1);
    }

    public Usage minus(Resources less, Collection<Integer> lessPorts) {
        return new Usage(resources.minus(less), changed(lessPorts, false), allocations - 1);
    }

    public boolean taken(int port) {
        return ports.get(port);
    }

    private BitSet changed(Collection<Integer> numbers, boolean to) {
        if (numbers.isEmpty()) return ports;
        var next = (BitSet) ports.clone();
        for (int number : numbers) next.set(number, to);
        return next;
    }
}
