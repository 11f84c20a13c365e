package dev.skerry.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.agent.journal.Journal;
import dev.skerry.cluster.node.NodeEffect;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.cluster.node.NodeState;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentLoopTest {
    @TempDir Path data;

    /// A disk that is full for days must not fill the memory with answers of checks as well.
    @Test
    void whatIsAskedAgainAnywayDoesNotPileUp() throws Exception {
        try (var journal = Journal.open(data, AgentRooms.EMPTY, AgentRooms.MEMORY_LOST, false)) {
            var world = new Nowhere();
            var talk = new AgentTalk(new PrintStream(OutputStream.nullOutputStream()));
            var loop =
                    new AgentLoop(
                            "n-1", journal, BootClock.read(), world, new AgentMetrics(), talk);
            for (int i = 0; i < 2 * AgentLoop.WAITING_MAX; i++)
                loop.post(new NodeMessage.Checked("a1", "server", 1, "tcp-1", false, ""));
            loop.post(new NodeMessage.TaskExited("a1", "server", 1, 0, ""));
            assertEquals(AgentLoop.WAITING_MAX + 1, loop.waiting());
        }
    }

    private static final class Nowhere implements AgentLoop.AgentWorld {
        @Override
        public void carryOut(NodeEffect effect) {}

        @Override
        public void changed(NodeState state) {}
    }
}
