package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skerry.cluster.job.Policies.Restart.Mode;
import dev.skerry.cluster.node.NodeMessage.FoundProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

/// An agent starts: what its journal says meets what is there.
final class AwakeningTest {
    @Test
    void whatRunsGoesOn() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).quiet();
        bench.agent(new FoundProcess("a1", "web", 1, 101, -1)).exited("a1", "web", 1, 3);
        assertEquals(
                """
                1s a1[web#1 runs:101]
                1s a1[web#1 waits>16s]
                """,
                bench.story());
    }

    @Test
    void whatHasEndedIsFollowedByThePolicy() {
        var bench = Bench.connected().order(order("a1"), order("a2").batch(), order("a3"));
        bench.started("a1", "web", 1).started("a2", "web", 1).started("a3", "web", 1).quiet();
        bench.agent(new FoundProcess("a1", "web", 1, 0, 9), new FoundProcess("a2", "web", 1, 0, 0));
        assertEquals(
                """
                1s a1[web#1 waits>16s] a2[web#1 complete:0] a3[web#1 waits>16s]
                """,
                bench.story());
    }

    @Test
    void aStartIsTakenOverOrDoneAgainUnderTheSameNumber() {
        var bench = Bench.connected().order(order("a1"), order("a2"), order("a3")).quiet();
        bench.agent(
                new FoundProcess("a1", "web", 1, 55, -1), new FoundProcess("a2", "web", 1, 0, 1));
        assertEquals(
                """
                1s a1[web#1 runs:55] a2[web#1 waits>16s] a3[web#1 starting] | start a3/web#1
                """,
                bench.story());
    }

    @Test
    void aStopGoesOn() {
        var all = new Sheet[] {order("a1"), order("a2"), order("a3")};
        var bench = Bench.connected().order(all);
        for (var sheet : all) bench.started(sheet.allocation(), "web", 1);
        bench.order(all[0].stopped(), all[1].stopped(), all[2].restarted()).quiet();
        bench.agent(
                        new FoundProcess("a1", "web", 1, 101, -1),
                        new FoundProcess("a2", "web", 1, 0, 143))
                .wake();
        assertEquals(
                """
                1s a1[web#1 stops>11s:E] a2[web#1 stopped:143] a3[web#2 starting] | SIGTERM \
                a1/web#1 start a3/web#2
                11s a1[web#1 stops>41s:E] a2[web#1 stopped:143] a3[web#2 starting] | kill \
                a1/web#1
                """,
                bench.story());
    }

    @Test
    void aStopWhosePatienceIsOverIsAKill() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1);
        bench.order(order("a1").stopped()).after(60_000).quiet();
        bench.agent(new FoundProcess("a1", "web", 1, 101, -1));
        assertEquals(
                """
                61s a1[web#1 stops>91s:E] | SIGTERM a1/web#1 kill a1/web#1
                """,
                bench.story());
    }

    @Test
    void whatTheJournalDoesNotKnowIsKilledAndForgotten() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1);
        bench.exited("a1", "web", 1, 1).quiet();
        bench.agent(
                new FoundProcess("a1", "web", 1, 101, -1),
                new FoundProcess("a1", "web", 0, 100, -1),
                new FoundProcess("a1", "log", 1, 102, -1),
                new FoundProcess("a8", "web", 1, 0, 1),
                new FoundProcess("a9", "web", 1, 103, -1));
        assertEquals(
                """
                1s a1[web#1 waits>16s] | drop a1/web#1 drop a1/web#0 drop a1/log#1 drop \
                a8/web#1 drop a9/web#1
                """,
                bench.story());
    }

    @Test
    void oneFailureFoundStopsTheOthersThatWereFound() {
        var sheet = order("a1").tasks("one", "two", "three").restart(0, Mode.FAIL);
        var bench = Bench.connected().order(sheet).started("a1", "one", 1).started("a1", "two", 1);
        bench.quiet().agent(new FoundProcess("a1", "two", 1, 101, -1));
        assertEquals(
                """
                1s a1[one#1 failed:-1 two#1 stops>11s:E three#1 stopped:-1, task one failed: \
                ended while no agent ran: nobody knows how] | SIGTERM a1/two#1 SIGTERM \
                a1/three#1
                """,
                bench.story());
    }

    /// Its time came while no agent ran, and the end that is found of another looks at all.
    @Test
    void oneThatWaitedIsStartedOnce() {
        var sheet = order("a1").tasks("one", "two");
        var bench = Bench.connected().order(sheet).started("a1", "one", 1).started("a1", "two", 1);
        bench.exited("a1", "two", 1, 1).quiet().after(60_000);
        bench.agent(new FoundProcess("a1", "one", 1, 0, 1));
        assertEquals(
                """
                61s a1[one#1 waits>76s two#2 starting] | start a1/two#2
                """,
                bench.story());
    }

    /// Another allocation has waited for that room.
    @Test
    void whatWaitedForTheRoomOfWhatHasEndedIsStartedOnce() {
        var bench = Bench.connected().order(order("a1")).started("a1", "web", 1).remove("a1");
        bench.say(
                new NodeMessage.Ordered(
                        "e", 3, false, true, Sheet.papers(order("a2")), List.of(), List.of()));
        bench.quiet().agent(new FoundProcess("a1", "web", 1, 0, 0));
        assertEquals(
                """
                1s a1[web#1 stopped:0, forgotten] a2[web#1 starting] | clean a1 start a2/web#1
                """,
                bench.story());
    }

    /// Its restart was asked for, and it has ended while no agent ran.
    @Test
    void whatWasStoppedToStartAgainIsStartedOnce() {
        var sheet = order("a1").tasks("one", "two");
        var bench = Bench.connected().order(sheet).started("a1", "one", 1).started("a1", "two", 1);
        bench.order(sheet.restarted()).quiet();
        bench.agent(
                new FoundProcess("a1", "one", 1, 0, 143), new FoundProcess("a1", "two", 1, 0, 143));
        assertEquals(
                """
                1s a1[one#2 starting two#2 starting] | start a1/one#2 start a1/two#2
                """,
                bench.story());
    }

    @Test
    void aForgottenRunIsCleanedAgain() {
        var bench = Bench.connected().order(order("a1").stopped()).remove("a1").quiet();
        bench.agent().say(new NodeMessage.Cleaned("a1"));
        assertEquals(
                """
                1s a1[web#0 stopped:-1, forgotten] | clean a1
                1s
                """,
                bench.story());
    }

    @Test
    void afterABootEverythingLiveStartsWithoutAServer() {
        var bench = Bench.connected();
        bench.order(order("a1"), order("a2"), order("a3"), order("a4").batch(), order("a5"));
        for (int i = 1; i <= 4; i++) bench.started("a" + i, "web", 1);
        bench.exited("a2", "web", 1, 1).exited("a4", "web", 1, 0);
        bench.order(order("a3").stopped()).quiet().reboot("boot-2");
        bench.started("a2", "web", 2);
        bench.exited("a2", "web", 2, 1).wake().exited("a2", "web", 3, 1);
        assertEquals(
                """
                1s a1[web#2 starting] a2[web#2 starting] a3[web#1 stopped:-1] a4[web#1 \
                complete:0] a5[web#2 starting] | start a1/web#2 start a2/web#2 start a5/web#2
                1s a1[web#2 starting] a2[web#2 runs:102] a3[web#1 stopped:-1] a4[web#1 \
                complete:0] a5[web#2 starting]
                1s a1[web#2 starting] a2[web#2 waits>16s] a3[web#1 stopped:-1] a4[web#1 \
                complete:0] a5[web#2 starting]
                16s a1[web#2 starting] a2[web#3 starting] a3[web#1 stopped:-1] a4[web#1 \
                complete:0] a5[web#2 starting] | start a2/web#3
                16s a1[web#2 starting] a2[web#3 failed:1, task web failed: exit code 1] a3[web#1 \
                stopped:-1] a4[web#1 complete:0] a5[web#2 starting]
                """,
                bench.story());
    }
}
