package dev.skerry.cluster.server;

import dev.skerry.cluster.Allocation;
import dev.skerry.cluster.job.JobKey;
import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that happened, for people and for programs.
///
/// @param index of the log
/// @param at when it was seen here
/// @param kind `JobAccepted`, `NodeJoined`, `AllocationObserved` …
/// @param text a sentence
/// @param fact the values of it, by name
@Json
public record EventAnswer(
        long index,
        String at,
        String kind,
        Subject subject,
        String text,
        Map<String, String> fact) {

    /// What it concerns, as far as it concerns something of that kind.
    @Json
    public record Subject(
            @Nullable String namespace,
            @Nullable String job,
            @Nullable String node,
            @Nullable String allocation) {
        static final Subject NONE = new Subject(null, null, null, null);

        static Subject node(String node) {
            return new Subject(null, null, node, null);
        }

        static Subject job(JobKey job) {
            return new Subject(job.namespace(), job.name(), null, null);
        }

        static Subject of(Allocation allocation) {
            var job = allocation.slot().job();
            return new Subject(job.namespace(), job.name(), allocation.node(), allocation.id());
        }
    }
}
