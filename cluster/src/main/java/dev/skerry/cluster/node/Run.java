package dev.skerry.cluster.node;

import dev.skerry.cluster.job.Policies;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.link.WorkOrder;
import dev.skerry.cluster.state.Allocation.Rounds;
import dev.skerry.kernel.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One allocation on its node.
///
/// @param order the newest that came
/// @param restarts the order's restart count that was followed last
/// @param held it waits for a server: the node was off for an unknown time while its policy says
///   that it must stop when alone for too long
/// @param ended why it shall not run any more although the order says so: the policy stopped it, or
///   a task failed for good; empty: it shall run
/// @param forgotten the servers have forgotten it: it ends, its directory goes, then it goes
/// @param tasks in the order of the group
/// @param rounds what comes of its calendar; null: it has none, or nothing was decided yet
public record Run(
        WorkOrder order,
        int restarts,
        boolean held,
        String ended,
        boolean forgotten,
        List<Task> tasks,
        @Nullable Rounds rounds) {

    public Run {
        tasks = List.copyOf(tasks);
    }

    /// A run that nothing has happened to yet; its tasks wait for their first start, or for their
    /// first time.
    public static Run of(WorkOrder order) {
        Phase first =
                order.calendar() == null ? new Phase.Waiting(0) : new Phase.Resting(-1, false);
        var tasks =
                order.group().tasks().stream().map(spec -> Task.of(spec.name(), first)).toList();
        return new Run(order, order.desired().restarts(), false, "", false, tasks, null);
    }

    public String allocation() {
        return order.allocation();
    }

    /// It shall run no more, whoever said so.
    public boolean ending() {
        return forgotten || !order.desired().run() || !ended.isEmpty();
    }

    /// It is done again and again, by a calendar.
    public boolean recurs() {
        return order.calendar() != null;
    }

    /// All its tasks wait for their next time.
    public boolean resting() {
        for (var task : tasks) if (!(task.phase() instanceof Phase.Resting)) return false;
        return true;
    }

    /// None of its tasks runs or will.
    public boolean finished() {
        for (var task : tasks) if (task.live()) return false;
        return true;
    }

    public Policies policies() {
        return order.group().policies();
    }

    public @Nullable Task task(String name) {
        for (var task : tasks) if (task.name().equals(name)) return task;
        return null;
    }

    /// What the newest order says of a task; null: it knows it no more.
    public @Nullable TaskSpec spec(String task) {
        for (var spec : order.group().tasks()) if (spec.name().equals(task)) return spec;
        return null;
    }

    Run with(WorkOrder next) {
        return new Run(next, restarts, held, ended, forgotten, tasks, rounds);
    }

    Run with(Task next) {
        var all = new ArrayList<>(tasks);
        all.replaceAll(task -> task.name().equals(next.name()) ? next : task);
        return new Run(order, restarts, held, ended, forgotten, all, rounds);
    }

    Run with(Rounds next) {
        return new Run(order, restarts, held, ended, forgotten, tasks, next);
    }

    /// Its tasks wait for their start, with nothing left of what was before.
    Run begun(Rounds next, long tickMs) {
        var all = new ArrayList<>(tasks);
        all.replaceAll(task -> task.phase() instanceof Phase.Resting ? task.again(tickMs) : task);
        return new Run(order, restarts, held, ended, forgotten, all, next);
    }

    Run moved(NodeFact.RunMoved to) {
        return new Run(order, to.restarts(), to.held(), to.ended(), forgotten, tasks, rounds);
    }

    Run whenForgotten() {
        return new Run(order, restarts, held, ended, true, tasks, rounds);
    }

    /// @param attempt counts the starts of this task here, from 1; names its process
    /// @param restartTicksMs when it was restarted within the interval of its policy
    /// @param lastExit of the attempt before; -1: none
    /// @param health by check: failures in a row; absent: not asked yet
    /// @param message what happened last, for people
    public record Task(
            String name,
            int attempt,
            Phase phase,
            List<Long> restartTicksMs,
            int restartsTotal,
            int lastExit,
            Map<String, Integer> health,
            String message) {
        public Task {
            restartTicksMs = List.copyOf(restartTicksMs);
            health = Map.copyOf(health);
        }

        static Task of(String name, Phase first) {
            return new Task(name, 0, first, List.of(), 0, -1, Map.of(), "");
        }

        /// It runs or will run.
        public boolean live() {
            return switch (phase) {
                case Phase.Waiting _,
                        Phase.Starting _,
                        Phase.Preparing _,
                        Phase.Running _,
                        Phase.Stopping _,
                        Phase.Resting _ ->
                        true;
                case Phase.Complete _, Phase.Stopped _, Phase.Failed _ -> false;
            };
        }

        /// Nothing of it runs, and something will.
        boolean idle() {
            return phase instanceof Phase.Waiting || phase instanceof Phase.Resting;
        }

        /// Its next time has come. Its restarts are those of one run.
        Task again(long tickMs) {
            var waiting = new Phase.Waiting(tickMs);
            return new Task(name, attempt, waiting, List.of(), 0, lastExit, Map.of(), "");
        }

        Task in(Phase next) {
            return new Task(
                    name, attempt, next, restartTicksMs, restartsTotal, lastExit, health, message);
        }

        Task saying(String next) {
            var text = Text.fit(next, MESSAGE_MAX);
            return new Task(
                    name, attempt, phase, restartTicksMs, restartsTotal, lastExit, health, text);
        }

        /// The start of its next attempt.
        Task starting(long tickMs) {
            var next = new Phase.Starting(tickMs);
            return new Task(
                    name,
                    attempt + 1,
                    next,
                    restartTicksMs,
                    restartsTotal,
                    lastExit,
                    Map.of(),
                    message);
        }

        /// Its attempt has ended; -1: nobody knows how.
        Task exited(int exit) {
            return new Task(
                    name, attempt, phase, restartTicksMs, restartsTotal, exit, Map.of(), message);
        }

        Task withRestarts(List<Long> ticksMs, int total) {
            return new Task(name, attempt, phase, ticksMs, total, lastExit, health, message);
        }

        Task withHealth(Map<String, Integer> next) {
            return new Task(
                    name, attempt, phase, restartTicksMs, restartsTotal, lastExit, next, message);
        }
    }

    /// What a check has said that was not well.
    ///
    /// @param words what was asked and what came, for people; in one line
    /// @param sinceTickMs when they were noted
    public record CheckSays(String words, long sinceTickMs) {}

    /// Characters of a task's message that are kept.
    public static final int MESSAGE_MAX = 300;

    /// What comes when a stopping task has ended.
    public enum Then {
        /// Nothing: it was told to stop.
        END,
        /// Its next start, at once: a person asked for it.
        AGAIN,
        /// What the restart policy says of a failure: its checks failed.
        POLICY,
        /// It rests until its next time: another task has failed.
        REST
    }

    /// Where a task stands.
    ///
    /// | from     | event                                  | to       |
    /// |----------|----------------------------------------|----------|
    /// | Waiting  | its time has come                      | Starting |
    /// | Starting | it was started                         | Running  |
    /// | Starting | it could not be started, policy left   | Waiting  |
    /// | Starting | it could not be started, for good      | Failed   |
    /// | Starting | stop                                   | Stopping |
    /// | Running  | exit 0 of a batch                      | Complete |
    /// | Running  | any other exit, policy left            | Waiting  |
    /// | Running  | any other exit, policy used up         | Failed   |
    /// | Running  | stop, restart or failing checks        | Stopping |
    /// | Stopping | exit; a restart was asked for          | Waiting  |
    /// | Stopping | exit; checks failed, policy left       | Waiting  |
    /// | Stopping | exit; checks failed, policy used up    | Failed   |
    /// | Stopping | exit; it was told to stop              | Stopped  |
    /// | Waiting  | stop                                   | Stopped  |
    /// | Running  | exit 0, and it has a calendar          | Resting  |
    /// | any live | policy used up, and it has a calendar  | Resting  |
    /// | Waiting  | another task has failed for good       | Resting  |
    /// | Stopping | exit; another task has failed for good | Resting  |
    /// | Resting  | its time has come                      | Waiting  |
    /// | Resting  | stop                                   | Stopped  |
    /// | Stopping | the node was rebooted, as told to stop | Stopped  |
    /// | any other live | the node was rebooted            | Waiting  |
    /// | Starting | its driver has to wait for something   | Preparing |
    /// | Preparing | whatever one in Starting meets        | as it does |
    public sealed interface Phase {
        /// For its first or its next start.
        record Waiting(long untilTickMs) implements Phase {}

        record Starting(long sinceTickMs) implements Phase {}

        /// It starts, and its driver has to wait for something first.
        ///
        /// @param what that is, for people: `fetches image web:3`
        record Preparing(long sinceTickMs, String what) implements Phase {}

        /// @param unwell by check: what it said last when that was not well; null: nothing of the
        ///   kind, or an older build has written it
        record Running(
                long pid,
                long sinceTickMs,
                long sinceWallMs,
                @Nullable Map<String, CheckSays> unwell)
                implements Phase {
            public Running {
                unwell = unwell == null || unwell.isEmpty() ? null : Map.copyOf(unwell);
            }

            /// What its checks said that are not well, as far as it is known.
            Map<String, CheckSays> says() {
                return unwell == null ? Map.of() : unwell;
            }

            Running saying(Map<String, CheckSays> next) {
                return new Running(pid, sinceTickMs, sinceWallMs, next);
            }
        }

        /// @param pid 0: its start is not known to have happened
        /// @param killTickMs when patience ends, or the next kill after one
        record Stopping(long pid, long killTickMs, Then then) implements Phase {}

        /// It waits for the next time of its calendar.
        ///
        /// @param exit of its last attempt; -1: it has never run, or nobody knows
        /// @param failed the last time it has failed for good
        record Resting(int exit, boolean failed) implements Phase {}

        /// Its work is done: a batch that ended well by itself.
        record Complete(int exit) implements Phase {}

        /// It ended because it was told to, whatever was left of its work.
        ///
        /// @param exit of its last attempt; -1: it has never run, or nobody knows
        record Stopped(int exit) implements Phase {}

        record Failed(int exit) implements Phase {}
    }
}
