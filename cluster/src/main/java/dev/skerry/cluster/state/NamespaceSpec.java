package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;

/// A namespace: a part of the fleet's work with names of its own, and with a quota.
///
/// @param name that jobs say they are in
/// @param description one line for people; empty: none
public record NamespaceSpec(String name, String description, Quota quota) {
    public static final int DESCRIPTION_CHARACTERS_MAX = 256;

    /// The one that is always there, as long as nobody has said anything of it.
    public static final NamespaceSpec DEFAULT =
            new NamespaceSpec(JobKey.DEFAULT_NAMESPACE, "", Quota.NONE);
}
