package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Placement;
import dev.skerry.cluster.job.Placement.DistinctProperty;
import dev.skerry.cluster.job.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What one group of a job asks for, the rules of its job included.
///
/// @param needs of one allocation
/// @param rules of job and group together; its distinct property is in `distinct`
record GroupAsk(
        JobSpec spec,
        long version,
        GroupSpec group,
        Resources needs,
        Placement rules,
        List<DistinctProperty> distinct) {

    static GroupAsk of(JobSpec spec, long version, GroupSpec group) {
        var outer = spec.placement();
        var inner = group.placement();
        var distinct =
                Stream.of(outer, inner).mapMulti(GroupAsk::distinctProperty).distinct().toList();
        var rules =
                new Placement(
                        joined(outer.constraints(), inner.constraints()),
                        joined(outer.affinities(), inner.affinities()),
                        joined(outer.spreads(), inner.spreads()),
                        outer.distinctHosts() || inner.distinctHosts(),
                        null);
        return new GroupAsk(spec, version, group, group.resources(), rules, distinct);
    }

    /// The port numbers that it needs, whichever node it is on.
    List<Integer> fixedPorts() {
        return group.ports().values().stream().filter(it -> it != PortChoice.ANY).toList();
    }

    private static void distinctProperty(Placement from, Consumer<DistinctProperty> to) {
        var property = from.distinctProperty();
        if (property != null) to.accept(property);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        if (first.isEmpty()) return second;
        if (second.isEmpty()) return first;
        var both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }
}
