package dev.skerry.cluster.server.recalls;

import dev.skerry.cluster.decide.RecallDecisions;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.recall.Recall.Recalled;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.http.Bodies;
import io.avaje.jsonb.Json;
import java.util.List;

/// What is said of recalls.
public final class RecallAnswers {
    private RecallAnswers() {}

    /// @param version that was named; 0: the whole job
    /// @param versions that one, and those that run the same; none: all of them
    /// @param by who has recalled it
    /// @param ending so many allocations are told to stop, and are not known to have ended
    /// @param unheard so many are on nodes that are not heard, which stop them when they are back
    @Json
    public record RecallAnswer(
            String id,
            String namespace,
            String job,
            long version,
            List<Long> versions,
            String reason,
            String by,
            String at,
            int ending,
            int unheard) {}

    /// @param stable the last stable version that may run; 0: none is known
    /// @param comesBack that one comes back by itself: a deployment was under way
    /// @param stopped nothing of the job is placed: its newest version is recalled
    /// @param index of the log with which it holds
    @Json
    public record RecallMade(
            RecallAnswer recall, long stable, boolean comesBack, boolean stopped, long index) {}

    @Json
    public record RecallLifted(String id, String namespace, String job, long index) {}

    static RecallAnswer of(Cluster cluster, Recall recall) {
        int ending = 0;
        int unheard = 0;
        for (var it : RecallDecisions.there(cluster, recall)) {
            var node = cluster.nodes().find(it.node());
            if (node != null && node.contact().reachable()) ending++;
            else unheard++;
        }
        var job = recall.job();
        var versions =
                recall.what() instanceof Recalled.OfVersions it ? it.versions() : List.<Long>of();
        long version = recall.what() instanceof Recalled.OfVersions it ? it.version() : 0;
        return new RecallAnswer(
                recall.id(),
                job.namespace(),
                job.name(),
                version,
                versions,
                recall.reason(),
                recall.by(),
                Bodies.time(recall.wallMs()),
                ending,
                unheard);
    }

    /// Of one job, the newest first.
    public static List<RecallAnswer> of(Cluster cluster, Job job) {
        return cluster.recalls().of(job.key()).stream().map(it -> of(cluster, it)).toList();
    }
}
