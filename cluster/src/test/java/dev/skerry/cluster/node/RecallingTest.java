package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.node.NodeMessage.FoundProcess;
import dev.skerry.cluster.recall.RecallsTold;
import dev.skerry.cluster.recall.RecallsTold.RecalledWork;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a node knows to be recalled is the first that it stops, and never starts.
final class RecallingTest {
    private static RecallsTold told(long changes, Sheet... sheets) {
        var all =
                Sheet.papers(sheets).stream()
                        .map(it -> it.slot())
                        .map(it -> new RecalledWork(it.job(), List.of(it.version()), "recalled: x"))
                        .toList();
        return new RecallsTold(changes, all);
    }

    private static NodeMessage.Ordered said(String epoch, long version, RecallsTold told) {
        return new NodeMessage.Ordered(
                epoch, version, false, false, List.of(), List.of(), List.of(), told);
    }

    private static NodeMessage.Ordered said(
            String epoch, long version, RecallsTold told, Sheet... sheets) {
        return new NodeMessage.Ordered(
                epoch, version, false, true, Sheet.papers(sheets), List.of(), List.of(), told);
    }

    private static Bench runs() {
        return Bench.connected().order(order("a1")).started("a1", "web", 1).quiet();
    }

    @Test
    void whatRunsEndsAtOnce() {
        var bench = runs().say(said("e", 1, told(1, order("a1")))).exited("a1", "web", 1, 0);
        assertEquals(
                """
                1s a1[web#1 stops>11s:E, recalled: x] | SIGTERM a1/web#1 synced 1
                1s a1[web#1 stopped:0, recalled: x]
                """,
                bench.story());
    }

    /// It came with the same part, or in one that was made before the recall.
    @Test
    void anOrderForItIsNeverStarted() {
        var bench = Bench.connected().say(said("e", 1, told(1, order("a1")), order("a1")));
        bench.order(order("a2"));
        assertEquals(
                """
                1s a1[web#0 stopped:-1, recalled: x] | synced 1 send 1 \
                a1=COMPLETE(recalled: x)
                1s a1[web#0 stopped:-1, recalled: x] a2[web#0 stopped:-1, recalled: x] | synced 1
                """,
                bench.story());
    }

    /// The order to stop it had not come when the agent ended.
    @Test
    void theJournalKnowsItWithNoServerInReach() {
        var bench = runs().say(said("e", 1, told(1, order("a1")))).quiet();
        bench.reboot("b-2").wake();
        assertEquals(
                """
                1s a1[web#1 stopped:-1, recalled: x]
                1s a1[web#1 stopped:-1, recalled: x]
                """,
                bench.story());
    }

    @Test
    void whatIsFoundRunningEndsWithNoServerInReach() {
        var bench = runs().say(said("e", 1, told(1, order("a1")))).quiet();
        bench.agent(new FoundProcess("a1", "web", 1, 101, -1));
        assertEquals(
                """
                1s a1[web#1 stops>11s:E, recalled: x] | SIGTERM a1/web#1
                """,
                bench.story());
    }

    @Test
    void whatHasEndedStaysEndedWhenItIsLifted() {
        var bench = runs().say(said("e", 1, told(1, order("a1")))).exited("a1", "web", 1, 0);
        bench.quiet().say(said("e", 1, told(2), order("a2")));
        assertEquals(
                """
                1s a1[web#1 stopped:0, recalled: x] a2[web#1 starting] | start a2/web#1 synced 1
                """,
                bench.story());
    }

    /// A server that lags behind has not heard of the recall yet.
    @Test
    void whatServersKnewEarlierChangesNothing() {
        var bench = runs().say(said("e", 1, told(3, order("a1")))).exited("a1", "web", 1, 0);
        bench.quiet().say(said("e", 1, told(2), order("a2")));
        assertEquals(
                """
                1s a1[web#1 stopped:0, recalled: x] a2[web#0 stopped:-1, recalled: x] | synced 1
                """,
                bench.story());
    }

    /// Another history has recalls of its own; it is right, as with everything else.
    @Test
    void anotherEpochIsRight() {
        var bench = runs().say(said("e", 1, told(3, order("a1")))).exited("a1", "web", 1, 0);
        bench.acknowledged().acknowledged().quiet();
        bench.say(said("f", 1, told(0), order("a2")));
        assertEquals(RecallsTold.NOTHING, bench.state.recalls());
        assertEquals(true, bench.story().contains("start a2/web#1"));
    }

    /// A message that comes late says nothing new of orders, but of this it may.
    @Test
    void itCountsAlsoWithWhatIsTooOld() {
        var bench = runs().order().quiet().say(said("e", 1, told(1, order("a1"))));
        assertEquals(
                """
                1s a1[web#1 stops>11s:E, recalled: x] | SIGTERM a1/web#1 synced 2
                """,
                bench.story());
    }

    @Test
    void aWholeJobIsRecalledByNoVersion() {
        var job = Sheet.papers(order("a1")).getFirst().slot().job();
        var all = new RecallsTold(1, List.of(new RecalledWork(job, List.of(), "recalled")));
        assertEquals("recalled", all.why(job, 7));
        var bench = runs().say(said("e", 1, all));
        assertEquals(
                """
                1s a1[web#1 stops>11s:E, recalled] | SIGTERM a1/web#1 synced 1
                """,
                bench.story());
    }
}
