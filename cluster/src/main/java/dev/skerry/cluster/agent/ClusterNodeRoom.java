package dev.skerry.cluster.agent;

import static dev.skerry.cluster.codec.NodeWorkRoom.NODE;

import dev.skerry.cluster.link.NodeSays;
import dev.skerry.cluster.node.NodeEffect;
import dev.skerry.cluster.node.NodeFact;
import dev.skerry.cluster.node.NodeMachine;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.kernel.Room;
import dev.skerry.kernel.link.NodePart;
import dev.skerry.kernel.node.NodeRoom;
import java.util.List;

/// What this room brings to a node, whoever's hands carry it out: an agent's, or the simulator's.
public final class ClusterNodeRoom
        implements NodeRoom<NodeState, NodeMessage, NodeFact, NodeEffect> {
    private final Hands hands;
    private final NodePart part;

    /// Does what the node's machine asks for. Nothing here may block.
    public interface Hands extends ClusterNodePart.Home {
        void start(NodeEffect.StartTask it);

        void signal(NodeEffect.SignalTask it);

        void kill(NodeEffect.KillTask it);

        void drop(NodeEffect.DropTask it);

        /// Nothing of the allocation is needed any more.
        void clean(String allocation);

        /// For the servers, if there is a link.
        void say(NodeSays said);

        /// The state has changed; the journal holds it.
        void changed(NodeState state);
    }

    public ClusterNodeRoom(Hands hands) {
        this.hands = hands;
        part = new ClusterNodePart(hands);
    }

    @Override
    public Room<NodeState, NodeMessage, NodeFact, NodeEffect> room() {
        return NODE;
    }

    @Override
    public NodePart part() {
        return part;
    }

    @Override
    public List<NodeFact> compacted(NodeState state) {
        return NodeMachine.compacted(state);
    }

    @Override
    public void carryOut(NodeEffect effect) {
        switch (effect) {
            case NodeEffect.StartTask it -> hands.start(it);
            case NodeEffect.SignalTask it -> hands.signal(it);
            case NodeEffect.KillTask it -> hands.kill(it);
            case NodeEffect.DropTask it -> hands.drop(it);
            case NodeEffect.Clean(var allocation) -> hands.clean(allocation);
            case NodeEffect.Send(var number, var changes) ->
                    hands.say(new NodeSays.Report(number, changes));
            case NodeEffect.SendSynced(var version) -> hands.say(new NodeSays.Synced(version));
        }
    }

    @Override
    public void changed(NodeState state) {
        hands.changed(state);
    }
}
