package dev.skerry.cluster.state;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.Policies.Disconnect;
import dev.skerry.kernel.PersistentAgenda;
import org.jspecify.annotations.Nullable;

/// When time alone changes something, on the servers' clock. It follows from the state.
///
/// The clock is monotonic and does not know how long no server ran: while something is waited for,
/// how far it has come is noted, and the next leader goes on from there. What is waited for after a
/// restart may come later than it would have, by the time without a server, but never too early.
public final class Deadlines {
    public static final long NEVER = PersistentAgenda.NEVER;

    /// How long an ended allocation can still be looked at.
    public static final long FORGET_AFTER_MS = 3_600_000;

    /// A node may be late when it stops by itself: clocks differ by less than this share, ...
    static final int LATE_PERCENT = 5;

    /// ... and it needs a moment to do it.
    static final long LATE_MS = 10_000;

    /// While something is waited for, the time is noted so often.
    static final long NOTE_EVERY_MS = 60_000;

    /// What is waited for much longer may come later by such a share of it, ...
    static final int NOTE_PARTS = 100;

    /// ... and by so much at most.
    static final long NOTE_SELDOM_MS = 3_600_000;

    private Deadlines() {}

    /// When an allocation that is unknown counts as lost. One that must not run twice is lost only
    /// when its node has surely stopped it: it has been alone for long enough, without a break.
    public static long lostAtTickMs(Cluster cluster, Allocation allocation) {
        if (allocation.observed().status() != Allocation.Status.UNKNOWN) return NEVER;
        var group = group(cluster, allocation);
        if (group == null) return NEVER;
        var policy = group.policies().disconnect();
        var sinceTickMs = allocation.observed().sinceTickMs();
        if (policy.replace())
            return policy.lostAfterMs() == 0 ? NEVER : sinceTickMs + policy.lostAfterMs();
        var node = cluster.nodes().find(allocation.node());
        if (policy.stopAfterMs() == 0 || node == null || node.contact().reachable()) return NEVER;
        var missedTickMs = Math.max(sinceTickMs, node.contact().sinceTickMs());
        var stoppedAfterMs = stoppedAfterMs(group, policy, node.contact().silenceMs());
        return missedTickMs + Math.max(policy.lostAfterMs(), stoppedAfterMs);
    }

    /// An allocation that has ended is remembered while it is the last of its slot, or has done the
    /// work of it. Once another has followed it, nobody wants it any more or its slot has gone, it
    /// is remembered for an hour from its end.
    public static long forgetAtTickMs(Cluster cluster, Allocation allocation) {
        if (allocation.live()) return NEVER;
        boolean last = allocation.desired().run() && allocation.lineage().next() == null;
        if ((last || done(cluster, allocation)) && slotIsThere(cluster, allocation)) return NEVER;
        return allocation.observed().sinceTickMs() + FORGET_AFTER_MS;
    }

    /// Were it forgotten, its slot would look as if nobody had been there, and be filled again.
    private static boolean done(Cluster cluster, Allocation allocation) {
        var job = cluster.jobs().find(allocation.slot().job());
        return job != null && job.done(allocation);
    }

    /// The newest version of its job still has the slot, and somebody may have to look at what
    /// ended there last.
    private static boolean slotIsThere(Cluster cluster, Allocation allocation) {
        var slot = allocation.slot();
        var job = cluster.jobs().find(slot.job());
        var group = job == null ? null : job.spec().group(slot.group());
        if (job == null || group == null || slot.canary()) return false;
        if (job.spec().type().everywhere()) return cluster.nodes().has(allocation.node());
        return slot.index() < group.count();
    }

    /// At once when nothing is left to drain; at the deadline while something is left to stop. What
    /// comes last is not stopped before all else has ended, be that after the deadline.
    public static long drainAtTickMs(Cluster cluster, Node node) {
        var drain = node.scheduling().drain();
        if (drain == null) return NEVER;
        boolean left = false;
        boolean wanted = false;
        boolean others = false;
        boolean othersWanted = false;
        for (var id : cluster.onNode(node.id())) {
            var allocation = cluster.allocations().find(id);
            if (allocation == null || !drained(cluster, allocation, drain)) continue;
            left = true;
            wanted |= allocation.desired().run();
            if (last(cluster, allocation)) continue;
            others = true;
            othersWanted |= allocation.desired().run();
        }
        if (!left) return 0;
        return (others ? othersWanted : wanted) ? drain.deadlineTickMs() : NEVER;
    }

    /// Of a job that is on every node: what else runs on its node may need it, so that a drain ends
    /// it last.
    public static boolean last(Cluster cluster, Allocation allocation) {
        var job = cluster.jobs().find(allocation.slot().job());
        return job != null && job.spec().type().everywhere();
    }

    /// Nothing is left on the node that ends before the work of system jobs.
    public static boolean onlyLast(Cluster cluster, Node node) {
        for (var id : cluster.onNode(node.id())) {
            var allocation = cluster.allocations().find(id);
            if (allocation != null && allocation.live() && !last(cluster, allocation)) return false;
        }
        return true;
    }

    /// The drain waits for it to end.
    public static boolean drained(Cluster cluster, Allocation allocation, Node.Drain drain) {
        if (!allocation.live()) return false;
        return drain.systemToo() || !last(cluster, allocation);
    }

    public static Disconnect disconnect(Cluster cluster, Allocation allocation) {
        var group = group(cluster, allocation);
        return group == null ? Disconnect.DEFAULT : group.policies().disconnect();
    }

    private static @Nullable GroupSpec group(Cluster cluster, Allocation allocation) {
        var slot = allocation.slot();
        var job = cluster.jobs().find(slot.job());
        var spec = job == null ? null : job.at(slot.version());
        return spec == null ? null : spec.group(slot.group());
    }

    /// A node that is alone acts on it as soon as it knows.
    private static long stoppedAfterMs(GroupSpec group, Disconnect policy, long silenceMs) {
        long killMs = 0;
        for (var task : group.tasks()) killMs += task.stop().timeoutMs();
        var wholeMs = Math.max(policy.stopAfterMs(), silenceMs) + killMs;
        return wholeMs + wholeMs * LATE_PERCENT / 100 + LATE_MS;
    }

    public static long wakeAtTickMs(Cluster cluster) {
        var firstTickMs = cluster.watch().deadlines().firstTickMs();
        boolean times = cluster.index().launching().nextWallMs().size() > 0;
        return firstTickMs == NEVER && !times
                ? NEVER
                : Math.min(firstTickMs, noteAtTickMs(cluster));
    }

    /// While something is waited for, how far the clock has come is noted then; and the wall clock
    /// is looked at by which jobs are launched.
    public static long noteAtTickMs(Cluster cluster) {
        if (cluster.index().launching().nextWallMs().size() > 0)
            return cluster.tickMs() + NOTE_EVERY_MS;
        var firstTickMs = cluster.watch().deadlines().firstTickMs();
        long part = firstTickMs == NEVER ? 0 : (firstTickMs - cluster.tickMs()) / NOTE_PARTS;
        return cluster.tickMs() + Math.clamp(part, NOTE_EVERY_MS, NOTE_SELDOM_MS);
    }
}
