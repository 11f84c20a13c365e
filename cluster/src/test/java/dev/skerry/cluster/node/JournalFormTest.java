package dev.skerry.cluster.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.node.Run.Phase;
import dev.skerry.cluster.node.Run.Task;
import dev.skerry.cluster.recall.RecallsTold;
import dev.skerry.cluster.state.Allocation.RoundCounts;
import dev.skerry.cluster.state.Allocation.Rounds;
import dev.skerry.kernel.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// These bytes are in the journals of nodes. If this test fails, add a name; do not edit it.
final class JournalFormTest {
    @Test
    void factsStayReadable() throws Malformed {
        var text = new StringBuilder();
        for (var fact : facts()) {
            var bytes = Codec.NODE_FACT.encode(fact);
            assertEquals(fact, Codec.NODE_FACT.decode(bytes));
            text.append(new String(bytes, StandardCharsets.UTF_8)).append("\n");
        }
        assertEquals(
                """
                {"booted":{"bootId":"b-1","tickMs":5}}
                {"ordered":{"epoch":"e","version":7,"orders":[],"removed":["a9"]}}
                {"taskMoved":{"allocation":"a1","task":{"name":"web","attempt":2,"phase":{\
                "waiting":{"untilTickMs":9}},"restartTicksMs":[3],"restartsTotal":1,\
                "lastExit":137,"health":{"up":2},"message":"exit code 1"}}}
                {"taskMoved":{"allocation":"a1","task":{"name":"web","attempt":2,"phase":{\
                "starting":{"sinceTickMs":9}},"restartTicksMs":[3],"restartsTotal":1,\
                "lastExit":137,"health":{"up":2},"message":"exit code 1"}}}
                {"taskMoved":{"allocation":"a1","task":{"name":"web","attempt":2,"phase":{\
                "running":{"pid":42,"sinceTickMs":10,"sinceWallMs":1000}},"restartTicksMs":[3],\
                "restartsTotal":1,"lastExit":137,"health":{"up":2},"message":"exit code 1"}}}
                {"taskMoved":{"allocation":"a1","task":{"name":"web","attempt":2,"phase":{\
                "stopping":{"pid":42,"killTickMs":20,"then":"POLICY"}},"restartTicksMs":[3],\
                "restartsTotal":1,"lastExit":137,"health":{"up":2},"message":"exit code 1"}}}
                {"taskMoved":{"allocation":"a1","task":{"name":"web","attempt":2,"phase":{\
                "complete":{"exit":0}},"restartTicksMs":[3],"restartsTotal":1,"lastExit":137,\
                "health":{"up":2},"message":"exit code 1"}}}
                {"taskMoved":{"allocation":"a1","task":{"name":"web","attempt":2,"phase":{\
                "stopped":{"exit":143}},"restartTicksMs":[3],"restartsTotal":1,"lastExit":137,\
                "health":{"up":2},"message":"exit code 1"}}}
                {"taskMoved":{"allocation":"a1","task":{"name":"web","attempt":2,"phase":{\
                "failed":{"exit":-1}},"restartTicksMs":[3],"restartsTotal":1,"lastExit":137,\
                "health":{"up":2},"message":"exit code 1"}}}
                {"runMoved":{"allocation":"a1","restarts":2,"held":true,"ended":"alone"}}
                {"removed":{"allocation":"a1"}}
                {"alone":{"tickMs":5,"beforeMs":60000}}
                {"heard":{"tickMs":6}}
                {"reportMade":{"number":3,"allocations":["a1"]}}
                {"reportAcknowledged":{"number":3}}
                {"kept":{"bootId":"b-1","epoch":"e","version":7,"contact":{"cut":true,\
                "sinceTickMs":5,"beforeMs":6},"reportNumber":3,"sent":["a1"],"changed":[]}}
                {"memoryLost":{"found":[{"allocation":"a1","task":"web","attempt":2,"pid":42,\
                "exit":-1}]}}
                {"memoryWhole":{}}
                {"recallsNoted":{"told":{"changes":3,"all":[{"job":{"namespace":"default",\
                "name":"till"},"versions":[2,4],"why":"recalled: bad"}]}}}
                """,
                text.toString());
    }

