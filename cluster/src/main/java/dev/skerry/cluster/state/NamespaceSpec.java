package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import java.util.List;

/// A namespace: a part of the fleet's work with names of its own, and with a quota.
///
/// @param name that jobs say they are in
/// @param description one line for people; empty: none
/// @param preempts the types of its jobs that may displace work of lower priority, whosever it is
public record NamespaceSpec(
        String name, String description, Quota quota, List<JobSpec.Type> preempts) {
    public static final int DESCRIPTION_CHARACTERS_MAX = 256;

    /// Unless somebody says otherwise.
    public static final List<JobSpec.Type> PREEMPTS = List.of(JobSpec.Type.SYSTEM);

    /// The one that is always there, as long as nobody has said anything of it.
    public static final NamespaceSpec DEFAULT = of(JobKey.DEFAULT_NAMESPACE, "", Quota.NONE);

    public NamespaceSpec { // a log of before it was said has none
        preempts = preempts == null ? PREEMPTS : List.copyOf(preempts);
    }

    /// One whose system jobs may displace others, as it is unless somebody says otherwise.
    public static NamespaceSpec of(String name, String description, Quota quota) {
        return new NamespaceSpec(name, description, quota, PREEMPTS);
    }
}
