package dev.skerry.cluster.link;

import dev.skerry.cluster.recall.RecallsTold;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the servers' part of this room says to a node's.
public sealed interface ServersSay {
    /// What shall run here; the first after a welcome comes even when nothing has changed. What
    /// does not fit into one frame comes in several: all but the last carry the version that the
    /// node has already, so that it is offered again when the link breaks in between.
    ///
    /// @param version to say back in the next hello and in [NodeSays.Synced]
    /// @param whole true: what is in neither `orders` nor `kept` does not exist any more
    /// @param current with it the node knows everything as of the version; false: more parts come
    /// @param removed allocations that the servers have forgotten; with the first part, since what
    ///   comes with the orders may need the room that they hold
    /// @param kept of a whole, allocations that exist without an order in this part: it is in
    ///   another part, or there is nothing left to do
    /// @param recalls what must not run here, all of it; null: nothing is said of that. It counts
    ///   before the orders do
    record Sync(
            long version,
            boolean whole,
            boolean current,
            List<WorkOrder> orders,
            List<String> removed,
            List<String> kept,
            @Nullable RecallsTold recalls)
            implements ServersSay {
        /// One that says nothing of recalls.
        public Sync(
                long version,
                boolean whole,
                boolean current,
                List<WorkOrder> orders,
                List<String> removed,
                List<String> kept) {
            this(version, whole, current, orders, removed, kept, null);
        }

        /// The same, which says that.
        public Sync saying(@Nullable RecallsTold now) {
            return new Sync(version, whole, current, orders, removed, kept, now);
        }

        public Sync {
            orders = List.copyOf(orders);
            removed = List.copyOf(removed);
            kept = List.copyOf(kept);
        }
    }

    /// The servers' log holds the batch.
    record Reported(long number) implements ServersSay {}

    /// The effective meta of the node, so that its tasks and pages can show it.
    record Meta(Map<String, String> meta) implements ServersSay {
        public Meta {
            meta = Map.copyOf(meta);
        }
    }
}
