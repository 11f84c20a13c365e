package dev.skerry.cluster.state;

import java.util.Set;

/// Why an allocation is stopped, in the words that people read. What follows tells by them whether
/// its slot goes on: who makes way for a newer version is followed, who is wanted no more is not.
public final class StopReason {
    public static final String JOB_STOPPED = "job stopped";
    public static final String GROUP_REMOVED = "group removed";
    public static final String COUNT_LOWERED = "count lowered";

    /// It made way for an allocation whose job has a higher priority, of whichever namespace.
    public static final String DISPLACED = "displaced by work of higher priority";

    /// Its node drains, and others of its group can do without it.
    public static final String DRAINED = "node drained";

    /// Its node drained for as long as it was given.
    public static final String DRAIN_DEADLINE = "drain deadline";

    private static final String REPLACED = "replaced by version ";
    private static final Set<String> UNWANTED = Set.of(JOB_STOPPED, GROUP_REMOVED, COUNT_LOWERED);

    private StopReason() {}

    public static String replacedBy(long version) {
        return REPLACED + version;
    }

    /// It made way for a newer version.
    public static boolean replaced(String reason) {
        return reason.startsWith(REPLACED);
    }

    public static boolean displaced(String reason) {
        return reason.equals(DISPLACED);
    }

    /// Its slot was wanted no more: who comes into it later does not follow it.
    public static boolean unwanted(String reason) {
        return UNWANTED.contains(reason);
    }
}
