package dev.skerry.cluster.node;

import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.job.LaunchBounds;
import dev.skerry.cluster.node.Run.Phase;
import dev.skerry.cluster.node.Run.Then;
import dev.skerry.cluster.state.Allocation.Rounds;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.Text;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Runs that this node does again and again, by a calendar and its own wall clock.
///
/// | what comes                                   | what is done                                 |
/// |----------------------------------------------|----------------------------------------------|
/// | its time, or somebody asks for it            | its tasks start                              |
/// | the same, while it runs                      | it is left out and counted                   |
/// | times while no agent ran or the node was off | it runs once, for the earliest               |
/// | each task has ended well                     | it has run; it rests until its next time     |
/// | a task has failed for good                   | the others end; it has failed, and rests     |
/// | another calendar                             | what comes next is found anew                |
/// | a wall clock that is behind what was decided | the same, and nothing that has run comes once|
/// |                                              | more, unless it is behind by over an hour    |
/// | the last, of a node that is up for less than | nothing: that clock may not be set yet       |
/// | an hour                                      |                                              |
///
/// What comes next is a fact, so that the journal goes on with what was said.
final class Timetable {
    /// A wall clock that is further behind than what it showed once was wrong then.
    static final long CLOCK_TRUSTED_MS = 3_600_000;

    /// A clock without a battery is set within so long after a boot, or never.
    static final long CLOCK_SET_MS = 3_600_000;

    static final int WORDS_CHARACTERS_MAX = 200;

    private Timetable() {}

    /// The servers have said what it shall do. Only what is new of that has to be planned by
    /// whatever clock there is.
    static void ordered(Step step, Run run) {
        var before = step.before.runs().find(run.allocation());
        var calendar = before == null ? null : before.order().calendar();
        plan(step, run, !Objects.equals(calendar, run.order().calendar()));
        var planned = step.run(run.allocation());
        var rounds = planned == null ? null : planned.rounds();
        if (planned == null || rounds == null) return;
        int asked = planned.order().desired().rounds();
        if (asked > rounds.asked() && !planned.ending()) asked(step, planned, rounds, asked);
    }

    /// The agent has started: rules of time zones, clock and calendar may be others than before.
    static void awake(Step step) {
        for (var run : step.state().runs().values()) plan(step, run, false);
    }

    /// Time has passed, by whichever clock.
    static void tick(Step step) {
        long nowMs = step.now.wallMs();
        var times = step.state().runs().byWall();
        if (times.size() == 0) return;
        for (var allocation : times.until(Long.MAX_VALUE - 1, times.size())) {
            var run = step.run(allocation);
            var rounds = run == null ? null : run.rounds();
            if (run != null && rounds != null && rounds.decidedWallMs() > nowMs)
                plan(step, run, false);
        }
        for (var allocation : step.state().runs().byWall().until(nowMs, times.size()))
            due(step, allocation);
    }

    /// @param believed the clock is right, whatever it showed before
    private static void plan(Step step, Run run, boolean believed) {
        var calendar = run.order().calendar();
        if (calendar == null || run.ending()) return;
        long nowMs = step.now.wallMs();
        var known = run.rounds();
        var was = known == null ? Rounds.none(run.order().desired().rounds()) : known;
        boolean due = calendar.enabled() && was.nextWallMs() <= nowMs;
        if (due) return;
        long backMs = was.decidedWallMs() - nowMs;
        boolean trusted = backMs <= CLOCK_TRUSTED_MS;
        if (!trusted && !believed && step.tickMs() < CLOCK_SET_MS) return;
        long after = trusted ? Math.max(nowMs, was.lastWallMs()) : nowMs;
        long next = calendar.nextWallMs(after);
        if (known != null && next == was.nextWallMs()) return;
        moved(step, run, was.planned(next, nowMs));
    }

    private static void due(Step step, String allocation) {
        var run = step.run(allocation);
        var was = run == null ? null : run.rounds();
        var calendar = run == null ? null : run.order().calendar();
        if (run == null || was == null || calendar == null) return;
        long nowMs = step.now.wallMs();
        var planned = was.planned(calendar.nextWallMs(nowMs), nowMs);
        if (run.resting()) begin(step, run, planned.begun(was.nextWallMs()));
        else moved(step, run, planned.skipped());
    }

