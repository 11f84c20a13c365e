package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.scheduler.preemption.Displacement;
import dev.skerry.cluster.scheduler.preemption.Preemption;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Evaluation.Score;
import dev.skerry.cluster.state.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The nodes that one group may be placed on, ranked.
///
/// All nodes are looked at once. After that a placement costs a look at the best of each shelf, and
/// moves one node and the buckets whose values it changes.
final class Field {
    /// The room that was made for a want, with its ports.
    record MadeRoom(Displacement displacement, Map<String, Integer> ports) {}

    /// The node that was found for a want, with its ports.
    record Choice(Candidate candidate, Map<String, Integer> ports, double score) {}

    private final JobLook look;
    private final GroupAsk ask;
    private final RoomLeft room;
    private final Explaining explaining;
    private final Ranking ranking;
    private final List<Spreading> spreads = new ArrayList<>();
    private final List<DistinctValues> distinct;
    private final Map<List<@Nullable String>, Bucket> byValues = new HashMap<>();
    private final List<Bucket> buckets = new ArrayList<>();
    private final Shelves shelves = new Shelves();
    private final List<Candidate> candidates = new ArrayList<>();
    private final Set<String> hosts = new HashSet<>();
    private final @Nullable Displacing displacing;
    private @Nullable Map<String, Candidate> byNode;
    private boolean everPossible;

    /// @param preemption null: the job displaces nobody
    Field(
            JobLook look,
            GroupAsk ask,
            RoomLeft room,
            Explaining explaining,
            @Nullable Preemption preemption) {
        this.look = look;
        this.ask = ask;
        this.room = room;
        this.explaining = explaining;
        this.ranking = new Ranking(ask, look.expressions());
        this.distinct = ask.distinct().stream().map(DistinctValues::new).toList();
        double weights = ask.rules().spreads().stream().mapToInt(s -> s.weight()).sum();
        for (var spread : ask.rules().spreads()) {
            spreads.add(new Spreading(spread, spread.weight() / weights, ask.group().count()));
        }
        displacing =
                preemption == null
                        ? null
                        : new Displacing(ask, room, preemption, ranking::affinity);
    }

    /// Looks at all nodes.
    ///
    /// @param all of the group's allocations; what is live keeps hosts and properties distinct
    /// @param staying those that the plan lets run
    /// @param taken the nodes of those that the plan has placed
    void open(
            Feasibility feasibility,
            List<Allocation> all,
            List<Allocation> staying,
            List<String> taken) {
        hosts.addAll(taken);
        for (var node : taken) countDistinct(node);
        for (var one : all) {
            if (!one.live()) continue;
            hosts.add(one.node());
            countDistinct(one.node());
        }
        var own = new HashMap<String, Integer>();
        for (var one : staying) {
            own.merge(one.node(), 1, Integer::sum);
            countSpread(one);
        }
        for (var node : look.cluster().nodes().values()) {
            explaining.evaluated();
            var rule = feasibility.refusal(node);
            if (rule == null) rule = distinctRule(node);
            if (rule != null) {
                explaining.refused(node, rule);
            } else {
                consider(node, own.getOrDefault(node.id(), 0));
            }
        }
        for (var bucket : buckets) {
            for (int i = 0; i < spreads.size(); i++) {
                var value = bucket.spreads.get(i);
                spreads.get(i).opened(value);
                value.buckets.add(bucket);
            }
            shelves.put(bucket);
        }
    }

    /// Some node that the rules allow is large enough when it is empty.
    boolean everPossible() {
        return everPossible;
    }

    private void countDistinct(String id) {
        var node = look.node(id);
        if (node == null) return;
        for (var property : distinct) {
            var text = look.expressions().text(property.by(), node);
            if (text != null) property.value(text).use();
        }
    }

    private void countSpread(Allocation one) {
        var node = look.node(one.node());
        if (node == null) return;
        for (var spread : spreads) {
            spread.use(spread.value(look.expressions().text(spread.by(), node)));
        }
    }

