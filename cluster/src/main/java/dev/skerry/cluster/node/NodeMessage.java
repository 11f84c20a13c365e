package dev.skerry.cluster.node;

import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.recall.RecallsTold;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an agent's machine is told.
public sealed interface NodeMessage {
    /// The first message after a start.
    ///
    /// @param heardTickMs when the agent before this one has heard a server last, on the clock of
    ///   this boot; -1: nobody knows
    /// @param found what the drivers found on the disk and among the processes
    record Started(String bootId, long heardTickMs, List<FoundProcess> found)
            implements NodeMessage {}

    /// A task as a driver found it after an agent's start.
    ///
    /// @param pid 0: it runs no more
    /// @param exit when it runs no more; -1: nobody knows
    record FoundProcess(String allocation, String task, int attempt, long pid, int exit) {}

    /// @param current with it the node knows everything as of the version; false: more parts come
    /// @param removed comes with the first part, before orders that need its room
    /// @param kept of a whole, what exists without an order in this part: it is in another part, or
    ///   has ended already
    /// @param recalls what must not run here, all of it; null: nothing is said of that
    record Ordered(
            String epoch,
            long version,
            boolean whole,
            boolean current,
            List<WorkOrder> orders,
            List<String> removed,
            List<String> kept,
            @Nullable RecallsTold recalls)
            implements NodeMessage {
        /// One that says nothing of recalls.
        public Ordered(
                String epoch,
                long version,
                boolean whole,
                boolean current,
                List<WorkOrder> orders,
                List<String> removed,
                List<String> kept) {
            this(epoch, version, whole, current, orders, removed, kept, null);
        }
    }

    /// Its driver is at something that may take its time, before it starts the task.
    ///
    /// @param what for people: `fetches image web:3`
    record TaskPreparing(String allocation, String task, int attempt, String what)
            implements NodeMessage {}

    /// @param lacks what the node could not keep it from, though it was to: `files`
    /// @param by what of the node runs it, for people: `Java 25.0.3`; empty: that is no question
    record TaskStarted(
            String allocation, String task, int attempt, long pid, List<String> lacks, String by)
            implements NodeMessage {
        public TaskStarted {
            lacks = List.copyOf(lacks);
        }

        public TaskStarted(String allocation, String task, int attempt, long pid) {
            this(allocation, task, attempt, pid, List.of(), "");
        }
    }

    /// @param permanent trying again is of no use: no such program, other architecture
    record TaskRefused(
            String allocation, String task, int attempt, String reason, boolean permanent)
            implements NodeMessage {}

    /// @param exit 0 to 255, 128 + n for signal n
    /// @param message `exit code 1`, `killed: out of memory (limit 64 MiB)`
    record TaskExited(String allocation, String task, int attempt, int exit, String message)
            implements NodeMessage {}

    record Checked(
            String allocation, String task, int attempt, String check, boolean well, String output)
            implements NodeMessage {}

    /// A server answers.
    ///
    /// @param sinceTickMs when the node asked what was answered first: the server has heard the
    ///   node then or later, however long the answer was on its way
    record Heard(long sinceTickMs) implements NodeMessage {}

    /// No server was heard for the time that it had set, or the link broke.
    ///
    /// @param silentSinceTickMs when the node said what was answered last; the time alone is
    ///   counted from then, so that the node never believes to be alone for less time than the
    ///   servers do
    record Lost(long silentSinceTickMs) implements NodeMessage {}

    record Acknowledged(long number) implements NodeMessage {}

    /// The directory of a run is gone.
    record Cleaned(String allocation) implements NodeMessage {}

    /// Some deadline is over.
    record Tick() implements NodeMessage {}
}
