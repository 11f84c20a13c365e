package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import java.util.List;
import java.util.Map;

/// One look of the scheduler at one job: why it looked, and what it found.
///
/// @param id `e` and what was drawn for it, as an allocation's is
/// @param trigger why: `job submitted`, `node missed`, `allocation failed`, `capacity changed`
/// @param blocked some work found no place; it waits for capacity or facts to change
/// @param followUpTickMs when to look again by the clock, or, of a job that is over, when it is
///   forgotten; 0: not at all
public record Evaluation(
        String id,
        JobKey job,
        long jobVersion,
        String trigger,
        boolean blocked,
        long followUpTickMs,
        long wallMs,
        List<Explanation> groups) {

    /// Evaluations kept for each job, the newest first.
    public static final int KEPT = 5;

    public Evaluation {
        groups = List.copyOf(groups);
    }

    /// Why the allocations of one group are where they are, or are not.
    ///
    /// @param evaluated nodes looked at
    /// @param filtered for each rule, how many nodes it refused: `node.arch == "arm64"`, `pool`,
    ///   `node is draining`, `driver exec`
    /// @param exhausted for each dimension, how many eligible nodes had no room: `memory`, `port
    ///   2343`
    /// @param best at most five, the best first
    /// @param refused at most a hundred nodes with the first rule that refused them
    public record Explanation(
            String group,
            Counts counts,
            int evaluated,
            Map<String, Integer> filtered,
            Map<String, Integer> exhausted,
            List<Score> best,
            List<Refused> refused) {
        public static final int BEST_MAX = 5;
        public static final int REFUSED_MAX = 100;

        /// Why slots have no place, whatever nodes there are.
        public static final String USED_UP = "reschedule attempts";

        public static final String HELD = "held by ";

        public Explanation {
            filtered = Map.copyOf(filtered);
            exhausted = Map.copyOf(exhausted);
            best = List.copyOf(best);
            refused = List.copyOf(refused);
        }

        /// Whether something in `exhausted` counts slots, and no nodes.
        public static boolean ofNoNode(String dimension) {
            return dimension.equals(USED_UP) || dimension.startsWith(HELD);
        }
    }

    /// What the look changed.
    ///
    /// @param unplaced wanted, but without a place
    /// @param displaced of other jobs, for what is placed
    public record Counts(
            int placed, int stopped, int updated, int kept, int unplaced, int displaced) {
        /// Without preemption.
        public Counts(int placed, int stopped, int updated, int kept, int unplaced) {
            this(placed, stopped, updated, kept, unplaced, 0);
        }
    }

    /// A node's score for a group.
    ///
    /// @param parts by scorer: `binpack`, `affinity`, `spread`, `rescheduled`; each -1 to 1
    public record Score(String node, double total, Map<String, Double> parts) {
        public Score {
            parts = Map.copyOf(parts);
        }
    }

    /// @param rule the rule that refused the node first
    /// @param found what the node has instead, as far as one can say
    public record Refused(String node, String rule, String found) {}
}
