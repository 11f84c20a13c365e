package dev.skerry.cluster.codec;

import dev.skerry.cluster.node.NodeEffect;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.cluster.node.NodeMachine;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.kernel.Room;

/// What one node does with its work, as a room of the node.
public final class NodeWorkRoom {
    public static final Room<NodeState, NodeMessage, NodeFact, NodeEffect> NODE =
            new Room<>("cluster", new NodeMachine(), Codec.NODE_FACT);

    private NodeWorkRoom() {}
}
