package dev.skerry.cluster.server.launches;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.decide.LaunchDecisions;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.Launch.Cause;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Schedule;
import dev.skerry.kernel.figures.PrometheusText;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/// What came of the calendars that servers keep, since this one runs: counted from what is certain,
/// so that it is the same on all of them.
public final class LaunchFigures {
    /// Jobs that are told.
    private static final int JOBS_MAX = 1_000;

    /// Times of one calendar that are counted at once.
    private static final int TIMES_MAX = 10_000;

    private enum Came {
        LAUNCHED,
        FORCED,
        OVERLAP,
        REFUSED,
        MISSED
    }

    private final long sinceWallMs;
    private final Map<JobKey, Map<Came, LongAdder>> counts = new ConcurrentHashMap<>();

    /// @param sinceWallMs what was decided before was counted before
    public LaunchFigures(long sinceWallMs) {
        this.sinceWallMs = sinceWallMs;
    }

    public void committed(List<ClusterFact> facts, Cluster before) {
        for (var fact : facts) {
            if (fact instanceof ClusterFact.JobAccepted it && it.wallMs() >= sinceWallMs)
                accepted(it.spec());
            if (fact instanceof ClusterFact.JobScheduled(var key, var is)
                    && is.decidedWallMs() >= sinceWallMs) scheduled(key, is, before);
            if (fact instanceof ClusterFact.JobPurged(var key)) counts.remove(key);
        }
    }

    private void accepted(JobSpec spec) {
        var parent = spec.launchedBy();
        if (parent == null || !(spec.launch() instanceof Launch.Launched it)) return;
        if (it.cause() == Cause.BY_TIME) count(parent, Came.LAUNCHED, 1);
        if (it.cause() == Cause.FORCED) count(parent, Came.FORCED, 1);
    }

    private void scheduled(JobKey key, Schedule is, Cluster before) {
        var job = before.jobs().find(key);
        var was = job == null ? null : job.schedule();
        if (job == null || was == null || is.lastWallMs() != was.nextWallMs()) return;
        if (!is.says().isEmpty()) {
            boolean runs = LaunchDecisions.overlapped(is);
            count(key, runs ? Came.OVERLAP : Came.REFUSED, 1);
        }
        if (job.spec().launch() instanceof Launch.Periodic it)
            count(key, Came.MISSED, passed(it, is));
    }

    /// Times that were over when the one before them was decided on.
    private static int passed(Launch.Periodic it, Schedule is) {
        int passed = 0;
        long at = it.nextWallMs(is.lastWallMs());
        while (at <= is.decidedWallMs() && passed < TIMES_MAX) {
            passed++;
            at = it.nextWallMs(at);
        }
        return passed;
    }

    private void count(JobKey job, Came came, long count) {
        var of = counts.computeIfAbsent(job, _ -> none()).get(came);
        if (of != null) of.add(count);
    }

    /// Nobody adds a way later, so that it is read while another counts.
    private static Map<Came, LongAdder> none() {
        var none = new EnumMap<Came, LongAdder>(Came.class);
        for (var came : Came.values()) none.put(came, new LongAdder());
        return none;
    }

    /// @param seen whether the reader sees jobs of a namespace
    public void write(Predicate<String> seen, PrometheusText to) {
        to.counter(
                "skerry_calendar_launches_total",
                "Times of calendars that servers keep, by what came of them; overlap: the last"
                        + " launch still ran; missed: no server led, and one was made up for all.");
        int told = 0;
        for (var each : new TreeMap<>(counts).entrySet()) {
            var key = each.getKey();
            if (!seen.test(key.namespace()) || told++ >= JOBS_MAX) continue;
            each.getValue()
                    .forEach((came, count) -> {
                        var word = came.name().toLowerCase(Locale.ROOT);
                        to.value(count.sum(), "job", key.toString(), "came", word);
                    });
        }
    }
}
