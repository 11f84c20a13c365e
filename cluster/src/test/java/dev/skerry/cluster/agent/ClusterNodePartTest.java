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
import dev.skerry.kernel.node.Caused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterNodePartTest {
    private final List<NodeMessage> posted = new ArrayList<>();
    private final ClusterNodePart part = new ClusterNodePart(new Home());

    /// What waits for its turn; the machine that has it is slow.
    private final List<Caused<NodeMessage>> waiting = new ArrayList<>();

    private boolean broken;
    private boolean slow;

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
        public void caused(Caused<NodeMessage> what) {
            if (slow) waiting.add(what);
            else posted.add(what.message().get());
        }

        @Override
        public void meta(Map<String, String> meta) {
            if (broken) throw new IllegalStateException("nobody thought of it");
        }

        @Override
        public StreamSource log(LogRequest request) {
            throw new IllegalStateException("nobody reads here");
        }
    }

    private NodeMessage.Ordered told(long version) throws Malformed {
        sync(version);
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

    /// Whatever is wrong with it, and wherever that shows.
    @Test
    void whatThePartFailsOnIsPassedOverLikeWhatItCannotRead() throws Exception {
        part.up(0);
        broken = true;
        var meta = Codec.SERVERS_SAY.encode(new ServersSay.Meta(Map.of("a", "b")));
        assertThrows(IllegalStateException.class, () -> part.told(meta, "e"));
        assertEquals(0, told(9).version());
        part.up(0);
        assertEquals(11, told(11).version());
    }

    /// The machine fails on the eighth version while the ninth waits behind it already: had the
    /// node come to the ninth, nobody would offer it the eighth again.
    @Test
    void whatTheMachineFailsOnHoldsBackWhatWaitsBehindIt() throws Exception {
        part.up(0);
        slow = true;
        for (int version = 7; version < 10; version++) sync(version);
        assertEquals(7, turn(0).version());
        waiting.get(1).passedOver().run();
        assertEquals(0, turn(2).version());
        assertFalse(turn(2).current());
        slow = false;
        part.up(0);
        assertEquals(9, told(9).version(), "it is offered again, and known");
        assertEquals(0, turn(2).version(), "what came on the link before is held back still");
    }

    private void sync(long version) throws Malformed {
        var sync = new ServersSay.Sync(version, false, true, List.of(), List.of(), List.of());
        part.told(Codec.SERVERS_SAY.encode(sync), "e");
    }

    private NodeMessage.Ordered turn(int number) {
        var message = waiting.get(number).message().get();
        return assertInstanceOf(NodeMessage.Ordered.class, message);
    }
}
