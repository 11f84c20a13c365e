package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.cluster.recall.SameWork;
import dev.skerry.cluster.state.Allocation;

/// What a new version of a job means for what runs by an older one.
final class Versions {
    private Versions() {}

    /// The processes have to be started anew: what they are, get or hold has changed, or what is
    /// promised of them while their node is cut off. Everything else (count, placement, the other
    /// policies, checks, meta) reaches them as they are.
    static boolean destructive(JobLook look, Allocation allocation, GroupAsk ask) {
        if (allocation.slot().version() == ask.version()) return false;
        var old = look.job().at(allocation.slot().version());
        if (old == null || old.type() != ask.spec().type()) return true;
        var group = old.group(allocation.slot().group());
        return group == null || !sameProcesses(group, ask.group());
    }

    private static boolean sameProcesses(GroupSpec old, GroupSpec group) {
        return SameWork.of(old, group)
                && sameAlone(old.policies().disconnect(), group.policies().disconnect());
    }

    /// A node that is cut off may not have heard of the new policy, and servers that count on it
    /// would start a second one too early.
    private static boolean sameAlone(Disconnect old, Disconnect next) {
        return old.stopAfterMs() == next.stopAfterMs() && old.replace() == next.replace();
    }
}
