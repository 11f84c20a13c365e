package dev.skerry.cli.job;

import dev.skerry.cli.api.Json;
import dev.skerry.cli.calendar.JobCalendars;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Table;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How a job comes to run that does not just run once it is placed.
///
/// @param job as the API tells it
record Launches(Json job) {
    /// Whether it places nothing itself.
    boolean parent() {
        return launch().at("kind").is("periodic") || launch().at("kind").is("parameterized");
    }

    /// Whether another job has made it: nobody sends it.
    boolean child() {
        return !launch().at("parent").text().isEmpty();
    }

    /// Whether its nodes run it by a calendar, again and again.
    boolean onNode() {
        return launch().at("kind").is("onNode");
    }

    private Json launch() {
        return job.at("launch");
    }

    /// A few sentences; none: it runs once it is placed.
    List<String> lines(Instant now) {
        var kind = launch().at("kind").text();
        return switch (kind) {
            case "periodic" -> periodic(now);
            case "onNode" -> List.of(onNodes());
            case "parameterized" -> List.of(dispatched());
            case "launched", "dispatched" ->
                    List.of(
                            "It was %s by job %s, for %s."
                                    .formatted(
                                            kind,
                                            launch().at("parent").text(),
                                            launch().at("at").text()));
            default -> List.of();
        };
    }

    private List<String> periodic(Instant now) {
        var lines = new ArrayList<String>();
        var of = job.at("spec", "launch", "periodic");
        var next = launch().at("next").text();
        lines.add(
                "It is launched by %s%s."
                        .formatted(
                                JobCalendars.words(of),
                                of.at("noOverlap").yes() ? ", one at a time" : ""));
        if (job.at("stopped").yes()) lines.set(0, "It is stopped, and nothing is launched.");
        else
            lines.add(
                    next.isEmpty()
                            ? "It is launched by hand only."
                            : "Next: %s, %s.".formatted(next, Words.until(next, now)));
        return lines;
    }

    private String onNodes() {
        var of = job.at("spec", "launch", "onNode");
        if (job.at("stopped").yes()) return "It is stopped, and no node runs it.";
        return of.at("enabled").yes()
                ? "Each node that has it runs it by %s, by its own clock."
                        .formatted(JobCalendars.words(of))
                : "Each node that has it runs it by hand only.";
    }

    private String dispatched() {
        var of = job.at("spec", "launch", "parameterized");
        if (job.at("stopped").yes()) return "It is stopped, and cannot be dispatched.";
        var words = new ArrayList<String>();
        words.add("payload " + of.at("payload").text().toLowerCase(Locale.ROOT));
        for (var key : of.at("metaRequired").list()) words.add("--meta " + key.text() + "=…");
        for (var key : of.at("metaOptional").list()) words.add("[--meta " + key.text() + "=…]");
        return "It is launched by `skerry job dispatch`: " + String.join(", ", words) + ".";
    }

    /// What was launched, the newest first.
    static Table table(List<Json> children, Instant now) {
        var table = new Table("#CHILD", "STATUS", "RUNS", "SENT");
        var all = new ArrayList<>(children);
        all.sort((a, b) -> b.at("submittedAt").text().compareTo(a.at("submittedAt").text()));
        for (var child : all) {
            var status = JobList.status(child);
            table.add(
                            child.at("name").text(),
                            status,
                            JobList.runs(child),
                            Words.ago(child.at("submittedAt").text(), now))
                    .paint(1, Paint.of(status));
        }
        return table;
    }
}
