package dev.skerry.cluster.node;

import static dev.skerry.cluster.node.Sheet.order;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.Policies.Restart.Mode;
import dev.skerry.cluster.node.NodeMessage.FoundProcess;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.RoundCounts;
import dev.skerry.cluster.state.Allocation.Rounds;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The corners of a calendar that a node keeps: another one, a clock that is set, what is asked
/// for, and what is told. [TimetableTest] has its course.
final class TimetableCornersTest extends TimetableFixture {
    /// Also within the first hour after a boot: what was there was found for another calendar.
    @Test
    void anotherCalendarIsFoundByTheClockAsItIs() {
        bench.wallOffMs = 1_000_000_000_000L;
        var sheet = order("a1").batch();
        say(paper(sheet, 0, every("0 3 * * *")));
        bench.wallOffMs = 0;
        say(paper(sheet.version(2), 0, every("0 4 * * *")));
        assertEquals(4 * 3_600_000, rounds().nextWallMs());
        say(paper(sheet.version(3), 0, every("0 5 * * *")));
        assertEquals(5 * 3_600_000, rounds().nextWallMs(), "also what comes later than before");
    }

    @Test
    void anotherCalendarThatComesAtTheTimeLosesItNot() {
        placed().after(199_000);
        say(paper(order("a1").batch().version(2), 0, every("0 3 * * *"))).tick(0);
        assertEquals("a1[web#1 starting]", look());
    }

    @Test
    void whatIsSwitchedOffAtItsTimeDoesNotRun() {
        placed().after(199_000);
        var off = new Launch.OnNode(EVERY_FIVE.cron(), "UTC", false);
        say(paper(order("a1").batch().version(2), 0, off)).tick(0);
        assertEquals("a1[web#0 rests:-1]", look());
        assertEquals("runs by hand only", says());
    }

    /// The rules of a time zone are others in another Java.
    @Test
    void anAgentThatKnowsTheCalendarBetterFindsItsNextTimeAnew() {
        placed();
        var it = rounds();
        happened(
                new Rounds(
                        it.nextWallMs() + MINUTE_MS,
                        it.decidedWallMs(),
                        0,
                        false,
                        "",
                        0,
                        counts()));
        bench.agent();
        assertEquals(200_000, next());
    }

    private void happened(Rounds rounds) {
        var fact = new NodeFact.RoundsMoved("a1", rounds);
        bench.journal.add(fact);
        bench.state = bench.machine.apply(bench.state, fact);
    }

    /// It is up for long enough that its clock is believed, and has run at 02:20.
    private void longUp() {
        bench.tickMs = 2 * Timetable.CLOCK_SET_MS;
        say(paper(order("a1").batch(), 0, EVERY_FIVE)).wake();
        bench.started("a1", "web", 1).exited("a1", "web", 1, 0);
        assertEquals(8_400_000, rounds().lastWallMs());
        assertEquals(8_700_000, rounds().nextWallMs());
    }

    @Test
    void aClockThatIsBehindByAnHourRunsNothingAgainAndByMoreItDoes() {
        longUp();
        int before = bench.journal.size();
        bench.wallOffMs -= Timetable.CLOCK_TRUSTED_MS;
        bench.tick(0);
        assertEquals(8_700_000, rounds().nextWallMs());
        assertEquals(before, bench.journal.size(), "nothing is written then");
        bench.wallOffMs -= 1;
        bench.tick(0);
        assertEquals(4_800_000, rounds().nextWallMs());
    }

    @Test
    void aClockThatIsNeverSetIsBelievedAnHourAfterABoot() {
        longUp();
        bench.wallOffMs = 0;
        bench.reboot("boot-2").tick(Timetable.CLOCK_SET_MS - 1 - bench.tickMs);
        assertEquals(8_700_000, rounds().nextWallMs());
        bench.tick(1);
        assertEquals(3_900_000, rounds().nextWallMs());
    }

    /// Other servers know less of what was asked for, or it was asked for before this node had it,
    /// or had it in a journal that was lost: servers say it once more if it is to run.
    @Test
    void onlyWhatIsAskedForMoreOftenThanBeforeRuns() {
        var sheet = order("a1").batch();
        say(paper(sheet, 3, EVERY_FIVE)).tick(0);
        assertEquals("a1[web#0 rests:-1]", look());
        say(paper(sheet.desired(true, 0, 2), 2, EVERY_FIVE)).tick(0);
        assertEquals("a1[web#0 rests:-1]", look());
        say(paper(sheet.desired(true, 0, 3), 4, EVERY_FIVE)).tick(0);
        assertEquals("a1[web#1 starting]", look());
    }

    @Test
    void whatIsStoppedAndAskedForHasNotRun() {
        first().exited("a1", "web", 1, 0).after(1_000);
        say(paper(order("a1").batch().stopped(), 1, EVERY_FIVE));
        assertEquals("a1[web#1 stopped:0]", look());
        assertEquals(1_200_000, rounds().lastWallMs());
    }

