package dev.skerry.cluster.deployment;

/// How one slot of a group stands while a new version comes.
public enum SlotStand {
    /// There was nobody yet, or somebody whom nothing follows.
    FRESH,
    /// A healthy one of an earlier version is in it.
    OLD,
    /// One of an earlier version that is not healthy.
    SICK,
    /// Nobody is in it; the last one was of an earlier version.
    VACANT,
    /// It is the new version's, and not healthy for long enough yet, or not there.
    CHANGING,
    /// The new version is healthy in it.
    DONE,
    /// Its node cannot be reached, or takes nothing now: it is pending.
    AWAY,
    /// It had to make way for work of higher priority on its node, which has no room for it since,
    /// or its node takes nobody of the new version; there is no other for it: it is pending.
    DISPLACED
}
