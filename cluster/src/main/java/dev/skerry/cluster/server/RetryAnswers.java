package dev.skerry.cluster.server;

import dev.skerry.cluster.Allocation;
import dev.skerry.cluster.Cluster;
import dev.skerry.cluster.Job;
import dev.skerry.cluster.scheduler.Retry;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/// What is said of slots whose last allocation has failed, and that wait until it is tried again.
public final class RetryAnswers {
    private RetryAnswers() {}

    /// What of one group waits, and which of it comes first.
    ///
    /// @param waiting how many slots wait
    /// @param name of the one that is tried first, as people see it: `badge.web[0]`
    /// @param allocation that has failed there
    /// @param why it has failed
    /// @param at when it is tried again
    @Json
    public record OfGroup(
            String group,
            int waiting,
            String name,
            String allocation,
            String node,
            String nodeName,
            String why,
            String at) {}

    static List<OfGroup> of(Cluster cluster, Job job) {
        var waiting = new TreeMap<String, Integer>();
        var soonest = new LinkedHashMap<String, Retry>();
        for (var retry : Retry.of(cluster, job)) {
            var group = retry.failed().slot().group();
            waiting.merge(group, 1, Integer::sum);
            soonest.putIfAbsent(group, retry);
        }
        var all = new ArrayList<OfGroup>();
        soonest.forEach((group, retry) -> {
            var failed = retry.failed();
            all.add(
                    new OfGroup(
                            group,
                            waiting.getOrDefault(group, 0),
                            failed.slot().name(),
                            failed.id(),
                            failed.node(),
                            NodeAnswers.name(cluster, failed.node()),
                            why(failed),
                            Bodies.time(retry.dueWallMs())));
        });
        return all;
    }

    private static String why(Allocation failed) {
        var description = failed.observed().description();
        if (!description.isEmpty()) return description;
        for (var task : new TreeMap<>(failed.observed().tasks()).entrySet()) {
            var message = task.getValue().message();
            if (!message.isEmpty()) return "task " + task.getKey() + " ended: " + message;
        }
        return "it is " + JobAnswers.word(failed);
    }
}
