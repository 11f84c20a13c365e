package dev.skerry.cli.job;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.SentFile;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.session.SignatureFiles;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Screen;
import dev.skerry.cli.show.Table;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        description = {
            "What would change if this file were run now; nothing is changed.",
            "What is placed where, which nodes refuse it and by which rule."
        },
        footer = {"", "Example:", "  skerry job plan badge.yaml"})
final class JobPlan implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "A job file; - is standard input.")
    private String file = "";

    @Mixin private final SignatureFiles signatures = new SignatureFiles();

    public JobPlan(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var text = SentFile.ofJob(file);
        try {
            var call = Call.post("jobs", "plan").with("namespace", session.ofFile());
            session.show(text.in(signatures.with(call)), this::print);
            return ExitCode.OK;
        } catch (Failure failure) {
            throw text.explained(failure, session.err());
        }
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var plan = answer.json();
        var out = session.out();
        var head = plan.at("job").text() + " version " + plan.at("version").text();
        boolean changes = plan.at("changes").yes();
        boolean blocked = plan.at("blocked").yes();
        out.line(
                out.paint(Paint.STRONG, head)
                        + (changes ? "" : ": nothing would be placed or stopped"));
        if (!plan.at("difference").none()) {
            out.line("");
            out.line("It differs from version " + plan.at("difference", "from").text() + ":");
            Differences.print(plan.at("difference"), out, "  ");
        }
        for (var group : plan.at("groups").list()) group(out, group);
        if (blocked)
            session.err()
                    .line("Some of it has no place now; run, it would wait until there is one.");
        var unsigned = plan.at("unsigned").text();
        if (!unsigned.isEmpty()) session.err().line("Run, it would be refused: " + unsigned);
        else if (changes) session.err().line("`skerry job run " + file + "` does it.");
    }

    private static void group(Screen out, Json group) {
        out.line("");
        out.line("group " + out.paint(Paint.STRONG, group.at("group").text()) + ": " + sum(group));
        var placed = group.at("places").list();
        boolean choice = placed.stream().anyMatch(it -> !it.at("variants").members().isEmpty());
        var heading = List.of("#PLACED ON", ">SCORE", "#NAME", "#INSTEAD OF", "RUNS");
        var places = new Table(heading.subList(0, choice ? 5 : 4).toArray(String[]::new));
        for (var place : placed) {
            var cells = new ArrayList<String>();
            cells.add(place.at("name").text());
            cells.add(Words.score(place.at("score").number()));
            cells.add(group.at("group").text() + "[" + place.at("index").text() + "]");
            cells.add(place.at("replaces").text());
            if (choice) cells.add(place.at("variants").pairs(" as "));
            places.add(cells.toArray(String[]::new));
            places.paint(0, Paint.GOOD);
        }
        if (!places.isEmpty()) places.print(out, "  ");
        var stops = new Table("#STOPPED", "#NAME", "#ON", "WHY");
        for (var stop : group.at("stops").list())
            stops.add(
                    stop.at("allocation").text(),
                    stop.at("name").text(),
                    stop.at("nodeName").text(),
                    stop.at("reason").text());
        if (!stops.isEmpty()) stops.print(out, "  ");
        new PlacementReasons(group, Map.of()).print(out, "  ");
    }

    private static String sum(Json group) {
        var parts = new ArrayList<String>();
        var counts = group.at("counts");
        for (var kind : new String[] {"placed", "displaced", "stopped", "updated", "kept"})
            if (counts.at(kind).whole() > 0) parts.add(counts.at(kind).text() + " " + kind);
        long unplaced = counts.at("unplaced").whole();
        if (unplaced > 0) parts.add(unplaced + " without a place");
        return parts.isEmpty() ? "nothing to do" : String.join(", ", parts);
    }
}
