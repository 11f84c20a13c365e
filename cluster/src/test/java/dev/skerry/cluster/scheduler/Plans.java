package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Evaluation.Explanation;
import dev.skerry.cluster.state.Plan;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Plans as text.
final class Plans {
    private Plans() {}

    /// `web[0]->b after web[0]@a | stop web[0]@a (node drained) | unplaced 1 | blocked | again in
    /// 9`.
    static String text(Plan plan, Fleet fleet) {
        var parts = new ArrayList<String>();
        var words = new ArrayList<String>();
        for (var place : plan.places()) {
            var room = room(plan, words.size(), fleet);
            var previous =
                    place.previous() == null ? "" : " after " + name(place.previous(), fleet);
            words.add(
                    place.group()
                            + "["
                            + place.index()
                            + "]->"
                            + place.node()
                            + previous
                            + part(place.release())
                            + room);
        }
        if (!words.isEmpty()) parts.add(String.join(" ", words));
        for (var stop : plan.stops()) {
            var as = stop.as() == null ? "stop " : stop.as().name().toLowerCase(Locale.ROOT) + " ";
            parts.add(as + name(stop.allocation(), fleet) + " (" + stop.reason() + ")");
        }
        if (!plan.updates().isEmpty())
            parts.add(
                    "update "
                            + plan.updates().stream()
                                    .map(id -> name(id, fleet))
                                    .collect(Collectors.joining(" ")));
        int unplaced = plan.evaluation().groups().stream().mapToInt(Plans::unplaced).sum();
        if (unplaced > 0) parts.add("unplaced " + unplaced);
        if (plan.evaluation().blocked()) parts.add("blocked");
        if (plan.evaluation().followUpTickMs() > 0) {
            parts.add("again in " + (plan.evaluation().followUpTickMs() - fleet.tickMs));
        }
        return (parts.isEmpty() ? "nothing" : String.join(" | ", parts)) + "\n";
    }

    /// Those that make way for a place, as ` for low.web[0]@a`.
    private static String room(Plan plan, int place, Fleet fleet) {
        var names = new ArrayList<String>();
        for (var it : plan.displaced()) {
            if (it.place() != place) continue;
            var victim = fleet.allocation(it.allocation());
            names.add(victim.slot().job().name() + "." + name(victim));
        }
        return names.isEmpty() ? "" : " for " + String.join(", ", names);
    }

    /// By which version it runs, unless that is the newest.
    private static String part(Plan.Release part) {
        var canary = part.canary() ? " (canary)" : "";
        return part.version() == 0 ? canary : " (version " + part.version() + ")";
    }

    private static String name(String id, Fleet fleet) {
        return name(fleet.allocation(id));
    }

    /// `web[0]@a`: the slot and the node.
    static String name(Allocation allocation) {
        var slot = allocation.slot();
        return slot.group() + "[" + slot.index() + "]@" + allocation.node();
    }

    private static int unplaced(Explanation group) {
        return group.counts().unplaced();
    }

    /// How many were placed on each node.
    static String byNode(Plan plan) {
        var counts =
                plan.places().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Plan.Put::node, TreeMap::new, Collectors.counting()));
        return counts.toString();
    }

    /// How many nodes the rule has refused.
    static int filtered(Plan plan, String rule) {
        return plan.evaluation().groups().getFirst().filtered().getOrDefault(rule, 0);
    }

    static String explained(Evaluation evaluation) {
        var text = new StringBuilder();
        for (var group : evaluation.groups()) {
            text.append(group.group() + ": " + group.evaluated() + " nodes\n");
            sorted(text, "filtered", group.filtered());
            sorted(text, "exhausted", group.exhausted());
            for (var score : group.best()) {
                text.append("best " + score.node() + " " + rounded(score.total()));
                new TreeMap<>(score.parts())
                        .forEach((name, part) -> text.append(" " + name + "=" + rounded(part)));
                text.append("\n");
            }
            for (var refused : group.refused().stream().sorted(Plans::byNode).toList()) {
                text.append(refused.node() + ": " + refused.rule());
                text.append(refused.found().isEmpty() ? "\n" : ", " + refused.found() + "\n");
            }
        }
        return text.toString();
    }

    private static int byNode(Evaluation.Refused one, Evaluation.Refused other) {
        return one.node().compareTo(other.node());
    }

    private static void sorted(StringBuilder text, String title, Map<String, Integer> counts) {
        if (!counts.isEmpty()) text.append(title + " " + new TreeMap<>(counts) + "\n");
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
