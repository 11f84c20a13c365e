package dev.skerry.cli.job;

import dev.skerry.cli.api.Json;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Screen;
import dev.skerry.cli.show.Table;
import dev.skerry.cli.show.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The scheduler's reasons for one group, for people.
///
/// @param group as the API explains it
/// @param names what people call the nodes, by id
record PlacementReasons(Json group, Map<String, String> names) {
    private static final int REFUSED_SHOWN = 30;

    /// Why there is no place for some of it, in one line; empty when there is for all.
    String shortly() {
        long unplaced = group.at("counts", "unplaced").whole();
        boolean looked = hidden() || group.at("evaluated").whole() > 0;
        if (unplaced == 0 && looked && !placedNothing()) return "";
        var reasons = reasons();
        return reasons.isEmpty() ? looked() : looked() + "; " + String.join(", ", reasons);
    }

    /// Whoever asks does not see the nodes that it may run on.
    private boolean hidden() {
        return group.at("nodesHidden").yes();
    }

    private String looked() {
        return hidden()
                ? "its nodes are not for you to see"
                : Words.count(group.at("evaluated").whole(), "node") + " looked at";
    }

    private boolean placedNothing() {
        var counts = group.at("counts");
        return counts.at("placed").whole()
                        + counts.at("kept").whole()
                        + counts.at("updated").whole()
                == 0;
    }

    private List<String> reasons() {
        var reasons = new ArrayList<String>();
        for (var rule : group.at("filtered").members().entrySet())
            reasons.add(rule.getValue().text() + " refused by " + rule.getKey());
        for (var room : group.at("exhausted").members().entrySet())
            reasons.add(room.getValue().text() + " " + without(room.getKey()));
        return reasons;
    }

    private static String without(String dimension) {
        if (dimension.startsWith("held by ")) return dimension;
        if (dimension.startsWith("port ")) return "where " + dimension + " is taken";
        return dimension.equals("reschedule attempts")
                ? "failed and are not tried again, as their reschedule attempts are used up"
                : "without enough " + dimension;
    }

    /// The scores of the best nodes and who was refused why.
    void print(Screen out, String indent) {
        var reasons = reasons();
        var because = reasons.isEmpty() ? "" : ": " + String.join(", ", reasons);
        out.line(indent + looked() + because);
        best(out, indent);
        refused(out, indent);
    }

    private void best(Screen out, String indent) {
        var best = new Table("#BEST", ">SCORE", "MADE OF");
        for (var score : group.at("best").list()) {
            var parts = new ArrayList<String>();
            for (var part : score.at("parts").members().entrySet())
                parts.add(part.getKey() + " " + Words.score(part.getValue().number()));
            best.add(
                    node(score), Words.score(score.at("total").number()), String.join(", ", parts));
        }
        if (!best.isEmpty()) best.print(out, indent);
    }

    private void refused(Screen out, String indent) {
        var refused = new Table("#REFUSED", "BY", "FOUND");
        var all = group.at("refused").list();
        for (var one : all.subList(0, Math.min(all.size(), REFUSED_SHOWN)))
            refused.add(node(one), one.at("rule").text(), one.at("found").text())
                    .paint(0, Paint.WARN);
        if (!refused.isEmpty()) refused.print(out, indent);
        if (all.size() > REFUSED_SHOWN)
            out.line(indent + "and " + (all.size() - REFUSED_SHOWN) + " more; --json has them");
    }

    private String node(Json of) {
        var name = of.at("name").text();
        var id = of.at("node").text();
        return name.isEmpty() ? names.getOrDefault(id, id) : name;
    }
}
