package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.Policies.Restart.Mode;
import dev.skerry.cluster.node.NodeMessage.FoundProcess;
import dev.skerry.cluster.recall.RecallsTold;
import dev.skerry.cluster.state.Allocation.RoundCounts;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Work that a node does again and again, by a calendar and its own clock.
final class TimetableTest extends TimetableFixture {
    @Test
    void itHoldsItsPlaceAndRunsAtItsTimesOnly() {
        say(paper(order("a1").batch(), 0, EVERY_FIVE));
        assertEquals(
                "1s a1[web#0 rests:-1] | synced 1 send 1 a1=RUNNING+"
                        + "(next run 1970-01-01T00:20:00Z)\n",
                bench.story());
        bench.acknowledged().tick(198_999);
        assertEquals("a1[web#0 rests:-1]", look());
        bench.quiet().tick(1).started("a1", "web", 1).after(5_000).exited("a1", "web", 1, 0);
        assertEquals(
                """
                200s a1[web#1 starting] | start a1/web#1
                200s a1[web#1 runs:101]
                205s a1[web#1 rests:0] | send 2 a1=RUNNING+(next run 1970-01-01T00:25:00Z; the\
                 last, for 1970-01-01T00:20:00Z, ended well; 1 run, 0 failed, 0 left out)
                """,
                bench.story());
        bench.wake();
        assertEquals(500_000, bench.tickMs);
        assertEquals("a1[web#2 starting]", look());
    }

    /// A system job is run by its calendar as well, and a task that ends with 0 has done its work.
    @Test
    void aSystemJobRests() {
        var sheet = order("a1");
        say(paper(sheet.of(JobSpec.Type.SYSTEM), 0, EVERY_FIVE))
                .tick(199_000)
                .started("a1", "web", 1);
        bench.exited("a1", "web", 1, 0);
        assertEquals("a1[web#1 rests:0]", look());
    }

    @Test
    void noServerIsNeeded() {
        placed().lost().tick(199_000).started("a1", "web", 1).exited("a1", "web", 1, 0);
        bench.wake().started("a1", "web", 2).exited("a1", "web", 2, 0).quiet();
        assertEquals(new RoundCounts(2, 0, 0), counts());
        bench.say(new NodeMessage.Heard(bench.tickMs));
        assertTrue(bench.story().contains("2 runs, 0 failed"));
    }

    @Test
    void aTimeThatComesWhileItRunsIsLeftOutAndCounted() {
        first().tick(300_000);
        assertEquals("a1[web#1 runs:101]", look());
        assertEquals(new RoundCounts(0, 0, 1), counts());
        assertEquals(800_000, next());
        bench.exited("a1", "web", 1, 0);
        assertEquals(new RoundCounts(1, 0, 1), counts());
        bench.tick(299_999);
        assertEquals("a1[web#1 rests:0]", look());
        bench.tick(1);
        assertEquals("a1[web#2 starting]", look());
    }

    @Test
    void attemptsAreCountedWithinOneRun() {
        first();
        for (int i = 1; i <= 2; i++) {
            bench.exited("a1", "web", i, 1).wake().started("a1", "web", i + 1);
        }
        bench.quiet().exited("a1", "web", 3, 1);
        assertEquals("a1[web#3 rests:1!]", look());
        assertEquals(new RoundCounts(1, 1, 0), counts());
        assertTrue(says().contains("failed: task web failed: exit code 1"), says());
        bench.wake();
        assertEquals(500_000, bench.tickMs);
        bench.started("a1", "web", 4).exited("a1", "web", 4, 1);
        assertEquals("a1[web#4 waits>515s]", look());
        assertEquals("", rounds().says());
        bench.wake().started("a1", "web", 5).exited("a1", "web", 5, 0);
        assertEquals(new RoundCounts(2, 1, 0), counts());
        assertTrue(says().contains("ended well"), says());
    }

    @Test
    void whatCannotBeStartedHasFailedUntilItsNextTime() {
        placed().tick(199_000).refused("a1", "web", 1, true);
        assertEquals("a1[web#1 rests:-1!]", look());
        assertEquals(new RoundCounts(1, 1, 0), counts());
        bench.wake();
        assertEquals("a1[web#2 starting]", look());
    }