    private @Nullable String distinctRule(Node node) {
        if (!everPossible && ask.needs().fitsIn(node.facts().capacity())) everPossible = true;
        if (ask.rules().distinctHosts() && hosts.contains(node.id())) {
            return Explaining.DISTINCT_HOSTS;
        }
        for (var property : distinct) {
            var text = look.expressions().text(property.by(), node);
            if (text == null || property.value(text).full()) return property.rule();
        }
        return null;
    }

    private void consider(Node node, int own) {
        var free = room.free(node);
        var lacks = room.lacks(node, free, ask);
        if (lacks != null) {
            explaining.exhausted(node, lacks, free);
            if (displacing != null) displacing.full(node);
            return;
        }
        var bucket = bucket(node);
        var candidate = new Candidate(node, free, bucket, ranking.affinity(node), own);
        candidate.rank(ranking);
        candidates.add(candidate);
        bucket.left++;
        bucket.add(candidate);
    }

    private Bucket bucket(Node node) {
        if (spreads.isEmpty() && distinct.isEmpty() && !buckets.isEmpty()) {
            return buckets.getFirst();
        }
        var texts = texts(node);
        var known = byValues.get(texts);
        if (known != null) return known;
        var spreadValues = new ArrayList<Spreading.SpreadValue>();
        for (int i = 0; i < spreads.size(); i++) {
            spreadValues.add(spreads.get(i).value(texts.get(i)));
        }
        var distinctValues = new ArrayList<DistinctValues.DistinctValue>();
        for (int i = 0; i < distinct.size(); i++) {
            var text = texts.get(spreads.size() + i);
            if (text != null) distinctValues.add(distinct.get(i).value(text));
        }
        var bucket = new Bucket(spreadValues, distinctValues);
        byValues.put(texts, bucket);
        buckets.add(bucket);
        return bucket;
    }

    /// What the spreads and distinct properties are about, in their order.
    private List<@Nullable String> texts(Node node) {
        if (spreads.size() == 1 && distinct.isEmpty())
            return Collections.singletonList(text(spreads.getFirst().by(), node)); // mostly
        var texts = new ArrayList<@Nullable String>();
        for (var spread : spreads) texts.add(text(spread.by(), node));
        for (var one : distinct) texts.add(text(one.by(), node));
        return Collections.unmodifiableList(texts);
    }

    private @Nullable String text(String expression, Node node) {
        return look.expressions().text(expression, node);
    }

    /// The best node for it; null: there is none.
    @Nullable Choice pick(Want want) {
        while (true) {
            var best = best(want);
            if (best == null) return null;
            var node = best.node;
            var ports = PortChoice.choose(ask, want.index(), node, room);
            if (ports != null) return new Choice(best, ports, total(best, want));
            explaining.exhausted(node, "dynamic ports", best.free);
            best.close();
            changed(best.bucket);
        }
    }

    private @Nullable Candidate best(Want want) {
        var avoided = open(want.avoided());
        if (avoided != null) {
            avoided.hide();
            shelves.put(avoided.bucket);
        }
        shelves.clean(this::close);
        for (var spread : spreads) spread.settle();
        @Nullable Candidate best = null;
        double bestTotal = 0;
        int parts = parts(want);
        for (var top : shelves.best()) {
            double total = (top.sum() + boost(top.bucket)) / parts;
            if (best == null || better(top, total, best, bestTotal)) {
                best = top;
                bestTotal = total;
            }
        }
        if (avoided != null) {
            avoided.bucket.add(avoided);
            shelves.put(avoided.bucket);
        }
        var special = avoided == null ? open(want.preferred()) : avoided;
        if (special == null) return best;
        boolean better = best == null || better(special, total(special, want), best, bestTotal);
        return better ? special : best;
    }

    private @Nullable Candidate open(@Nullable String node) {
        var candidate = candidate(node);
        return candidate != null && candidate.takesMore() ? candidate : null;
    }

    private static boolean better(Candidate one, double total, Candidate best, double bestTotal) {
        int order = Double.compare(total, bestTotal);
        return order > 0 || (order == 0 && one.id.compareTo(best.id) < 0);
    }

    private @Nullable Candidate candidate(@Nullable String node) {
        if (node == null) return null;
        var known = byNode;
        if (known == null) {
            known = HashMap.newHashMap(candidates.size());
            for (var candidate : candidates) known.put(candidate.id, candidate);
            byNode = known;
        }
        return known.get(node);
    }

