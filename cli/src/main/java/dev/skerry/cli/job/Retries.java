package dev.skerry.cli.job;

import dev.skerry.cli.api.EventStream;
import dev.skerry.cli.api.Json;
import java.util.List;

/// What of a job has failed and is tried again later, for people.
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
        for (var retry : groups)
            if (retry.at("group").text().equals(explained.at("group").text()))
                return explained.at("counts", "unplaced").whole() <= retry.at("waiting").whole();
        return false;
    }

    /// A line for each group: what failed, where, why, and when it is tried again.
    List<String> lines() {
        return groups.stream().map(Retries::line).toList();
    }

    private static String line(Json retry) {
        long more = retry.at("waiting").whole() - 1;
        return "%s: %s failed on %s: %s; tried again at %s%s"
                .formatted(
                        retry.at("group").text(),
                        retry.at("name").text(),
                        retry.at("nodeName").text(),
                        retry.at("why").text(),
                        EventStream.clock(retry.at("at").text()),
                        more > 0 ? ", and " + more + " more later" : "");
    }
}
