package dev.skerry.cli.job;

import dev.skerry.cli.api.EventStream;
import dev.skerry.cli.api.Json;
import java.util.List;

/// What of a job has failed and is tried again later, or not any more, for people.
///
/// @param job its name
/// @param groups as the API tells them, each with the one that comes first
record Retries(String job, List<Json> groups) {
    static Retries of(Json job) {
        return new Retries(job.at("name").text(), job.at("retries").list());
    }

    /// Whether nothing else is missing of a group.
    ///
    /// @param explained as the API explains it
    boolean cover(Json explained) {
        long waiting = 0;
        for (var retry : groups)
            if (retry.at("group").text().equals(explained.at("group").text()))
                waiting += retry.at("waiting").whole();
        return waiting > 0 && explained.at("counts", "unplaced").whole() <= waiting;
    }

    /// A line for each group: what failed, where, why, and when it is tried again, if it is.
    List<String> lines() {
        return groups.stream().map(this::line).toList();
    }

    private String line(Json retry) {
        long more = retry.at("waiting").whole() - 1;
        var at = retry.at("at").text();
        boolean again = !at.isEmpty();
        var after = more > 0 ? ", and " + more + (again ? " more later" : " more like it") : "";
        return "%s: %s failed on %s: %s; %s"
                .formatted(
                        retry.at("group").text(),
                        retry.at("name").text(),
                        retry.at("nodeName").text(),
                        retry.at("why").text(),
                        again
                                ? "tried again at " + EventStream.clock(at) + after
                                : "not tried again" + after + usedUp(retry) + instead());
    }

    private static String usedUp(Json retry) {
        var why = retry.at("usedUp").text();
        return why.isEmpty() ? "" : ": " + why;
    }

    /// What to do then.
    private String instead() {
        return ". Mend it and `skerry job run` the changed file; as it is, it runs again after"
                + " `skerry job stop %s`".formatted(job);
    }
}
