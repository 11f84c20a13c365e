package dev.skerry.cluster.node;

import dev.skerry.cluster.recall.RecallsTold;
import dev.skerry.kernel.PersistentSet;

/// Everything that an agent knows about its work: an immutable value, rebuilt from its journal.
///
/// @param bootId of the kernel; when it changes, all processes are gone and ticks start anew
/// @param epoch of the servers' versions; empty before the first contact
/// @param version of the desired state that is in the journal
/// @param runs what is here
/// @param contact since when no server was heard
/// @param reports what the servers have not acknowledged yet
/// @param recalls what must not run here, as the servers have said
/// @param gap what is missing of all this, because the journal was damaged
public record NodeState(
        String bootId,
        String epoch,
        long version,
        NodeRuns runs,
        ServerContact contact,
        Reports reports,
        RecallsTold recalls,
        Gap gap) {

    public static final NodeState EMPTY =
            new NodeState(
                    "",
                    "",
                    0,
                    NodeRuns.NONE,
                    ServerContact.NEVER,
                    Reports.NONE,
                    RecallsTold.NOTHING,
                    Gap.NONE);

    /// The node's own measure of how long it has been alone.
    ///
    /// @param cut no server is heard
    /// @param sinceTickMs when the silence began, on this boot's clock
    /// @param beforeMs how long it had been alone already before this boot
    public record ServerContact(boolean cut, long sinceTickMs, long beforeMs) {
        public static final ServerContact NEVER = new ServerContact(true, 0, 0);

        public long aloneMs(long tickMs) {
            return cut ? beforeMs + Math.max(0, tickMs - sinceTickMs) : 0;
        }
    }

    /// @param number of the last batch made
    /// @param sent the allocations of the batch on its way; none: nothing is
    /// @param changed allocations whose standing has changed since
    public record Reports(long number, PersistentSet<String> sent, PersistentSet<String> changed) {
        public static final Reports NONE =
                new Reports(0, PersistentSet.empty(), PersistentSet.empty());
    }

    NodeState with(NodeRuns next) {
        return new NodeState(bootId, epoch, version, next, contact, reports, recalls, gap);
    }

    NodeState with(ServerContact next) {
        return new NodeState(bootId, epoch, version, runs, next, reports, recalls, gap);
    }

    NodeState with(Reports next) {
        return new NodeState(bootId, epoch, version, runs, contact, next, recalls, gap);
    }

    NodeState with(RecallsTold next) {
        return new NodeState(bootId, epoch, version, runs, contact, reports, next, gap);
    }

    /// With a gap the node knows no version: the servers tell it everything at the next greeting.
    NodeState with(Gap next) {
        return new NodeState(
                bootId, epoch, next.open() ? 0 : version, runs, contact, reports, recalls, next);
    }
}