    /// What came later is a field more, which older journals lack.
    @Test
    void whatAnUnwellCheckSaysIsAFieldMore() throws Malformed {
        var says = Map.of("up", new Run.CheckSays("nobody listens", 12));
        var fact = moved(new Phase.Running(42, 10, 1_000, says));
        var bytes = Codec.NODE_FACT.encode(fact);
        assertEquals(fact, Codec.NODE_FACT.decode(bytes));
        assertEquals(
                """
                {"taskMoved":{"allocation":"a1","task":{"name":"web","attempt":2,"phase":{\
                "running":{"pid":42,"sinceTickMs":10,"sinceWallMs":1000,"unwell":{"up":{\
                "words":"nobody listens","sinceTickMs":12}}}},"restartTicksMs":[3],\
                "restartsTotal":1,"lastExit":137,"health":{"up":2},"message":"exit code 1"}}}\
                """,
                new String(bytes, StandardCharsets.UTF_8));
    }

    /// So are calendars.
    @Test
    void whatComesOfACalendarHasNamesOfItsOwn() throws Malformed {
        var rounds = new Rounds(9_000, 1_000, 500, true, "bad", 1, new RoundCounts(3, 1, 2));
        var text = new StringBuilder();
        for (var fact :
                List.of(
                        new NodeFact.RoundsMoved("a1", rounds),
                        new NodeFact.RoundBegun("a1", rounds, 7),
                        moved(new Phase.Resting(3, true)))) {
            var bytes = Codec.NODE_FACT.encode(fact);
            assertEquals(fact, Codec.NODE_FACT.decode(bytes));
            text.append(new String(bytes, StandardCharsets.UTF_8)).append("\n");
        }
        assertEquals(
                """
                {"roundsMoved":{"allocation":"a1","rounds":{"nextWallMs":9000,\
                "decidedWallMs":1000,"lastWallMs":500,"running":true,"says":"bad","asked":1,\
                "counts":{"ended":3,"failed":1,"skipped":2}}}}
                {"roundBegun":{"allocation":"a1","rounds":{"nextWallMs":9000,\
                "decidedWallMs":1000,"lastWallMs":500,"running":true,"says":"bad","asked":1,\
                "counts":{"ended":3,"failed":1,"skipped":2}},"tickMs":7}}
                {"taskMoved":{"allocation":"a1","task":{"name":"web","attempt":2,"phase":{\
                "resting":{"exit":3,"failed":true}},"restartTicksMs":[3],"restartsTotal":1,\
                "lastExit":137,"health":{"up":2},"message":"exit code 1"}}}
                """,
                text.toString());
    }

    /// And what a driver has to wait for.
    @Test
    void whatIsPreparedHasANameOfItsOwn() throws Malformed {
        var fact = moved(new Phase.Preparing(9, "fetches image web:3"));
        var bytes = Codec.NODE_FACT.encode(fact);
        assertEquals(fact, Codec.NODE_FACT.decode(bytes));
        assertEquals(
                """
                {"taskMoved":{"allocation":"a1","task":{"name":"web","attempt":2,"phase":{\
                "preparing":{"sinceTickMs":9,"what":"fetches image web:3"}},"restartTicksMs":[3],\
                "restartsTotal":1,"lastExit":137,"health":{"up":2},"message":"exit code 1"}}}\
                """,
                new String(bytes, StandardCharsets.UTF_8));
    }

    private static List<NodeFact> facts() {
        return List.of(
                new NodeFact.Booted("b-1", 5),
                new NodeFact.Ordered("e", 7, List.of(), List.of("a9")),
                moved(new Phase.Waiting(9)),
                moved(new Phase.Starting(9)),
                moved(new Phase.Running(42, 10, 1_000, null)),
                moved(new Phase.Stopping(42, 20, Run.Then.POLICY)),
                moved(new Phase.Complete(0)),
                moved(new Phase.Stopped(143)),
                moved(new Phase.Failed(-1)),
                new NodeFact.RunMoved("a1", 2, true, "alone"),
                new NodeFact.Removed("a1"),
                new NodeFact.Alone(5, 60_000),
                new NodeFact.Heard(6),
                new NodeFact.ReportMade(3, List.of("a1")),
                new NodeFact.ReportAcknowledged(3),
                new NodeFact.Kept(
                        "b-1",
                        "e",
                        7,
                        new NodeState.ServerContact(true, 5, 6),
                        3,
                        List.of("a1"),
                        List.of()),
                new NodeFact.MemoryLost(
                        List.of(new NodeMessage.FoundProcess("a1", "web", 2, 42, -1))),
                new NodeFact.MemoryWhole(),
                new NodeFact.RecallsNoted(
                        new RecallsTold(
                                3,
                                List.of(
                                        new RecallsTold.RecalledWork(
                                                new JobKey("default", "till"),
                                                List.of(2L, 4L),
                                                "recalled: bad")))));
    }

    private static NodeFact moved(Phase phase) {
        var task = new Task("web", 2, phase, List.of(3L), 1, 137, Map.of("up", 2), "exit code 1");
        return new NodeFact.TaskMoved("a1", task);
    }
}
