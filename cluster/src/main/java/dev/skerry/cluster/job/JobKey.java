package dev.skerry.cluster.job;

import java.util.Comparator;

/// Names a job within the fleet.
///
/// @param namespace lower-case letters, digits and hyphens, at most 64 characters
/// @param name the same, at most 64 characters
public record JobKey(String namespace, String name) implements Comparable<JobKey> {
    public static final String DEFAULT_NAMESPACE = "default";

    private static final Comparator<JobKey> ORDER =
            Comparator.comparing(JobKey::namespace).thenComparing(JobKey::name);

    @Override
    public int compareTo(JobKey other) {
        return ORDER.compare(this, other);
    }

    /// `namespace/name`, for whoever does not know which namespace goes without saying.
    public String whole() {
        return namespace + "/" + name;
    }

    /// `namespace/name`; the default namespace goes without saying.
    @Override
    public String toString() {
        return namespace.equals(DEFAULT_NAMESPACE) ? name : namespace + "/" + name;
    }
}
