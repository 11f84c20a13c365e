package dev.skerry.cluster.server.launches;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.server.JobAnswers;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Schedule;
import dev.skerry.http.Bodies;
import dev.skerry.kernel.PersistentAgenda;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a job comes to run that does not just run once it is placed.
///
/// @param kind `periodic`, `onNode`, `parameterized`, `launched` or `dispatched`
/// @param parent of what was launched or dispatched, the job by which it was; otherwise empty
/// @param at of a child the time for which it was launched
/// @param next when it is launched, or run by the first of its nodes; absent: by hand only
/// @param last the time for which it was launched, left out or run last
/// @param child what was launched then; empty: nothing was
/// @param left why it was left out; empty: it was not
/// @param running children of which something lives or is tried again
/// @param ended children that are kept
/// @param payloadBytes of a child
/// @param calendar of what has one, whoever keeps it
@Json
public record LaunchAnswer(
        String kind,
        String parent,
        @Nullable String at,
        @Nullable String next,
        @Nullable String last,
        String child,
        String left,
        int running,
        int ended,
        int payloadBytes,
        @Nullable CalendarAnswer calendar) {
    /// The kind of what its node runs by a calendar: its allocations say what comes of that.
    private static final String ON_NODE = "onNode";

    /// @param went what came of the last time, in a few words; empty: there was none
    @Json
    public record CalendarAnswer(List<String> cron, String timeZone, boolean enabled, String went) {
        static CalendarAnswer of(Launch.Calendar of, String went) {
            return new CalendarAnswer(of.cron(), of.timeZone(), of.enabled(), went);
        }
    }

    /// Null: it runs once it is placed.
    public static @Nullable LaunchAnswer of(Cluster cluster, Job job) {
        return switch (job.spec().launch()) {
            case null -> null;
            case Launch.Launched it ->
                    new LaunchAnswer(
                            it.word(),
                            it.parent(),
                            Bodies.time(it.atWallMs()),
                            null,
                            null,
                            "",
                            "",
                            0,
                            0,
                            it.bytes().length,
                            null);
            case Launch.OnNode it -> onNodes(NodesRounds.of(cluster, job), job, it);
            case Launch.Periodic it ->
                    parent(cluster, job, it, CalendarAnswer.of(it, went(cluster, job)));
            case Launch.Parameterized it -> parent(cluster, job, it, null);
        };
    }

    private static LaunchAnswer onNodes(NodesRounds of, Job job, Launch.OnNode it) {
        boolean comes = of.nextWallMs() != PersistentAgenda.NEVER && !job.stopped();
        return new LaunchAnswer(
                ON_NODE,
                "",
                null,
                comes ? Bodies.time(of.nextWallMs()) : null,
                Bodies.timeOrNone(of.lastWallMs()),
                "",
                "",
                0,
                0,
                0,
                CalendarAnswer.of(it, of.went()));
    }

    /// How the last launch stands.
    private static String went(Cluster cluster, Job job) {
        var schedule = job.schedule();
        if (schedule == null || schedule.lastWallMs() == 0) return "";
        if (!schedule.says().isEmpty()) return "left out: " + schedule.says();
        var child = cluster.jobs().find(new JobKey(job.key().namespace(), schedule.child()));
        return child == null ? "not kept any more" : JobAnswers.status(cluster, child);
    }

    private static LaunchAnswer parent(
            Cluster cluster, Job job, Launch it, @Nullable CalendarAnswer calendar) {
        var children = cluster.childrenOf(job.key());
        var schedule = job.schedule() == null ? Schedule.NEVER : job.schedule();
        long next = job.stopped() ? PersistentAgenda.NEVER : schedule.nextWallMs();
        return new LaunchAnswer(
                it.word(),
                "",
                null,
                next == PersistentAgenda.NEVER ? null : Bodies.time(next),
                Bodies.timeOrNone(schedule.lastWallMs()),
                schedule.child(),
                schedule.says(),
                children.running().size(),
                children.ended().size(),
                0,
                calendar);
    }

    /// Of a parent, why its last launch was left out; empty: it was not.
    public static String says(Job job) {
        var schedule = job.schedule();
        if (schedule == null || schedule.says().isEmpty()) return "";
        return "The launch for %s was left out: %s"
                .formatted(Bodies.time(schedule.lastWallMs()), schedule.says());
    }
}
