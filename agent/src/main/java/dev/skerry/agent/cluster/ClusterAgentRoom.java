package dev.skerry.agent.cluster;

import dev.skerry.agent.AgentConfig;
import dev.skerry.agent.AgentParts;
import dev.skerry.agent.AgentRoom;
import dev.skerry.agent.files.DataPart;
import dev.skerry.cluster.codec.NodeWorkRoom;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.Told;
import java.io.IOException;
import java.util.List;

/// Nodes, jobs and allocations on one agent.
public final class ClusterAgentRoom implements AgentRoom {
    @Override
    public Room<NodeState, ?, ?, ?> room() {
        return NodeWorkRoom.NODE;
    }

    @Override
    public Told memoryLost() {
        return NodeWorkRoom.NODE.told(new NodeFact.MemoryLost(List.of()));
    }

    @Override
    public AtWork open(AgentParts agent) throws IOException, AgentConfig.WrongSetting {
        var config = agent.config();
        var users = TaskUsers.of(config.user(), config.given("users"));
        var directories =
                DataPart.opened(
                        "move it away: it holds the tasks' own files",
                        () ->
                                new RunDirectories(
                                        config.data(), AgentConfig.root() ? users.own() : null));
        return new ClusterWork(agent, directories, users);
    }
}
