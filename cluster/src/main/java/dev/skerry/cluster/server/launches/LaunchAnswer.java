package dev.skerry.cluster.server.launches;

import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Schedule;
import dev.skerry.http.Bodies;
import dev.skerry.kernel.PersistentAgenda;
import io.avaje.jsonb.Json;
import org.jspecify.annotations.Nullable;

/// How a job comes to run that does not just run once it is placed.
///
/// @param kind `periodic`, `onNode`, `parameterized`, `launched` or `dispatched`
/// @param parent of what was launched or dispatched, the job by which it was; otherwise empty
/// @param at of a child the time for which it was launched
/// @param next of a periodic one, when it is launched; absent: by hand only
/// @param last of a periodic one, the time for which it was launched, or left out, last
/// @param child what was launched then; empty: nothing was
/// @param left why it was left out; empty: it was not
/// @param running children of which something lives or is tried again
/// @param ended children that are kept
/// @param payloadBytes of a child
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
        int payloadBytes) {
    /// The kind of what its node runs by a calendar: its allocations say what comes of that.
    private static final String ON_NODE = "onNode";

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
                            it.bytes().length);
            case Launch.OnNode _ ->
                    new LaunchAnswer(ON_NODE, "", null, null, null, "", "", 0, 0, 0);
            case Launch.Periodic it -> parent(cluster, job, it);
            case Launch.Parameterized it -> parent(cluster, job, it);
        };
    }

    private static LaunchAnswer parent(Cluster cluster, Job job, Launch it) {
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
                0);
    }

    /// Of a parent, why its last launch was left out; empty: it was not.
    public static String says(Job job) {
        var schedule = job.schedule();
        if (schedule == null || schedule.says().isEmpty()) return "";
        return "The launch for %s was left out: %s"
                .formatted(Bodies.time(schedule.lastWallMs()), schedule.says());
    }
}
