package dev.skerry.agent;

import dev.skerry.cluster.codec.NodeWorkRoom;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Told;
import dev.skerry.kernel.link.Frame;
import java.util.List;

/// The rooms of a node's journal: the one list to add a room to.
final class AgentRooms {
    /// Before anything has happened.
    static final House EMPTY = House.of(List.of(NodeWorkRoom.NODE));

    /// What one sync of the disk takes: an agent has little memory.
    static final Promised.BatchLimits LIMITS =
            new Promised.BatchLimits(256 * 1024, 2L * Frame.BYTES_MAX);

    /// Something is missing in the journal.
    static final Told MEMORY_LOST = NodeWorkRoom.NODE.told(new NodeFact.MemoryLost(List.of()));

    private AgentRooms() {}
}