    @Test
    void whatIsStoppedFromTheBeginningHasNoNextTime() {
        say(paper(order("a1").batch().stopped(), 0, EVERY_FIVE));
        var run = bench.state.runs().find("a1");
        assertNotNull(run);
        assertNull(run.rounds());
    }

    /// What has run by a clock that was ahead is not taken for less.
    @Test
    void whatIsAskedForWhileTheClockIsBehindTakesNoTimeBack() {
        first().exited("a1", "web", 1, 0);
        bench.wallOffMs -= 600_000;
        say(paper(order("a1").batch().desired(true, 0, 2), 1, EVERY_FIVE)).tick(0);
        assertEquals("a1[web#2 starting]", look());
        assertEquals(1_200_000, rounds().lastWallMs());
        assertEquals(1_200_000, rounds().decidedWallMs());
    }

    @Test
    void whatWaitsForItsRestartRestsWhenAnotherFails() {
        var sheet = order("a1").batch().tasks("web", "log");
        say(paper(sheet, 0, EVERY_FIVE)).tick(199_000);
        bench.started("a1", "web", 1).exited("a1", "web", 1, 1);
        assertEquals("a1[web#1 waits>215s log#1 starting]", look());
        bench.refused("a1", "log", 1, true);
        assertEquals("a1[web#1 rests:-1 log#1 rests:-1!]", look());
        assertEquals(new RoundCounts(1, 1, 0), counts());
    }

    @Test
    void whatStopsToStartAgainRestsWhenAnotherFails() {
        var sheet = order("a1").batch().tasks("web", "log");
        say(paper(sheet, 0, EVERY_FIVE)).tick(199_000).started("a1", "web", 1);
        say(paper(sheet.restarted(), 0, EVERY_FIVE)).refused("a1", "log", 1, true);
        assertEquals("a1[web#1 stops>210s:R log#1 rests:-1!]", look());
        bench.exited("a1", "web", 1, 143);
        assertEquals("a1[web#1 rests:143 log#1 rests:-1!]", look());
        assertEquals(new RoundCounts(1, 1, 0), counts());
    }

    @Test
    void whatRunsAndWhatWasLeftOutIsSaid() {
        first();
        assertEquals("next run 1970-01-01T00:25:00Z; runs for 1970-01-01T00:20:00Z", says());
        bench.tick(300_000);
        assertTrue(says().endsWith("; 0 runs, 0 failed, 1 left out"), says());
    }

    /// No task of it has changed.
    @Test
    void thatATimeWasLeftOutIsTold() {
        first().acknowledged().quiet().tick(300_000);
        assertTrue(bench.story().contains("0 runs, 0 failed, 1 left out"));
    }

    @Test
    void whatHasBegunAndWaitsForRoomIsTold() {
        bench.order(order("b1")).started("b1", "web", 1);
        ++version;
        placed();
        bench.say(
                new NodeMessage.Ordered(
                        "e", ++version, false, true, List.of(), List.of("b1"), List.of()));
        bench.acknowledged().quiet().tick(199_000);
        assertEquals("a1[web#0 waits>200s]", look());
        assertTrue(bench.story().contains("runs for 1970-01-01T00:20:00Z"));
    }

    /// Its place is free for others as soon as nothing of it runs.
    @Test
    void whatIsStoppedHasEndedWhenItsTasksHave() {
        first();
        say(paper(order("a1").batch().stopped(), 0, EVERY_FIVE));
        assertEquals(Allocation.Status.RUNNING, seen().status());
        bench.exited("a1", "web", 1, 143);
        assertEquals(Allocation.Status.COMPLETE, seen().status());
        assertFalse(seen().healthy());
    }

    @Test
    void whatWaitsForAServerIsNotSaidToBeWell() {
        say(paper(order("a1").batch().stopAfter(600_000), 0, EVERY_FIVE));
        bench.reboot("boot-2");
        assertEquals(Allocation.Status.PENDING, seen().status());
        assertFalse(seen().healthy());
    }

    @Test
    void howItEndedLastIsSaidWhileItRests() {
        first().exited("a1", "web", 1, 3).wake().refused("a1", "web", 2, true);
        assertEquals("a1[web#2 rests:-1!]", look());
        bench.wake().started("a1", "web", 3).exited("a1", "web", 3, 0);
        var task = seen().tasks().get("web");
        assertNotNull(task);
        assertEquals("resting", task.phase());
        assertEquals(0, task.exitCode());
        assertFalse(task.healthy());
    }

    /// What happened on other nights says nothing of this one.
    @Test
    void restartsAreThoseOfTheRunThatGoesOn() {
        first().exited("a1", "web", 1, 3).wake().started("a1", "web", 2);
        assertEquals(1, restarts());
        bench.exited("a1", "web", 2, 0);
        assertEquals(1, restarts());
        bench.wake();
        assertEquals(0, restarts());
        bench.started("a1", "web", 3).exited("a1", "web", 3, 0);
        bench.forgets().agent(new FoundProcess("a1", "web", 3, 103, 0));
        assertEquals(0, restarts(), "attempts are counted over all runs");
    }

