package dev.skerry.cluster.node;

import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.recall.RecallsTold;
import dev.skerry.cluster.state.Allocation.Rounds;
import java.util.List;

/// What has happened on a node. Written to its journal, so only added to, never changed.
public sealed interface NodeFact {
    /// The agent runs on this boot; ticks of an earlier boot mean nothing now.
    record Booted(String bootId, long tickMs) implements NodeFact {}

    /// What the servers want and was news here.
    ///
    /// @param orders for new runs, or newer ones
    /// @param removed runs that the servers have forgotten
    record Ordered(String epoch, long version, List<WorkOrder> orders, List<String> removed)
            implements NodeFact {}

    /// A task has come to another phase or its numbers have changed; the whole of it.
    record TaskMoved(String allocation, Run.Task task) implements NodeFact {}

    /// The run as a whole has changed: held, ended, restarts followed.
    record RunMoved(String allocation, int restarts, boolean held, String ended)
            implements NodeFact {}

    /// What comes of its calendar stands like this; the whole of it.
    record RoundsMoved(String allocation, Rounds rounds) implements NodeFact {}

    /// Its time has come: its tasks wait for their start from that tick on.
    record RoundBegun(String allocation, Rounds rounds, long tickMs) implements NodeFact {}

    /// The run and its directory are gone.
    record Removed(String allocation) implements NodeFact {}

    /// No server is heard any more, or the time alone so far is noted.
    record Alone(long tickMs, long beforeMs) implements NodeFact {}

    record Heard(long tickMs) implements NodeFact {}

    record ReportMade(long number, List<String> allocations) implements NodeFact {}

    record ReportAcknowledged(long number) implements NodeFact {}

    /// What an older journal came to, when it was replaced by a shorter one; all but its runs.
    ///
    /// @param sent the batch on its way; none: nothing is
    record Kept(
            String bootId,
            String epoch,
            long version,
            NodeState.ServerContact contact,
            long reportNumber,
            List<String> sent,
            List<String> changed)
            implements NodeFact {}

    /// A run as it stood in the older journal.
    record RunKept(Run run) implements NodeFact {}

    /// A part of the journal could not be read: what the node knows has a gap from here on, until
    /// the servers have told it everything again.
    ///
    /// @param found what runs or has run here and is not known
    record MemoryLost(List<NodeMessage.FoundProcess> found) implements NodeFact {
        public MemoryLost {
            found = List.copyOf(found);
        }
    }

    /// What must not run here, all that the node knows of that.
    record RecallsNoted(RecallsTold told) implements NodeFact {}

    /// The servers have told the node everything.
    record MemoryWhole() implements NodeFact {}
}
