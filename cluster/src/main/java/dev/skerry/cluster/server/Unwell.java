package dev.skerry.cluster.server;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.scheduler.policy.Retry;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.StopReason;
import dev.skerry.http.Bodies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// What of a job is not as it should be although it has a place: which of it, where and why.
final class Unwell {
    private static final Comparator<Allocation> EXPLAINED_FIRST =
            Comparator.comparing((Allocation it) -> it.observed().description().isEmpty())
                    .thenComparing(Allocation.BY_AGE);

    /// What has failed is known of the one that rests.
    private static final Comparator<Allocation> FAILED_FIRST =
            Comparator.comparing(
                            (Allocation it) -> {
                                var rounds = it.observed().rounds();
                                return rounds == null || rounds.says().isEmpty();
                            })
                    .thenComparing(Allocation.BY_AGE);

    private static final String NOWHERE = "no node takes it now";

    private Unwell() {}

    /// It runs, shall run, and is not healthy. A batch shall end, so that nobody waits until it has
    /// run for a while: it is unhealthy by its checks only.
    static boolean runs(Job job, Allocation it) {
        var seen = it.observed();
        boolean runs = seen.status() == Status.RUNNING && it.desired().run();
        if (!runs || seen.healthy()) return false;
        return !job.spec().type().ends() || asked(job, it);
    }

    private static boolean asked(Job job, Allocation it) {
        var group = job.spec().group(it.slot().group());
        return group != null && group.tasks().stream().anyMatch(task -> !task.checks().isEmpty());
    }

    /// Its node has tried it, and starts it again later. What was only placed has no tasks yet.
    private static boolean comes(Allocation it) {
        var seen = it.observed();
        boolean comes = seen.status() == Status.PENDING && it.desired().run();
        return comes && !seen.description().isEmpty() && !seen.tasks().isEmpty();
    }

    /// One sentence: `web.web[0] on rock: check http-1 is not well: exit code 1 (and 2 more)`;
    /// empty: nothing is to be said.
    static String says(NodesSeen nodes, Job job) {
        if (job.stopped()) return "";
        var recall = nodes.cluster().recalls().of(job.key(), job.version());
        if (recall != null) return recalled(job, recall);
        var all = all(nodes.cluster(), job);
        if (!all.isEmpty()) {
            var first = all.getFirst();
            var said = first.observed().description();
            return where(nodes, first, "")
                    + ": "
                    + (said.isEmpty() ? "it is not healthy" : said)
                    + more(all.size());
        }
        var retries = Retry.of(nodes.cluster(), job);
        if (retries.isEmpty()) {
            var unplaced = unplaced(nodes, job);
            return unplaced.isEmpty() ? failing(nodes, job) : unplaced;
        }
        var failed = retries.getFirst().failed();
        var why = RetryAnswers.why(failed);
        return where(nodes, failed, " failed") + ": " + why + more(retries.size());
    }

    /// What its node runs by a calendar is well whatever comes of that, and goes on.
    private static String failing(NodesSeen nodes, Job job) {
        var all = new ArrayList<Allocation>();
        for (var id : nodes.cluster().ofJob(job.key())) {
            var it = nodes.cluster().allocations().find(id);
            if (it != null && it.wanted() && fails(it)) all.add(it);
        }
        if (all.isEmpty()) return "";
        var first = Collections.min(all, FAILED_FIRST);
        return where(nodes, first, "") + ": " + failure(first) + more(all.size());
    }

    /// The last run did, or each one so far and the next goes on.
    private static boolean fails(Allocation it) {
        var rounds = it.observed().rounds();
        if (rounds == null) return false;
        var counts = rounds.counts();
        boolean never = counts.failed() > 0 && counts.failed() == counts.ended();
        return !rounds.says().isEmpty() || (rounds.running() && never);
    }

    private static String failure(Allocation it) {
        var rounds = it.observed().rounds();
        if (rounds == null) return "";
        var counts = rounds.counts();
        var last =
                rounds.says().isEmpty()
                        ? "it runs, and "
                        : "its run for %s failed: %s; "
                                .formatted(Bodies.time(second(rounds.lastWallMs())), rounds.says());
        return last
                + "%d of %d failed since %s; `skerry alloc logs %s` has what they said"
                        .formatted(
                                counts.failed(),
                                counts.ended(),
                                Bodies.time(second(it.lineage().createdWallMs())),
                                it.id());
    }

    /// What was asked for begins within one, which nobody looks for.
    private static long second(long wallMs) {
        return Math.floorDiv(wallMs, 1_000) * 1_000;
    }

    private static String unplaced(NodesSeen nodes, Job job) {
        if (nowhere(nodes.cluster(), job)) return NOWHERE;
        if (!job.blocked()) return "";
        var displaced = new ArrayList<Allocation>();
        for (var id : nodes.cluster().ofJob(job.key())) {
            var it = nodes.cluster().allocations().find(id);
            if (it == null || it.lineage().next() != null || it.desired().run()) continue;
            if (StopReason.displaced(it.desired().reason())) displaced.add(it);
        }
        if (displaced.isEmpty()) return "";
        var first = Collections.min(displaced, Allocation.BY_AGE);
        var by = nodes.beside(first.lineage().displacedBy());
        return where(nodes, first, "")
                + ": "
                + AllocationAnswers.reason(first.desired().reason(), by)
                + ", and waits for room"
                + more(displaced.size());
    }

    /// A system job that was looked at, and for which there is no node now.
    private static boolean nowhere(Cluster cluster, Job job) {
        if (job.spec().type() != JobSpec.Type.SYSTEM || job.due() != null) return false;
        if (job.blocked() || job.evaluations().isEmpty()) return false;
        for (var id : cluster.ofJob(job.key())) {
            var it = cluster.allocations().find(id);
            if (it != null && it.live()) return false;
        }
        return true;
    }

    private static String recalled(Job job, Recall recall) {
        var what =
                switch (recall.what()) {
                    case Recall.Recalled.OfJob _ -> "The job is recalled";
                    case Recall.Recalled.OfVersions _ ->
                            "Version %d is recalled".formatted(job.version());
                };
        var why = recall.reason().isEmpty() ? "" : ": " + recall.reason();
        return "%s by %s%s".formatted(what, recall.by(), why);
    }

    private static List<Allocation> all(Cluster cluster, Job job) {
        var all = new ArrayList<Allocation>();
        for (var id : cluster.ofJob(job.key())) {
            var it = cluster.allocations().find(id);
            if (it == null || it.lineage().next() != null) continue;
            if (runs(job, it) || comes(it)) all.add(it);
        }
        all.sort(EXPLAINED_FIRST);
        return all;
    }

    private static String where(NodesSeen nodes, Allocation it, String what) {
        var node = nodes.name(it.node());
        return it.slot().name() + what + (node.isEmpty() ? "" : " on " + node);
    }

    private static String more(int count) {
        return count == 1 ? "" : " (and " + (count - 1) + " more)";
    }
}
