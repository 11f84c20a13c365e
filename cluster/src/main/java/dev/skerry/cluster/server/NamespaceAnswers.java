package dev.skerry.cluster.server;

import dev.skerry.cluster.state.Asking;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.NamespaceSpec;
import dev.skerry.cluster.state.Quota;
import dev.skerry.cluster.state.Use;
import io.avaje.jsonb.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is said of namespaces.
public final class NamespaceAnswers {
    private NamespaceAnswers() {}

    /// @param used what its live allocations have reserved
    /// @param asked what its jobs ask for by their counts; system jobs are left out
    /// @param jobs in it, stopped ones too
    /// @param preempts the types of its jobs that may displace work of lower priority
    @Json
    public record OneNamespace(
            String name,
            String description,
            QuotaLimits quota,
            Use used,
            Use asked,
            int jobs,
            List<String> preempts) {}

    /// What is absent has no limit.
    @Json
    public record QuotaLimits(
            @Nullable Long cpuMhz,
            @Nullable Long memoryBytes,
            @Nullable Long allocations,
            @Nullable List<String> pools) {}

    @Json
    public record NamespaceChanged(String namespace, long index) {}

    static OneNamespace one(Cluster cluster, NamespaceSpec spec) {
        return new OneNamespace(
                spec.name(),
                spec.description(),
                limits(spec.quota()),
                cluster.namespaces().use(spec.name()),
                Asking.of(cluster, spec.name()),
                cluster.inNamespace(spec.name()).size(),
                spec.preempts().stream().map(JobAnswers::word).toList());
    }

    private static QuotaLimits limits(Quota quota) {
        return new QuotaLimits(
                limit(quota.cpuMhz()),
                limit(quota.memoryBytes()),
                limit(quota.allocations()),
                quota.pools().isEmpty() ? null : quota.pools());
    }

    private static @Nullable Long limit(long most) {
        return most == Quota.UNLIMITED ? null : Long.valueOf(most);
    }
}
