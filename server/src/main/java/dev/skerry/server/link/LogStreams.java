package dev.skerry.server.link;

import dev.skerry.cluster.link.LogRequest;
import dev.skerry.kernel.Refusal;

/// The output of tasks, read from their nodes over the links.
public interface LogStreams {
    /// Begins to read. It does not wait for the node's answer.
    Opened open(LogRequest request);

    /// What comes of a request.
    sealed interface Opened {
        record Reading(LogReader reader) implements Opened {}

        /// There is no such allocation or task, or its node is not connected.
        record Refused(Refusal refusal) implements Opened {}
    }
}
