package dev.skerry.cluster.server.versions;

import dev.skerry.cluster.server.jobfile.JobDifference;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.http.Bodies;
import io.avaje.jsonb.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is said of the versions of a job.
public final class VersionAnswers {
    static final String UNKNOWN = "unknown";

    private VersionAnswers() {}

    /// One that is kept.
    ///
    /// @param acceptedAt absent: nobody knows
    /// @param by who asked for it; `unknown`: it is from a time when that was not noted
    /// @param how in a sentence's end: `submitted`, `reverted to version 2`, `scaled`
    /// @param of the version that came back, or that was scaled; 0: none
    /// @param signers of its file, by the fingerprints of their keys
    /// @param current it is the newest
    /// @param forced it goes, or went, before all other work, and everywhere at once
    /// @param recalled it must not run
    /// @param allocations of it that are live
    /// @param since the kept version before, which it is compared with; 0: none is kept
    /// @param changed what is other than then, in one line
    /// @param difference the same in full; absent: it was not asked for, or there is none before
    @Json
    public record KeptVersion(
            long version,
            @Nullable String acceptedAt,
            String by,
            String how,
            long of,
            List<String> signers,
            boolean current,
            boolean forced,
            boolean recalled,
            int allocations,
            long since,
            String changed,
            @Nullable JobDifference difference) {}

    /// The newest first.
    static List<KeptVersion> all(Cluster cluster, Job job, boolean differences) {
        var live = live(cluster, job);
        var numbers = numbers(job);
        var all = new ArrayList<KeptVersion>();
        for (int i = 0; i < numbers.size(); i++) {
            long since = i + 1 < numbers.size() ? numbers.get(i + 1) : 0;
            long version = numbers.get(i);
            all.add(one(job, version, since, live.getOrDefault(version, 0), differences));
        }
        return all;
    }

    /// Of all versions that are kept, the newest first.
    public static List<Long> numbers(Job job) {
        var numbers = new ArrayList<>(job.versions().keys());
        numbers.add(job.version());
        numbers.sort(Comparator.reverseOrder());
        return numbers;
    }

    private static Map<Long, Integer> live(Cluster cluster, Job job) {
        var live = new HashMap<Long, Integer>();
        for (var id : cluster.ofJob(job.key())) {
            var allocation = cluster.allocations().find(id);
            if (allocation != null && allocation.live())
                live.merge(allocation.slot().version(), 1, Integer::sum);
        }
        return live;
    }

    private static KeptVersion one(
            Job job, long version, long since, int live, boolean differences) {
        var kept = job.kept(version);
        var how = kept == null ? Acceptance.UNKNOWN : kept.acceptance();
        var difference = since == 0 ? null : difference(job, since, version);
        return new KeptVersion(
                version,
                Bodies.timeOrNone(how.wallMs()),
                how.by().isEmpty() ? UNKNOWN : how.by(),
                words(how),
                how.from(),
                how.signers(),
                version == job.version(),
                kept != null && kept.forced(),
                kept != null && kept.recalled(),
                live,
                since,
                difference == null ? first(version) : difference.shortly(),
                differences ? difference : null);
    }

    private static String first(long version) {
        return version == 1 ? "the first version" : "the version before is not kept any more";
    }

    /// @return null: one of them is not kept
    static @Nullable JobDifference difference(Job job, long from, long to) {
        var was = job.at(from);
        var is = job.at(to);
        return was == null || is == null ? null : JobDifference.between(from, was, to, is);
    }

    /// `reverted to version 2`; empty: nobody knows.
    static String words(Acceptance how) {
        if (how.by().isEmpty()) return UNKNOWN;
        return switch (how.how()) {
            case SUBMITTED -> "submitted";
            case REVERTED -> "reverted to version " + how.from();
            case SCALED -> "scaled";
            case LAUNCHED -> "launched";
            case DISPATCHED -> "dispatched";
        };
    }
}