    @Test
    void aTaskThatFailsForGoodEndsTheOthersAndNothingMore() {
        var sheet = order("a1").batch().tasks("web", "log", "sum").restart(0, Mode.FAIL);
        say(paper(sheet, 0, EVERY_FIVE)).tick(199_000);
        bench.started("a1", "web", 1).started("a1", "log", 1).started("a1", "sum", 1);
        bench.exited("a1", "sum", 1, 0).quiet().exited("a1", "web", 1, 7);
        assertEquals("a1[web#1 rests:7! log#1 stops>210s:R sum#1 rests:0]", look());
        assertTrue(rounds().running());
        bench.tick(300_000);
        assertEquals(new RoundCounts(0, 0, 1), counts(), "it has not ended yet");
        bench.exited("a1", "log", 1, 0);
        assertEquals("a1[web#1 rests:7! log#1 rests:0 sum#1 rests:0]", look());
        assertEquals(new RoundCounts(1, 1, 1), counts());
        bench.wake();
        assertEquals("a1[web#2 starting log#2 starting sum#2 starting]", look());
    }

    /// What was on its way to its rest is not started once more by a boot.
    @Test
    void aBootEndsWhatAFailureWasEnding() {
        var sheet = order("a1").batch().tasks("web", "log").restart(0, Mode.FAIL);
        say(paper(sheet, 0, EVERY_FIVE)).tick(199_000);
        bench.started("a1", "web", 1).started("a1", "log", 1).exited("a1", "web", 1, 7);
        bench.wallOffMs += 1_000;
        bench.quiet().reboot("boot-2");
        assertTrue(!bench.story().contains("start "), "nothing of it is");
        assertEquals("a1[web#1 rests:7! log#1 rests:-1]", look());
        assertEquals(new RoundCounts(1, 1, 0), counts());
    }

    @Test
    void ofTheTimesThatWereMissedTheEarliestIsMadeUpFor() {
        placed().after(1_000_000).agent().tick(0);
        assertEquals("a1[web#1 starting]", look());
        assertEquals(200_000, rounds().lastWallMs() - bench.wallOffMs);
        assertEquals(1_100_000, next());
        bench.started("a1", "web", 1).exited("a1", "web", 1, 0).tick(0);
        assertEquals(new RoundCounts(1, 0, 0), counts());
    }

    /// What has ended while no agent ran is not in the way of what was missed meanwhile.
    @Test
    void whatEndedWhileNoAgentRanIsNoOverlap() {
        var sheet = order("a1").batch().tasks("web", "log");
        say(paper(sheet, 0, EVERY_FIVE)).tick(199_000);
        bench.started("a1", "web", 1).started("a1", "log", 1).after(500_000);
        bench.agent(new FoundProcess("a1", "web", 1, 0, 0), new FoundProcess("a1", "log", 1, 0, 0));
        bench.tick(0);
        assertEquals("a1[web#2 starting log#2 starting]", look());
        assertEquals(new RoundCounts(1, 0, 0), counts());
        assertEquals(500_000, rounds().lastWallMs() - bench.wallOffMs);
    }

    @Test
    void aBootGoesOnByTheJournal() {
        first();
        bench.wallOffMs += 100_000;
        bench.reboot("boot-2");
        assertEquals("a1[web#2 starting]", look(), "its run is not over");
        bench.started("a1", "web", 2).exited("a1", "web", 2, 0);
        bench.wallOffMs += 100_000;
        bench.reboot("boot-3");
        assertEquals("a1[web#2 rests:0]", look());
        assertEquals(new RoundCounts(1, 0, 0), counts());
        bench.wake();
        assertEquals(1_500_000, bench.tickMs + bench.wallOffMs);
        assertEquals("a1[web#3 starting]", look());
    }

    @Test
    void whatMustNotRunAloneForTooLongWaitsAfterABootAndThenRunsOnce() {
        var sheet = order("a1").batch().stopAfter(600_000);
        say(paper(sheet, 0, EVERY_FIVE));
        bench.wallOffMs += 900_000;
        bench.reboot("boot-2").tick(1_000);
        assertEquals("a1[web#0 rests:-1, held]", look());
        bench.say(new NodeMessage.Heard(bench.tickMs));
        say(paper(sheet, 0, EVERY_FIVE)).tick(0);
        assertEquals("a1[web#1 starting]", look());
        assertEquals(1_200_000, rounds().lastWallMs());
    }