    /// What was asked for is not a time of the calendar, which goes on as it would have.
    private static void asked(Step step, Run run, Rounds was, int asked) {
        var followed = was.followed(asked);
        long forMs = Math.max(was.lastWallMs(), step.now.wallMs()); // the clock may have gone back
        if (run.resting()) begin(step, run, followed.begun(forMs));
        else moved(step, run, followed.skipped());
    }

    private static void begin(Step step, Run run, Rounds begun) {
        step.happened(new NodeFact.RoundBegun(run.allocation(), begun, step.tickMs()));
    }

    /// One task that failed for good takes the others with it; when all rest, it has run.
    static void settle(Step step, String allocation) {
        var run = step.run(allocation);
        var was = run == null ? null : run.rounds();
        if (run == null || was == null || !was.running() || run.ending()) return;
        var failed = failed(run);
        if (failed != null) for (var task : run.tasks()) rest(step, run, task);
        var now = step.run(allocation);
        if (now == null || !now.resting()) return;
        var says =
                failed == null
                        ? ""
                        : Text.fit(
                                "task %s failed: %s".formatted(failed.name(), failed.message()),
                                WORDS_CHARACTERS_MAX);
        moved(step, now, was.ended(says));
    }

    private static Run.@Nullable Task failed(Run run) {
        for (var task : run.tasks())
            if (task.phase() instanceof Phase.Resting(_, var failed) && failed) return task;
        return null;
    }

    private static void rest(Step step, Run run, Run.Task task) {
        switch (task.phase()) {
            case Phase.Waiting _ -> step.moved(run, task.in(new Phase.Resting(-1, false)));
            case Phase.Starting _, Phase.Preparing _, Phase.Running _ ->
                    Progress.stop(step, run, task, Then.REST);
            case Phase.Stopping(var pid, var killTickMs, _) ->
                    step.moved(run, task.in(new Phase.Stopping(pid, killTickMs, Then.REST)));
            case Phase.Resting _, Phase.Complete _, Phase.Stopped _, Phase.Failed _ -> {}
        }
    }

    private static void moved(Step step, Run run, Rounds next) {
        step.happened(new NodeFact.RoundsMoved(run.allocation(), next));
    }

    /// For people: `next run 2026-12-01T02:00:00Z; the last, for 2026-11-30T02:00:00Z, ended well;
    /// 3 runs, 1 failed, 0 left out`. Empty: it has no calendar.
    static String words(Run run) {
        var calendar = run.order().calendar();
        var rounds = run.rounds();
        if (calendar == null || rounds == null) return "";
        var counts = rounds.counts();
        var last = last(rounds);
        boolean counted = counts.ended() + counts.skipped() > 0;
        return next(calendar, rounds)
                + (last.isEmpty() ? "" : "; " + last)
                + (counted
                        ? "; %s, %d failed, %d left out"
                                .formatted(
                                        Text.count(counts.ended(), "run"),
                                        counts.failed(),
                                        counts.skipped())
                        : "");
    }

    private static String next(Launch.OnNode calendar, Rounds rounds) {
        if (rounds.nextWallMs() != PersistentAgenda.NEVER)
            return "next run " + text(rounds.nextWallMs());
        if (!calendar.enabled()) return "runs by hand only";
        return LaunchBounds.zone(calendar.timeZone())
                ? "its calendar has no time that this node knows"
                : "this node knows no time zone %s: give it a newer Java, or the job another zone"
                        .formatted(calendar.timeZone());
    }

    private static String last(Rounds rounds) {
        if (rounds.lastWallMs() == 0) return "";
        var at = text(rounds.lastWallMs());
        if (rounds.running()) return "runs for " + at;
        var how = rounds.says().isEmpty() ? "ended well" : "failed: " + rounds.says();
        return "the last, for %s, %s".formatted(at, how);
    }

    private static String text(long wallMs) {
        return Instant.ofEpochSecond(Math.floorDiv(wallMs, 1_000)).toString();
    }
}
