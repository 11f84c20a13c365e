package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Plan.Release;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A slot that needs a node.
///
/// @param previous whom the new one follows
/// @param reschedules of the chain, for the new one
/// @param manner what becomes of the previous one
/// @param reason for people, why the previous one is stopped
/// @param waits the previous one must have ended before the new one may start
/// @param release by which version the new one runs
record Want(
        int index,
        @Nullable Allocation previous,
        List<Long> reschedules,
        Manner manner,
        String reason,
        boolean waits,
        Release release) {

    /// The order in which wants are served: first those that can start now; then those whose
    /// previous one is ending; then those whose previous one goes on until there is a place; last
    /// those whose previous one is stopped in any case.
    static final Comparator<Want> ORDER = Comparator.comparingInt(Want::turn);

    enum Manner {
        /// It is new, or the previous one has ended or cannot be asked.
        FILL,
        /// The previous one has failed; its node is avoided.
        RESCHEDULE,
        /// The previous one is ending. A place is kept free, so that no other gives up its own for
        /// it.
        HOLD,
        /// The previous one is stopped once there is a place for the new one.
        MIGRATE,
        /// The previous one is stopped, unless no node could ever take the new one; its node is
        /// preferred.
        UPDATE,
        /// The previous one is stopped.
        EVICT
    }

    static Want fresh(int index, Release release) {
        return new Want(index, null, List.of(), Manner.FILL, "", false, release);
    }

    static Want after(Allocation previous, List<Long> reschedules, Manner manner, Release release) {
        return new Want(previous.slot().index(), previous, reschedules, manner, "", false, release);
    }

    /// The previous one gives up its place before there is one for the new one.
    boolean unconditional() {
        return waits && (manner == Manner.UPDATE || manner == Manner.EVICT);
    }

    /// It would be placed now, and no one before it makes way for it.
    boolean mayDisplace() {
        if (waits || manner == Manner.UPDATE) return false;
        return previous == null || !previous.live() || previous.desired().run();
    }

    private int turn() {
        if (!waits) return 0;
        if (unconditional()) return 3;
        return manner == Manner.HOLD ? 1 : 2;
    }

    /// The node that the new one should rather not be on.
    @Nullable String avoided() {
        return manner == Manner.RESCHEDULE && previous != null ? previous.node() : null;
    }

    /// The node that the new one should rather stay on.
    @Nullable String preferred() {
        return manner == Manner.UPDATE && previous != null ? previous.node() : null;
    }
}
