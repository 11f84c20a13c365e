package dev.skerry.cli.alloc;

import dev.skerry.cli.api.Json;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.ArrayList;

/// What has come of the calendar by which a node runs an allocation.
///
/// @param allocation as the API tells it
record CalendarText(Json allocation, Instant now) {
    private Json rounds() {
        return allocation.at("rounds");
    }

    /// Whether there is one by which it runs next. What has none says why itself.
    boolean comes() {
        return allocation.at("status").is("running")
                && allocation.at("wanted").is("run")
                && !rounds().at("next").none();
    }

    /// `2026-12-01T02:00:00Z, in 18 h 42 m`.
    String next() {
        var at = rounds().at("next").text();
        return at + ", " + Words.until(at, now);
    }

    /// How the last one went; empty: there was none.
    String last() {
        var at = rounds().at("last").text();
        return at.isEmpty() ? "" : "for %s, %s%s".formatted(at, Words.ago(at, now), how());
    }

    /// `3 runs, 1 failed, 0 left out`.
    String counts() {
        return "%s, %s failed, %s left out"
                .formatted(
                        Words.count(rounds().at("ended").whole(), "run"),
                        rounds().at("failed").text(),
                        rounds().at("skipped").text());
    }

    /// In a line of a list.
    String shortly() {
        var next = "next run " + Words.until(rounds().at("next").text(), now);
        var at = rounds().at("last").text();
        return at.isEmpty() ? next : "%s; that of %s%s".formatted(next, Words.ago(at, now), how());
    }

    /// Behind the time of the last one.
    private String how() {
        if (!rounds().at("running").yes()) {
            var says = rounds().at("says").text();
            return says.isEmpty() ? " ended well" : ": " + says;
        }
        var words = new ArrayList<String>();
        words.add(" goes on");
        for (var task : allocation.at("tasks").members().entrySet())
            if (task.getValue().at("phase").is("waiting"))
                words.add(
                        "task %s starts again: %s"
                                .formatted(task.getKey(), task.getValue().at("message").text()));
        return String.join(", ", words);
    }
}
