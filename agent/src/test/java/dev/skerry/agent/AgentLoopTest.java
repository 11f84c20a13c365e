package dev.skerry.agent;

import static dev.skerry.cluster.codec.NodeWorkRoom.NODE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.agent.journal.Journal;
import dev.skerry.cluster.node.NodeMessage;
import dev.skerry.kernel.House;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentLoopTest {
    private static final House EMPTY = AgentRooms.empty(AgentRooms.usual());

    @TempDir Path data;

    /// A disk that is full for days must not fill the memory with answers of checks as well.
    @Test
    void whatIsAskedAgainAnywayDoesNotPileUp() throws Exception {
        try (var journal = Journal.open(data, EMPTY, List.of(), false)) {
            var talk = new AgentTalk(new PrintStream(OutputStream.nullOutputStream()));
            var loop =
                    new AgentLoop(
                            "n-1",
                            List.of(),
                            EMPTY,
                            journal,
                            BootClock.read(),
                            new AgentMetrics(),
                            talk);
            for (int i = 0; i < 2 * AgentLoop.WAITING_MAX; i++)
                loop.postAgain(
                        NODE, new NodeMessage.Checked("a1", "server", 1, "tcp-1", false, ""));
            loop.post(NODE, new NodeMessage.TaskExited("a1", "server", 1, 0, ""));
            assertEquals(AgentLoop.WAITING_MAX + 1, loop.waiting());
        }
    }
}
