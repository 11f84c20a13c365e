package dev.skerry.cli.recall;

import dev.skerry.cli.api.Json;
import java.util.stream.Collectors;

/// What is said of a recall.
public final class RecallWords {
    private RecallWords() {}

    /// `3`, `1, 3`, `all`.
    static String versions(Json recall) {
        var all = recall.at("versions").list();
        return all.isEmpty()
                ? "all"
                : all.stream().map(Json::text).collect(Collectors.joining(", "));
    }

    /// `Version 3 was recalled by person:ada: deletes its data (r0123456789).`
    public static String sentence(Json recall) {
        var all = recall.at("versions").list();
        var what =
                all.isEmpty()
                        ? "All of it was"
                        : all.size() == 1
                                ? "Version " + versions(recall) + " was"
                                : "Versions " + versions(recall) + " were";
        var why = recall.at("reason").text();
        return "%s recalled by %s%s (%s)."
                .formatted(
                        what,
                        recall.at("by").text(),
                        why.isEmpty() ? "" : ": " + why,
                        recall.at("id").text());
    }
}
