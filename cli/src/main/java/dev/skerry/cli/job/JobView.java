package dev.skerry.cli.job;

import dev.skerry.cli.api.Json;
import dev.skerry.cli.show.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A job at one moment, while somebody waits for it.
///
/// @param detail as the API tells it
/// @param version that is waited for
/// @param allocations that shall run and have no successor
record JobView(Json detail, long version, List<Json> allocations) {
    String job() {
        return detail.at("name").text();
    }

    /// Whether it is no longer what was sent.
    boolean stopped() {
        return detail.at("stopped").yes() || detail.at("version").whole() > version;
    }

    /// Whether the scheduler has looked at this version.
    boolean planned() {
        return detail.at("evaluation", "jobVersion").whole() >= version;
    }

    /// Whether all that is wanted is there and well.
    boolean settled() {
        if (new Launches(detail).parent()) return true;
        if (!planned() || detail.at("blocked").yes()) return false;
        if (!deployment().none()) return deployment().at("status").is("successful");
        long wanted = 0;
        for (var group : detail.at("groups").list()) wanted += group.at("desired").whole();
        if (wanted == 0 && everywhere()) return false; // no node takes it
        long well = allocations.stream().filter(this::well).count();
        return ends(detail) ? complete() >= wanted : well >= wanted && well == allocations.size();
    }

    /// Whether what has ended well is done.
    static boolean ends(Json job) {
        if (new Launches(job).onNode()) return false;
        return job.at("type").is("batch") || job.at("type").is("sysbatch");
    }

    /// Whether each node that takes it has one.
    private boolean everywhere() {
        return detail.at("type").is("system") || detail.at("type").is("sysbatch");
    }

    /// Whether nothing of it runs, and nothing is tried again.
    boolean failed() {
        if (deployment().at("status").is("failed")) return true;
        return planned() && detail.at("status").is("failed");
    }

    /// How its version comes; nothing: everywhere at once.
    Json deployment() {
        return detail.at("deployment");
    }

    /// Whether nothing more changes before somebody says so.
    boolean waitsForSomebody() {
        return deployment().at("waits").yes() || deployment().at("status").is("paused");
    }

    /// Whether it is a batch of which all has ended well.
    boolean done() {
        return planned() && detail.at("status").is("complete");
    }

    /// Whether it is a batch of which all runs that is not done.
    boolean runs() {
        return planned() && ends(detail) && detail.at("status").is("running");
    }

    private long complete() {
        long complete = 0;
        for (var group : detail.at("groups").list()) complete += group.at("complete").whole();
        return complete;
    }

    private boolean well(Json allocation) {
        return allocation.at("status").is("running")
                && allocation.at("healthy").yes()
                && allocation.at("version").whole() >= version;
    }

    /// In one line.
    String headline() {
        if (new Launches(detail).parent()) {
            var next = detail.at("launch", "next").text();
            var waits = next.isEmpty() ? "waits to be launched" : "is launched next at " + next;
            return "%s version %d %s".formatted(job(), version, waits);
        }
        long wanted = 0;
        for (var group : detail.at("groups").list()) wanted += group.at("desired").whole();
        long well = allocations.stream().filter(this::well).count();
        var sum =
                ends(detail)
                        ? complete() + " of " + wanted + " complete"
                        : well + " of " + wanted + " running and healthy";
        var comes = deployment().none() ? "" : ", deployment " + deployment().at("status").text();
        var state = planned() ? sum + comes : "being placed";
        return "%s version %d: %s".formatted(job(), version, state);
    }

    /// What is tried again later, and why the scheduler has left something out.
    List<String> waits() {
        var retries = Retries.of(detail);
        var lines = new ArrayList<>(retries.lines());
        detail.at("evaluation", "groups").list().stream()
                .filter(group -> !retries.cover(group))
                .filter(this::lacks)
                .map(JobView::waits)
                .filter(line -> !line.isEmpty())
                .forEach(lines::add);
        return lines;
    }

    /// A plan that leaves all as it is, while a deployment waits for its turn, lacks nothing.
    private boolean lacks(Json group) {
        return group.at("counts", "unplaced").whole() > 0 || allocations.isEmpty();
    }

    private static String waits(Json group) {
        var shortly = new PlacementReasons(group, Map.of()).shortly();
        long unplaced = group.at("counts", "unplaced").whole();
        var waiting = unplaced > 0 ? unplaced + " without a place" : "nothing placed";
        return shortly.isEmpty()
                ? ""
                : "%s: %s (%s)".formatted(group.at("group").text(), waiting, shortly);
    }

    /// One allocation in one line.
    static String line(Json allocation) {
        var status = allocation.at("status").text();
        boolean unwell = status.equals("running") && !allocation.at("healthy").yes();
        long restarts = allocation.at("restarts").whole();
        var says = allocation.at("description").text();
        return "%s on %s: %s%s%s%s"
                .formatted(
                        allocation.at("name").text(),
                        allocation.at("nodeName").text(),
                        status,
                        unwell ? ", not healthy yet" : "",
                        restarts == 0 ? "" : ", " + Words.count(restarts, "restart"),
                        says.isEmpty() ? "" : " (" + says + ")");
    }
}
