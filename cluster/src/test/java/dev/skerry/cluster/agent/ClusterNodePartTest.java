package dev.skerry.cluster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.link.LogRequest;
import dev.skerry.cluster.link.ServersSay;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import dev.skerry.kernel.Malformed;
import dev.skerry.kernel.link.StreamSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterNodePartTest {
    private final List<NodeMessage> posted = new ArrayList<>();
    private final ClusterNodePart part = new ClusterNodePart(new Home());

    private final class Home implements ClusterNodePart.Home {
        @Override
        public NodeState state() {
            return NodeState.EMPTY;
        }

        @Override
        public void describe() {}

        @Override
        public void post(NodeMessage message) {
            posted.add(message);
        }

        @Override
        public void meta(Map<String, String> meta) {}

        @Override
        public StreamSource log(LogRequest request) {
            throw new IllegalStateException("nobody reads here");
        }
    }

    private NodeMessage.Ordered told(long version) throws Malformed {
        var sync = new ServersSay.Sync(version, false, true, List.of(), List.of(), List.of());
        part.told(Codec.SERVERS_SAY.encode(sync), "e");
        return assertInstanceOf(NodeMessage.Ordered.class, posted.getLast());
    }

    /// What a later server says may be an order: the node does not claim to know it all, so that it
    /// is offered again on the next link, to an agent that may be newer by then.
    @Test
    void afterSomethingThatWasPassedOverNoNewVersionIsReached() throws Exception {
        part.up(0);
        assertEquals(7, told(7).version());
        var later = "{\"sync\":{\"version\":8,\"orders\":[{\"allocation\":7}]}}";
        assertThrows(Malformed.class, () -> part.told(later.getBytes(StandardCharsets.UTF_8), "e"));
        assertEquals(0, told(9).version());
        assertFalse(told(10).current());
        part.up(0);
        assertEquals(11, told(11).version());
        assertTrue(told(12).current());
    }
}
