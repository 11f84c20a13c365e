package dev.skerry.cli.job;

import dev.skerry.cli.api.EventStream;
import dev.skerry.cli.api.Json;
import java.util.List;

/// What of a job has failed and is tried again later, or not any more, for people.
///
/// @param groups as the API tells them, each with the one that comes first
record Retries(List<Json> groups) {
    static Retries of(Json job) {
        return new Retries(job.at("retries").list());
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
        return groups.stream().map(Retries::line).toList();
    }

    private static String line(Json retry) {
        long more = retry.at("waiting").whole() - 1;
        var at = retry.at("at").text();
        boolean again = !at.isEmpty();
        return "%s: %s failed on %s: %s; %s%s"
                .formatted(
                        retry.at("group").text(),
                        retry.at("name").text(),
                        retry.at("nodeName").text(),
                        retry.at("why").text(),
                        again
                                ? "tried again at " + EventStream.clock(at)
                                : "not tried again, as its reschedule policy allows no more",
                        more > 0
                                ? ", and " + more + (again ? " more later" : " more like it")
                                : "");
    }
}
