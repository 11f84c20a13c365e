package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Resources;
import dev.skerry.kernel.PersistentAgenda;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One group of a job, placed on one node.
///
/// @param id `a` and ten letters and digits that were drawn for it, so that it tells nothing of
///   others; its first few are enough to type at night
public record Allocation(
        String id,
        Slot slot,
        Holding holding,
        Desired desired,
        Observed observed,
        Lineage lineage) {

    public static final Comparator<Allocation> BY_ID =
            Comparator.comparingInt((Allocation it) -> it.id().length())
                    .thenComparing(Allocation::id);

    /// The order in which those of a job were made, the oldest first.
    public static final Comparator<Allocation> BY_AGE =
            Comparator.comparingLong((Allocation it) -> it.lineage().createdTickMs())
                    .thenComparing(BY_ID);

    /// One of whose tasks each is run in one way on all nodes.
    public Allocation(
            String id,
            Slot slot,
            String node,
            Map<String, Integer> ports,
            Resources reserved,
            Desired desired,
            Observed observed,
            Lineage lineage) {
        this(id, slot, new Holding(node, ports, reserved, Map.of()), desired, observed, lineage);
    }

    /// What it has of its node while it is live.
    ///
    /// @param ports the number for each label of the group
    /// @param variants how each task is run of which there are several variants, by its name
    public record Holding(
            String node,
            Map<String, Integer> ports,
            Resources reserved,
            Map<String, String> variants) {
        public Holding {
            ports = Map.copyOf(ports);
            variants = Map.copyOf(variants);
        }
    }

    public String node() {
        return holding.node();
    }

    public Map<String, Integer> ports() {
        return holding.ports();
    }

    public Resources reserved() {
        return holding.reserved();
    }

    public Map<String, String> variants() {
        return holding.variants();
    }

    /// Which of the wanted allocations of its job it is.
    ///
    /// @param index 0 to count - 1; for system jobs always 0
    /// @param canary it is tried beside the one whose slot it will take
    public record Slot(JobKey job, long version, String group, int index, boolean canary) {
        public Slot(JobKey job, long version, String group, int index) {
            this(job, version, group, index, false);
        }

        Slot at(long next) {
            return new Slot(job, next, group, index, canary);
        }

        Slot promoted() {
            return new Slot(job, version, group, index, false);
        }

        /// As people see it: `badge.web[0]`.
        public String name() {
            return job.name() + "." + group + "[" + index + "]";
        }
    }

    /// What the servers want.
    ///
    /// @param reason why, for people: `job stopped`, `node drained`
    /// @param restarts counts the restarts asked for by people; the node follows when it grows
    /// @param generation grows with every change, so that a stale order is harmless
    /// @param rounds the same as for restarts, of runs that are not waited for, of a job that its
    ///   node runs by a calendar
    public record Desired(boolean run, String reason, int restarts, long generation, int rounds) {
        /// One that nobody has asked a run of.
        public static Desired of(boolean run, String reason, int restarts, long generation) {
            return new Desired(run, reason, restarts, generation, 0);
        }

        /// It is to end.
        public Desired stop(String why) {
            return new Desired(false, why, restarts, generation + 1, rounds);
        }

        /// It is to start again.
        public Desired restart() {
            return new Desired(run, reason, restarts + 1, generation + 1, rounds);
        }

        /// It is to run, whatever its calendar says.
        public Desired round() {
            return new Desired(run, reason, restarts, generation + 1, rounds + 1);
        }

        /// The same, newer.
        public Desired again() {
            return new Desired(run, reason, restarts, generation + 1, rounds);
        }
    }

    /// What the node reported last, or what the servers must assume.
    ///
    /// @param healthy all checks of all tasks are well
    /// @param sinceTickMs when the status became this or the health changed, by the servers' clock
    /// @param sinceWallMs when the status became this
    /// @param rounds what its node has made of its calendar; null: it has none
    public record Observed(
            Status status,
            boolean healthy,
            String description,
            long sinceTickMs,
            long sinceWallMs,
            Map<String, TaskState> tasks,
            @Nullable Rounds rounds) {
        /// One without a calendar.
        public static Observed of(
                Status status,
                boolean healthy,
                String description,
                long sinceTickMs,
                long sinceWallMs,
                Map<String, TaskState> tasks) {
            return new Observed(
                    status, healthy, description, sinceTickMs, sinceWallMs, tasks, null);
        }

        public Observed {
            tasks = Map.copyOf(tasks);
        }
    }

    /// How its node runs it by a calendar.
    ///
    /// @param nextWallMs when next; [PersistentAgenda#NEVER]: not by time
    /// @param decidedWallMs what the node's wall clock showed when that was decided
    /// @param lastWallMs for which time it was run last; 0: it never was
    /// @param running that one goes on
    /// @param says what has failed of it; empty: nothing
    /// @param asked how many runs that were asked for have been followed
    /// @param counts of what has come of it so far
    public record Rounds(
            long nextWallMs,
            long decidedWallMs,
            long lastWallMs,
            boolean running,
            String says,
            int asked,
            RoundCounts counts) {
        private static final RoundCounts NO_COUNTS = new RoundCounts(0, 0, 0);

        /// It was never run, and nobody has said when it is.
        ///
        /// @param asked runs that were asked for before are not followed
        public static Rounds none(int asked) {
            return new Rounds(PersistentAgenda.NEVER, 0, 0, false, "", asked, NO_COUNTS);
        }

        public Rounds planned(long next, long decided) {
            return new Rounds(next, decided, lastWallMs, running, says, asked, counts);
        }

        public Rounds followed(int wish) {
            return new Rounds(nextWallMs, decidedWallMs, lastWallMs, running, says, wish, counts);
        }

        /// It is run, for that time.
        public Rounds begun(long forWallMs) {
            return new Rounds(nextWallMs, decidedWallMs, forWallMs, true, "", asked, counts);
        }

        /// It was to be run, and ran still.
        public Rounds skipped() {
            var more = new RoundCounts(counts.ended, counts.failed, counts.skipped + 1);
            return new Rounds(nextWallMs, decidedWallMs, lastWallMs, running, says, asked, more);
        }

        /// @param fault what has failed of it; empty: nothing
        public Rounds ended(String fault) {
            int failed = fault.isEmpty() ? 0 : 1;
            var more = new RoundCounts(counts.ended + 1, counts.failed + failed, counts.skipped);
            return new Rounds(nextWallMs, decidedWallMs, lastWallMs, false, fault, asked, more);
        }

        /// The same with what it says made fit.
        public Rounds saying(String text) {
            return new Rounds(nextWallMs, decidedWallMs, lastWallMs, running, text, asked, counts);
        }
    }

    /// @param ended how often it was run to an end
    /// @param failed how many of those have failed
    /// @param skipped how often it was its time, or was asked for, while it still ran
    public record RoundCounts(long ended, long failed, long skipped) {}

    /// Where an allocation stands.
    ///
    /// | from             | event                             | to       |
    /// |------------------|-----------------------------------|----------|
    /// | PENDING          | all tasks run                     | RUNNING  |
    /// | PENDING, RUNNING | all tasks have done or were ended | COMPLETE |
    /// | PENDING, RUNNING | a task failed for good            | FAILED   |
    /// | PENDING, RUNNING | the node is missed, policy waits  | UNKNOWN  |
    /// | PENDING, RUNNING | the node is missed, policy is lost| LOST     |
    /// | UNKNOWN          | the policy's time is over         | LOST     |
    /// | UNKNOWN          | the node is back and reports      | as it is |
    /// | LOST             | the node is back: it is stopped   | COMPLETE |
    public enum Status {
        PENDING,
        RUNNING,
        COMPLETE,
        FAILED,
        UNKNOWN,
        LOST;

        /// It will not run again.
        public boolean terminal() {
            return this == COMPLETE || this == FAILED || this == LOST;
        }

        /// It has ended and its node says so.
        public boolean ended() {
            return this == COMPLETE || this == FAILED;
        }

        /// A node has reported it; the others are what the servers assume.
        public boolean known() {
            return this != UNKNOWN && this != LOST;
        }
    }

    /// One task as its node sees it.
    ///
    /// @param phase `pending`, `starting`, `running`, `waiting` (for its next start), `stopping`,
    ///   `resting` (until its next time), `complete` (its work is done), `stopped` (it was told to)
    ///   or `failed`
    /// @param pid 0 when it does not run
    /// @param exitCode of its last end; -1 when it has not ended, 128 + n for signal n
    /// @param message what happened last, for people
    public record TaskState(
            String phase,
            long pid,
            int restarts,
            int exitCode,
            boolean healthy,
            long startedWallMs,
            String message) {
        public static final String COMPLETE = "complete";
    }

    /// Where it stands in the chain of allocations that have followed each other in one slot.
    ///
    /// @param previous the one that it replaces
    /// @param next the one that has replaced it
    /// @param reschedules when the chain was placed anew after failures, by the servers' clock,
    ///   newest last
    /// @param score of its node when it was placed
    /// @param displaces those of lower priority that are stopped on its node to make room for it;
    ///   it starts when they have ended
    /// @param displacedBy the one of higher priority that it was stopped for
    public record Lineage(
            @Nullable String previous,
            @Nullable String next,
            List<Long> reschedules,
            double score,
            long createdTickMs,
            long createdWallMs,
            List<String> displaces,
            @Nullable String displacedBy) {
        /// One that displaces nobody.
        public Lineage(
                @Nullable String previous,
                @Nullable String next,
                List<Long> reschedules,
                double score,
                long createdTickMs,
                long createdWallMs) {
            this(previous, next, reschedules, score, createdTickMs, createdWallMs, List.of(), null);
        }

        public Lineage { // a log of before it was said has none
            reschedules = List.copyOf(reschedules);
            displaces = displaces == null ? List.of() : List.copyOf(displaces);
        }

        Lineage followed(String by) {
            return new Lineage(
                    previous,
                    by,
                    reschedules,
                    score,
                    createdTickMs,
                    createdWallMs,
                    displaces,
                    displacedBy);
        }

        Lineage displaced(String by) {
            return new Lineage(
                    previous,
                    next,
                    reschedules,
                    score,
                    createdTickMs,
                    createdWallMs,
                    displaces,
                    by);
        }
    }

    /// Wanted or still there, and neither known to have ended nor given up.
    public boolean live() {
        return !observed.status().terminal();
    }

    /// It is there, or comes, and shall go on.
    public boolean wanted() {
        return live() && desired.run();
    }

    /// It holds resources of its node: only the node can say that it has ended.
    public boolean holds() {
        return !observed.status().ended();
    }

    /// Its tasks have done their work; nobody ended them.
    public boolean endedWell() {
        if (observed.status() != Status.COMPLETE) return false;
        for (var task : observed.tasks().values())
            if (!task.phase().equals(TaskState.COMPLETE)) return false;
        return true;
    }

    public Allocation with(Desired next) {
        return new Allocation(id, slot, holding, next, observed, lineage);
    }

    public Allocation with(Observed next) {
        return new Allocation(id, slot, holding, desired, next, lineage);
    }

    public Allocation with(Lineage next) {
        return new Allocation(id, slot, holding, desired, observed, next);
    }

    public Allocation with(Slot next) {
        return new Allocation(id, next, holding, desired, observed, lineage);
    }
}