    /// A bucket that takes no more is not looked at again.
    private void close(Bucket bucket) {
        if (bucket.closed) return;
        bucket.closed = true;
        for (int i = 0; i < spreads.size(); i++) spreads.get(i).closed(bucket.spreads.get(i));
        for (int i = 0; i < distinct.size(); i++) {
            if (!bucket.distinct.get(i).full()) continue;
            explaining.refusedNow(distinct.get(i).rule(), bucket.left);
            break;
        }
    }

    private void changed(Bucket bucket) {
        if (bucket.left == 0) close(bucket);
        else shelves.put(bucket);
    }

    /// The choice is made: the node has less room, and its values have one more.
    void take(Choice choice) {
        var taken = choice.candidate();
        room.take(taken.node, ask.needs(), choice.ports().values());
        for (var value : taken.bucket.distinct) value.use();
        taken.own++;
        taken.free = room.free(taken.node);
        var lacks = room.lacks(taken.node, taken.free, ask);
        if (ask.rules().distinctHosts()) {
            taken.close();
        } else if (lacks != null) {
            taken.close();
            explaining.exhausted(taken.node, lacks, taken.free);
            if (displacing != null) displacing.full(taken.node);
        } else {
            taken.rank(ranking);
            taken.bucket.add(taken);
        }
        for (int i = 0; i < spreads.size(); i++) {
            spreads.get(i).use(taken.bucket.spreads.get(i));
        }
        changed(taken.bucket);
        for (var value : taken.bucket.spreads) value.buckets.forEach(this::changed);
    }

    /// A place in the room of others, which are displaced by that; null: there is none.
    @Nullable MadeRoom displace(Want want) {
        if (displacing == null) return null;
        while (true) {
            var found = displacing.find(node -> distinctRule(node) == null);
            if (found == null) return null;
            var node = found.node();
            var ports = PortChoice.choose(ask, want.index(), node, room);
            if (ports == null) continue;
            displacing.take(found, ports.values());
            countDistinct(node.id());
            if (ask.rules().distinctHosts()) hosts.add(node.id());
            for (var spread : spreads) {
                var value = spread.value(look.expressions().text(spread.by(), node));
                spread.use(value);
                value.buckets.forEach(this::changed);
            }
            displacing.full(node);
            return new MadeRoom(found, ports);
        }
    }

    /// Writes down the best as they are before anything is placed.
    void explain(Want want) {
        for (var spread : spreads) spread.settle();
        for (var candidate : candidates) {
            double total = total(candidate, want);
            if (explaining.amongBest(total)) {
                explaining.best(new Score(candidate.id, total, partsOf(candidate, want)));
            }
        }
    }

    private Map<String, Double> partsOf(Candidate candidate, Want want) {
        var parts = new HashMap<String, Double>();
        parts.put("binpack", candidate.binpack);
        if (ranking.hasAffinities()) parts.put("affinity", candidate.affinity);
        if (!spreads.isEmpty()) parts.put("spread", boost(candidate.bucket));
        if (ranking.keepsApart()) parts.put("apart", candidate.apart);
        if (want.avoided() != null) {
            parts.put("rescheduled", candidate.id.equals(want.avoided()) ? -1.0 : 0);
        }
        if (candidate.id.equals(want.preferred())) parts.put("same node", Ranking.SAME_NODE);
        return parts;
    }

    private double total(Candidate candidate, Want want) {
        double sum = candidate.sum() + boost(candidate.bucket);
        if (candidate.id.equals(want.avoided())) sum--;
        double total = sum / parts(want);
        return candidate.id.equals(want.preferred()) ? total + Ranking.SAME_NODE : total;
    }

    private int parts(Want want) {
        return want.avoided() == null ? ranking.parts() : ranking.parts() + 1;
    }

    private double boost(Bucket bucket) {
        double boost = 0;
        for (int i = 0; i < spreads.size(); i++) {
            boost += spreads.get(i).boost(bucket.spreads.get(i));
        }
        return boost;
    }
}