    private int restarts() {
        var task = seen().tasks().get("web");
        assertNotNull(task);
        return task.restarts();
    }

    @Test
    void timesAreSaidWithoutThousandths() {
        placed();
        bench.wallOffMs += 46;
        say(paper(order("a1").batch().desired(true, 0, 2), 1, EVERY_FIVE)).tick(0);
        assertTrue(says().matches(".*; runs for 1970-01-01T00:\\d\\d:\\d\\dZ"), says());
    }

    @Test
    void whatEndsWithAnotherIsNotSaidToStartAgain() {
        var sheet = order("a1").batch().tasks("web", "log").restart(0, Mode.FAIL);
        say(paper(sheet, 0, EVERY_FIVE)).tick(199_000);
        bench.started("a1", "web", 1).started("a1", "log", 1).exited("a1", "web", 1, 7);
        assertEquals("a1[web#1 rests:7! log#1 stops>210s:R]", look());
        assertEquals("next run 1970-01-01T00:25:00Z; runs for 1970-01-01T00:20:00Z", says());
    }

    @Test
    void whatHasFailedIsSaidInFewWords() {
        say(paper(order("a1").batch().restart(0, Mode.FAIL), 0, EVERY_FIVE)).tick(199_000);
        bench.say(new NodeMessage.TaskExited("a1", "web", 1, 1, "x".repeat(1_000)));
        assertEquals(Timetable.WORDS_CHARACTERS_MAX, rounds().says().length());
    }

    /// It holds its place and is well by itself: nothing has to be looked at while it runs.
    @Test
    void whatRunsByACalendarIsLookedAtByTimeOnly() {
        first().tick(Reporting.GATHER_MS).acknowledged();
        assertEquals(Long.MAX_VALUE, bench.machine.wakeAtTickMs(bench.state));
    }

    @Test
    void whatTheJournalHasAtRestAndRunsIsTakenOverAfterALossOfMemory() {
        first().exited("a1", "web", 1, 0).forgets().agent(new FoundProcess("a1", "web", 1, 103, 0));
        assertEquals("a1[web#1 runs:103]", look());
        bench.tick(300_000);
        assertEquals("a1[web#1 runs:103]", look());
        assertEquals(new RoundCounts(1, 0, 1), counts());
    }

    /// It is a run as any other: what fails ends the others, and it counts.
    @Test
    void whatIsTakenOverAfterALossOfMemoryIsOneRun() {
        bench.forgets();
        bench.agent(
                new FoundProcess("a1", "web", 3, 103, -1),
                new FoundProcess("a1", "log", 3, 104, -1));
        var sheet = order("a1").batch().tasks("web", "log").restart(0, Mode.FAIL);
        bench.say(
                new NodeMessage.Ordered(
                        "e",
                        ++version,
                        true,
                        true,
                        List.of(paper(sheet, 2, EVERY_FIVE)),
                        List.of(),
                        List.of()));
        assertEquals("a1[web#3 runs:103 log#3 runs:104]", look());
        assertTrue(rounds().running());
        assertEquals(200_000, next());
        bench.exited("a1", "web", 3, 7);
        assertEquals("a1[web#3 rests:7! log#3 stops>11s:R]", look());
        bench.exited("a1", "log", 3, 0);
        assertEquals(new RoundCounts(1, 1, 0), counts());
        bench.wake();
        assertEquals("a1[web#4 starting log#4 starting]", look());
    }

    /// It was told of a run that the journal does not know to have begun.
    @Test
    void whatIsKnownAndTakenOverAfterALossOfMemoryIsOneRun() {
        var sheet = order("a1").batch().tasks("web", "log").restart(0, Mode.FAIL);
        say(paper(sheet, 0, EVERY_FIVE)).forgets();
        bench.agent(
                new FoundProcess("a1", "web", 1, 103, -1), new FoundProcess("a1", "log", 1, 0, 0));
        assertEquals("a1[web#1 runs:103 log#1 rests:0]", look());
        assertTrue(rounds().running());
        bench.exited("a1", "web", 1, 0);
        assertEquals(new RoundCounts(1, 0, 0), counts());
        assertEquals(200_000, next());
    }

    /// A board without a battery is told something before its clock is set.
    @Test
    void anOrderDoesNotPlanByAClockThatIsNotSetYet() {
        var nightly = every("0 3 * * *");
        bench.wallOffMs = 1_000_000_000_000L;
        say(paper(order("a1").batch(), 0, nightly)).acknowledged().quiet();
        long next = rounds().nextWallMs();
        bench.wallOffMs = 0;
        bench.reboot("boot-2");
        say(paper(order("a1").batch().desired(true, 0, 2), 1, nightly)).started("a1", "web", 1);
        assertEquals(next, rounds().nextWallMs());
        bench.exited("a1", "web", 1, 0);
        bench.wallOffMs = 1_000_000_000_000L;
        bench.tick(1);
        assertEquals(new RoundCounts(1, 0, 0), counts(), "nothing is made up for");
        assertEquals(next, rounds().nextWallMs());
    }
}
