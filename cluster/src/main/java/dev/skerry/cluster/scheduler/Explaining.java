package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.state.Evaluation.Counts;
import dev.skerry.cluster.state.Evaluation.Explanation;
import dev.skerry.cluster.state.Evaluation.Refused;
import dev.skerry.cluster.state.Evaluation.Score;
import dev.skerry.cluster.state.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Collects why the allocations of one group are where they are, or are not.
final class Explaining {
    static final String DISTINCT_HOSTS = "distinct hosts";

    private static final Comparator<Score> BEST_FIRST =
            Comparator.comparingDouble(Score::total).reversed().thenComparing(Score::node);

    private final GroupAsk ask;
    private final Feasibility feasibility;
    private final Map<String, Integer> filtered = new HashMap<>();
    private final Map<String, Integer> exhausted = new HashMap<>();
    private final List<Score> best = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    /// Nodes of other pools; they take no place from those of the job's own.
    private final List<Refused> elsewhere = new ArrayList<>();

    private int evaluated;

    Explaining(GroupAsk ask, Feasibility feasibility) {
        this.ask = ask;
        this.feasibility = feasibility;
    }

    void evaluated() {
        evaluated++;
    }

    /// A rule has refused the node.
    void refused(Node node, String rule) {
        filtered.merge(rule, 1, Integer::sum);
        var into = rule.equals(Feasibility.POOL) ? elsewhere : refused;
        if (into.size() < Explanation.REFUSED_MAX) {
            into.add(new Refused(node.id(), rule, feasibility.found(rule, node)));
        }
    }

    /// A rule refuses so many nodes that were candidates until now.
    void refusedNow(String rule, int nodes) {
        if (nodes > 0) filtered.merge(rule, nodes, Integer::sum);
    }

    /// The rules would have the node, but it is full.
    void exhausted(Node node, String dimension, Resources free) {
        exhausted.merge(dimension, 1, Integer::sum);
        if (refused.size() < Explanation.REFUSED_MAX) {
            var found = RoomLeft.found(dimension, free, node, ask.needs());
            refused.add(new Refused(node.id(), dimension, found));
        }
    }

    /// Slots that have failed as often as their policy allows.
    void usedUp(int slots) {
        if (slots > 0) exhausted.put(Explanation.USED_UP, slots);
    }

    /// One has no place, whatever the nodes have.
    ///
    /// @param why it begins with [Explanation#HELD]
    void held(String why) {
        exhausted.merge(why, 1, Integer::sum);
    }

    /// Whether a score is among the best so far; only then it is worth being written out.
    boolean amongBest(double total) {
        return best.size() < Explanation.BEST_MAX || total >= best.getLast().total();
    }

    void best(Score score) {
        best.add(score);
        best.sort(BEST_FIRST);
        if (best.size() > Explanation.BEST_MAX) best.removeLast();
    }

    Explanation explanation(Counts counts) {
        var group = ask.group().name();
        int room = Explanation.REFUSED_MAX - refused.size();
        refused.addAll(elsewhere.subList(0, Math.min(room, elsewhere.size())));
        return new Explanation(group, counts, evaluated, filtered, exhausted, best, refused);
    }
}
