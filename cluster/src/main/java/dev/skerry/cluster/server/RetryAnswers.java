package dev.skerry.cluster.server;

import dev.skerry.cluster.job.Policies.Reschedule;
import dev.skerry.cluster.scheduler.policy.Retry;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Job;
import dev.skerry.http.Bodies;
import dev.skerry.kernel.Text;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is said of slots whose last allocation has failed, and that wait until it is tried again,
/// or are left empty since their policy allows no more.
public final class RetryAnswers {
    private RetryAnswers() {}

    /// What of one group waits, and which of it comes first.
    ///
    /// @param waiting how many slots of the group are so
    /// @param name of the one that is tried first, as people see it: `badge.web[0]`
    /// @param allocation that has failed there
    /// @param node on which that was; empty, as is its name: whoever asks does not see it
    /// @param why it has failed
    /// @param at when it is tried again; null: it is not
    /// @param usedUp why it is not, in a sentence's middle: `its reschedule policy allows …`; null:
    ///   it is tried again
    @Json
    public record OfGroup(
            String group,
            int waiting,
            String name,
            String allocation,
            String node,
            String nodeName,
            String why,
            @Nullable String at,
            @Nullable String usedUp) {}

    /// Those that wait and those that are left are told apart.
    private record Kind(String group, boolean again) {}

    static List<OfGroup> of(NodesSeen nodes, Job job) {
        var waiting = new HashMap<Kind, Integer>();
        var soonest = new LinkedHashMap<Kind, Retry>();
        for (var retry : Retry.of(nodes.cluster(), job)) {
            var kind = new Kind(retry.failed().slot().group(), retry.again());
            waiting.merge(kind, 1, Integer::sum);
            soonest.putIfAbsent(kind, retry);
        }
        var all = new ArrayList<OfGroup>();
        soonest.forEach((kind, retry) -> {
            var failed = retry.failed();
            all.add(
                    new OfGroup(
                            kind.group(),
                            waiting.getOrDefault(kind, 0),
                            failed.slot().name(),
                            failed.id(),
                            nodes.id(failed.node()),
                            nodes.name(failed.node()),
                            why(failed),
                            at(retry),
                            retry.again() ? null : usedUp(job, kind.group())));
        });
        return all;
    }

    /// `its reschedule policy allows 1 attempt in 1d, and that is used up`.
    private static @Nullable String usedUp(Job job, String name) {
        var group = job.spec().group(name);
        return group == null ? null : usedUp(group.policies().reschedule());
    }

    static String usedUp(Reschedule policy) {
        int attempts = policy.attempts();
        if (attempts == 0) return "its reschedule policy allows no attempt";
        var within = policy.intervalMs() == 0 ? "" : " in " + Text.duration(policy.intervalMs());
        return "its reschedule policy allows %s%s, and %s used up"
                .formatted(
                        Text.count(attempts, "attempt"),
                        within,
                        attempts == 1 ? "that is" : "all are");
    }

    static @Nullable String at(Retry retry) {
        return retry.again() ? Bodies.time(retry.dueWallMs()) : null;
    }

    static String why(Allocation failed) {
        var description = failed.observed().description();
        if (!description.isEmpty()) return description;
        for (var task : new TreeMap<>(failed.observed().tasks()).entrySet()) {
            var message = task.getValue().message();
            if (!message.isEmpty()) return "task " + task.getKey() + " ended: " + message;
        }
        return "it is " + JobAnswers.word(failed);
    }
}
