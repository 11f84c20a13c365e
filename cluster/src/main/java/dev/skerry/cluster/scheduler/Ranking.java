package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Node;

/// How well a node suits, by itself; each score is -1 to 1, more is better. Together they are the
/// mean of those that apply, and the same ones apply to all nodes: a mean of more scores is not
/// comparable with one of fewer.
final class Ranking {
    /// Added to the mean for the node that an older version runs on.
    static final double SAME_NODE = 0.1;

    private static final double BEST = 18;
    private static final double LN_10 = Math.log(10);

    private final GroupAsk ask;
    private final Expressions expressions;
    private final double weights;

    Ranking(GroupAsk ask, Expressions expressions) {
        this.ask = ask;
        this.expressions = expressions;
        this.weights = ask.rules().affinities().stream().mapToInt(a -> Math.abs(a.weight())).sum();
    }

    /// Fuller is better, so that large work finds room elsewhere: 0 for a node that stays nearly
    /// empty, 1 for one that is full then.
    ///
    /// @param free before it is placed
    double binpack(Node node, Resources free) {
        var capacity = node.facts().capacity();
        var needs = ask.needs();
        double cpu = share(free.cpuMhz() - needs.cpuMhz(), capacity.cpuMhz());
        double memory = share(free.memoryBytes() - needs.memoryBytes(), capacity.memoryBytes());
        double score = 20 - (Math.exp(LN_10 * cpu) + Math.exp(LN_10 * memory));
        return Math.clamp(score, 0, BEST) / BEST;
    }

    /// The weight of the wishes that the node fulfils, of all.
    double affinity(Node node) {
        if (!hasAffinities()) return 0;
        double matched = 0;
        for (var affinity : ask.rules().affinities()) {
            if (expressions.test(affinity.when(), node)) matched += affinity.weight();
        }
        return matched / weights;
    }

    boolean hasAffinities() {
        return weights > 0;
    }

    /// How many scores of a node are averaged, its own and that of the spreads.
    int parts() {
        int parts = hasAffinities() ? 2 : 1;
        if (!ask.rules().spreads().isEmpty()) parts++;
        return keepsApart() ? parts + 1 : parts;
    }

    boolean keepsApart() {
        return ask.group().count() > 1;
    }

    /// Fewer of the same group is better, so that one node that fails takes few of them along.
    ///
    /// @param own allocations of the group on the node
    double apart(int own) {
        return own == 0 || !keepsApart() ? 0 : Math.max(-1, -(own + 1.0) / ask.group().count());
    }

    private static double share(long free, long capacity) {
        return capacity <= 0 ? 0 : (double) free / capacity;
    }
}