    @Test
    void aClockThatGoesBackALittleRunsNothingTwice() {
        first().exited("a1", "web", 1, 0);
        bench.wallOffMs -= 3_000_000;
        bench.tick(MINUTE_MS);
        assertEquals(1_500_000, rounds().nextWallMs());
        bench.wallOffMs += 3_000_000;
        bench.wake();
        assertEquals("a1[web#2 starting]", look());
    }

    /// It was wrong before: what was planned by it is planned anew.
    @Test
    void aClockThatIsSetBackFarIsBelieved() {
        bench.tickMs = 2 * Timetable.CLOCK_SET_MS;
        bench.wallOffMs = 1_000_000_000_000L;
        say(paper(order("a1").batch(), 0, every("0 3 * * *")));
        bench.wallOffMs = 0;
        bench.tick(MINUTE_MS);
        assertEquals(3 * 3_600_000, rounds().nextWallMs());
    }

    /// A board without a clock battery wakes up in 1970, and its clock is set a while later.
    @Test
    void aClockThatIsNotSetYetAfterABootChangesNothing() {
        bench.wallOffMs = 1_000_000_000_000L;
        say(paper(order("a1").batch(), 0, every("0 3 * * *")));
        long planned = rounds().nextWallMs();
        bench.wallOffMs = 0;
        bench.reboot("boot-2").tick(MINUTE_MS);
        assertEquals(planned, rounds().nextWallMs());
        bench.wallOffMs = 1_000_000_000_000L;
        bench.tick(MINUTE_MS);
        assertEquals("a1[web#0 rests:-1]", look());
        bench.wallOffMs = 0;
        bench.tick(Timetable.CLOCK_SET_MS);
        assertEquals(3 * 3_600_000, rounds().nextWallMs());
    }

    @Test
    void aClockThatGoesForwardMissesAsANodeThatWasOff() {
        placed();
        bench.wallOffMs += 86_400_000;
        bench.tick(0);
        assertEquals("a1[web#1 starting]", look());
        assertEquals(1_200_000, rounds().lastWallMs());
        bench.tick(0);
        assertEquals(new RoundCounts(0, 0, 0), counts());
    }

    @Test
    void anotherCalendarCountsFromNowAndLosesNoTimeThatHasCome() {
        placed();
        var sheet = order("a1").batch();
        say(paper(sheet.version(2), 0, every("18 * * * *")));
        assertEquals(1_080_000, rounds().nextWallMs());
        bench.after(100_000);
        say(paper(sheet.version(3), 0, every("0 3 * * *"))).tick(0);
        assertEquals("a1[web#1 starting]", look());
        assertEquals(1_080_000, rounds().lastWallMs());
        assertEquals(3 * 3_600_000, rounds().nextWallMs());
    }

    @Test
    void whatIsNotEnabledRunsWhenSomebodyAsksForItAndNotByTime() {
        var by = new Launch.OnNode(EVERY_FIVE.cron(), "UTC", false);
        var sheet = order("a1").batch();
        say(paper(sheet, 0, by)).tick(10_000_000);
        assertEquals("a1[web#0 rests:-1]", look());
        assertEquals("runs by hand only", says());
        assertEquals(Long.MAX_VALUE, bench.machine.wakeAtWallMs(bench.state));
        say(paper(sheet.desired(true, 0, 2), 1, by)).tick(0);
        assertEquals("a1[web#1 starting]", look());
        say(paper(sheet.desired(true, 0, 3), 2, by));
        assertEquals(new RoundCounts(0, 0, 1), counts(), "it runs already");
        say(paper(sheet.desired(true, 0, 4), 2, by));
        assertEquals(new RoundCounts(0, 0, 1), counts());
        bench.started("a1", "web", 1).exited("a1", "web", 1, 0).tick(0);
        assertEquals("a1[web#1 rests:0]", look());
    }

