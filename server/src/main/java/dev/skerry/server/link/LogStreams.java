package dev.skerry.server.link;

import dev.skerry.kernel.Refusal;

/// The output of tasks, read from their nodes over the links.
public interface LogStreams {
    /// Begins to read. It does not wait for the node's answer.
    Opened open(Query query);

    /// @param source `stdout` or `stderr`
    /// @param offset bytes from the beginning; negative: so many lines from the end
    /// @param follow go on at the end, until the task is gone
    record Query(String allocation, String task, String source, long offset, boolean follow) {}

    /// What comes of a query.
    sealed interface Opened {
        record Reading(LogReader reader) implements Opened {}

        /// There is no such allocation or task, or its node is not connected.
        record Refused(Refusal refusal) implements Opened {}
    }
}
