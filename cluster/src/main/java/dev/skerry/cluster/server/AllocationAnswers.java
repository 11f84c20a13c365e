package dev.skerry.cluster.server;

import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.scheduler.policy.Retry;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.StopReason;
import dev.skerry.http.Bodies;
import dev.skerry.kernel.PersistentAgenda;
import io.avaje.jsonb.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is said of allocations. The answer is as flat as its readers want it.
public final class AllocationAnswers {
    private AllocationAnswers() {}

    /// @param name as people see it: `badge.web[0]`
    /// @param wanted `run` or `stop`
    /// @param reason why it is wanted so
    /// @param node on which it is placed; empty, as is its name: whoever asks does not see it
    /// @param since when the status became this
    /// @param restarts of all its tasks together
    /// @param variants how each task is run of which there are several variants
    /// @param displaces those of lower priority that are stopped for it, as far as whoever asks
    ///   sees them
    /// @param displacedBy the one of higher priority that it was stopped for; null: there is none,
    ///   or whoever asks does not see it
    /// @param retryAt when another is placed in its slot, since it has failed; null: none is
    /// @param rounds what has come of its calendar, of a job with `periodic.on: node`; null: it has
    ///   none, or its node has said nothing yet
    @Json
    public record One(
            String id,
            String name,
            String namespace,
            String job,
            long version,
            String group,
            int index,
            String node,
            String nodeName,
            String status,
            boolean healthy,
            String description,
            String wanted,
            String reason,
            String since,
            String createdAt,
            int restarts,
            Map<String, Integer> ports,
            Map<String, String> variants,
            Resources reserved,
            double score,
            @Nullable String previous,
            @Nullable String next,
            List<String> displaces,
            @Nullable String displacedBy,
            @Nullable String retryAt,
            @Nullable RoundsAnswer rounds,
            Map<String, TaskAnswer> tasks) {}

    /// @param next when its node runs it next; null: not by time
    /// @param last for which time it was run last; null: it never was
    /// @param running that one goes on
    /// @param says what has failed of it; empty: nothing
    /// @param ended how often it was run to an end
    /// @param skipped times that came, or were asked for, while it still ran
    @Json
    public record RoundsAnswer(
            @Nullable String next,
            @Nullable String last,
            boolean running,
            String says,
            long ended,
            long failed,
            long skipped) {}

    /// @param phase `pending`, `starting`, `running`, `waiting`, `resting`, `stopping`, `complete`,
    ///   `stopped`, `failed`
    /// @param exitCode -1 when it has not ended
    @Json
    public record TaskAnswer(
            String phase,
            long pid,
            int restarts,
            int exitCode,
            boolean healthy,
            @Nullable String startedAt,
            String message) {}

    /// What a change of an allocation comes to.
    @Json
    public record AllocationChanged(String allocation, long index) {}

    static List<One> all(NodesSeen nodes, Collection<String> ids) {
        return ids.stream()
                .map(id -> nodes.cluster().allocations().find(id))
                .filter(Objects::nonNull)
                .sorted(Allocation.BY_AGE)
                .map(allocation -> one(nodes, allocation))
                .toList();
    }

    static One one(NodesSeen nodes, Allocation of) {
        var tasks = new TreeMap<String, TaskAnswer>();
        int restarts = 0;
        for (var task : of.observed().tasks().entrySet()) {
            tasks.put(task.getKey(), task(task.getValue()));
            restarts += task.getValue().restarts();
        }
        var slot = of.slot();
        var retry = Retry.of(nodes.cluster(), of);
        var by = nodes.beside(of.lineage().displacedBy());
        return new One(
                of.id(),
                slot.name(),
                slot.job().namespace(),
                slot.job().name(),
                slot.version(),
                slot.group(),
                slot.index(),
                nodes.id(of.node()),
                nodes.name(of.node()),
                JobAnswers.word(of),
                of.observed().healthy(),
                of.observed().description(),
                of.desired().run() ? "run" : "stop",
                reason(of.desired().reason(), by),
                Bodies.time(of.observed().sinceWallMs()),
                Bodies.time(of.lineage().createdWallMs()),
                restarts,
                of.ports(),
                of.variants(),
                of.reserved(),
                of.lineage().score(),
                of.lineage().previous(),
                of.lineage().next(),
                of.lineage().displaces().stream().filter(it -> nodes.beside(it) != null).toList(),
                by == null ? null : by.id(),
                retry == null ? null : RetryAnswers.at(retry),
                rounds(of.observed().rounds()),
                tasks);
    }

    private static @Nullable RoundsAnswer rounds(Allocation.@Nullable Rounds of) {
        if (of == null) return null;
        boolean comes = of.nextWallMs() != PersistentAgenda.NEVER;
        return new RoundsAnswer(
                comes ? Bodies.time(of.nextWallMs()) : null,
                Bodies.timeOrNone(of.lastWallMs()),
                of.running(),
                of.says(),
                of.counts().ended(),
                of.counts().failed(),
                of.counts().skipped());
    }

    /// Whoever sees who has displaced it is told.
    ///
    /// @param by null: nobody, or nobody that he sees
    static String reason(String reason, @Nullable Allocation by) {
        return by == null || !StopReason.displaced(reason)
                ? reason
                : "%s: %s (%s)".formatted(reason, by.slot().name(), by.id());
    }

    private static TaskAnswer task(Allocation.TaskState state) {
        return new TaskAnswer(
                state.phase(),
                state.pid(),
                state.restarts(),
                state.exitCode(),
                state.healthy(),
                Bodies.timeOrNone(state.startedWallMs()),
                state.message());
    }
}
