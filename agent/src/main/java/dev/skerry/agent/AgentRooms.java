package dev.skerry.agent;

import dev.skerry.agent.cluster.ClusterAgentRoom;
import dev.skerry.kernel.House;
import dev.skerry.kernel.Promised;
import dev.skerry.kernel.Told;
import dev.skerry.kernel.link.Frame;
import java.util.ArrayList;
import java.util.List;

/// The rooms of an agent.
public final class AgentRooms {
    /// What one sync of the disk takes: an agent has little memory.
    static final Promised.BatchLimits LIMITS =
            new Promised.BatchLimits(256 * 1024, 2L * Frame.BYTES_MAX);

    private AgentRooms() {}

    /// What the product has, for one agent: the one list to add a room to.
    public static List<AgentRoom> usual() {
        return List.of(new ClusterAgentRoom());
    }

    /// Before anything has happened.
    static House empty(List<AgentRoom> rooms) {
        return House.of(rooms.stream().map(AgentRoom::room).toList());
    }

    /// Something is missing in the journal.
    static List<Told> memoryLost(List<AgentRoom> rooms) {
        var all = new ArrayList<Told>();
        for (var room : rooms) {
            var lost = room.memoryLost();
            if (lost != null) all.add(lost);
        }
        return all;
    }
}