    /// Its next time stays as it is, and no time of the calendar is taken for done.
    @Test
    void whatIsAskedForComesBesideTheCalendar() {
        placed();
        say(paper(order("a1").batch().desired(true, 0, 2), 1, EVERY_FIVE)).tick(0);
        bench.started("a1", "web", 1).exited("a1", "web", 1, 0);
        assertEquals(1_001_000, rounds().lastWallMs());
        assertEquals(200_000, next());
        bench.wake();
        assertEquals(200_000, bench.tickMs);
        assertEquals("a1[web#2 starting]", look());
    }

    @Test
    void aTimeZoneThatThisNodeDoesNotKnowIsSaid() {
        var calendar = new Launch.OnNode(EVERY_FIVE.cron(), "Mars/Olympus", true);
        say(paper(order("a1").batch(), 0, calendar)).tick(10_000_000);
        assertEquals("a1[web#0 rests:-1]", look());
        assertTrue(says().startsWith("this node knows no time zone Mars/Olympus"), says());
    }

    @Test
    void whatIsStoppedRunsNoMore() {
        var sheet = order("a1").batch();
        first();
        say(paper(sheet.stopped(), 0, EVERY_FIVE)).exited("a1", "web", 1, 143);
        assertEquals("a1[web#1 stopped:143]", look());
        assertEquals(Long.MAX_VALUE, bench.machine.wakeAtWallMs(bench.state));
        bench.tick(10_000_000);
        assertEquals("a1[web#1 stopped:143]", look());
    }

    @Test
    void whatRestsIsStoppedAtOnce() {
        first().exited("a1", "web", 1, 0);
        say(paper(order("a1").batch().stopped(), 0, EVERY_FIVE));
        assertEquals("a1[web#1 stopped:0]", look());
    }

    @Test
    void whatIsRecalledRunsNoMore() {
        first().exited("a1", "web", 1, 0);
        var run = bench.state.runs().find("a1");
        assertNotNull(run);
        var told =
                new RecallsTold(
                        1,
                        List.of(
                                new RecallsTold.RecalledWork(
                                        run.order().slot().job(), List.of(1L), "recalled: bad")));
        bench.say(
                new NodeMessage.Ordered(
                        "e", ++version, false, true, List.of(), List.of(), List.of(), told));
        assertEquals("a1[web#1 stopped:0, recalled: bad]", look());
        bench.tick(10_000_000);
        assertEquals("a1[web#1 stopped:0, recalled: bad]", look());
    }

    /// A driver's record of an end that is known by now is no reason to look at it again.
    @Test
    void anAgentThatComesBackLeavesWhatRests() {
        first().exited("a1", "web", 1, 0).agent(new FoundProcess("a1", "web", 1, 0, 0));
        assertEquals("a1[web#1 rests:0]", look());
        assertEquals(new RoundCounts(1, 0, 0), counts());
    }

    @Test
    void whatRunsIsTakenOverAfterALossOfMemoryAndNotRunBesideItself() {
        var lost = Bench.connected().forgets();
        lost.agent(new FoundProcess("a1", "web", 3, 103, -1));
        lost.say(new NodeMessage.Heard(lost.tickMs));
        lost.say(
                new NodeMessage.Ordered(
                        "e",
                        1,
                        true,
                        true,
                        List.of(paper(order("a1").batch(), 0, EVERY_FIVE)),
                        List.of(),
                        List.of()));
        lost.tick(199_000);
        var run = lost.state.runs().find("a1");
        assertNotNull(run);
        assertEquals(" a1[web#3 runs:103]", Bench.text(run));
        lost.exited("a1", "web", 3, 0).wake();
        var next = lost.state.runs().find("a1");
        assertNotNull(next);
        assertEquals(" a1[web#4 starting]", Bench.text(next));
    }

    /// Nothing of this is there for what has no calendar.
    @Test
    void whatHasNoCalendarHasNone() {
        bench.order(order("a1")).tick(10_000_000);
        var run = bench.state.runs().find("a1");
        assertNotNull(run);
        assertNull(run.rounds());
        assertEquals(JobSpec.Type.SERVICE, run.order().type());
        assertEquals(Long.MAX_VALUE, bench.machine.wakeAtWallMs(bench.state));
    }
}
