package dev.skerry.kernel.link;

import dev.skerry.kernel.Refusal;

/// Streams from nodes, as the servers' side of any room reads them.
public interface NodeStreams {
    /// Begins to read what a room's part on a node has. It does not wait for the node's answer.
    ///
    /// @param request as the room has it
    /// @param windowBytes on their way or waiting at the reader
    Opened read(String node, String room, byte[] request, long windowBytes);

    /// What came of asking.
    sealed interface Opened {
        record Reading(StreamReader reader) implements Opened {}

        /// The node is not connected, or too many read from it.
        record Refused(Refusal refusal) implements Opened {}
    }
}
