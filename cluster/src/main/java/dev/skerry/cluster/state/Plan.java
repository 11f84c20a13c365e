package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the scheduler wants to change for one job, decided on a snapshot; it leaves nothing to
/// choose. The cluster checks it against what has changed since.
///
/// @param sequence of the [Job.Due] that it settles
/// @param evaluation what is kept for people; its id is given when the plan is accepted
/// @param displaced allocations of other jobs that are stopped for places of this plan
public record Plan(
        JobKey job,
        long jobVersion,
        long sequence,
        List<Put> places,
        List<Stop> stops,
        List<String> updates,
        Evaluation evaluation,
        List<Displaced> displaced) {

    public Plan {
        places = List.copyOf(places);
        stops = List.copyOf(stops);
        updates = List.copyOf(updates);
        displaced = List.copyOf(displaced);
    }

    /// One that displaces nobody.
    public Plan(
            JobKey job,
            long jobVersion,
            long sequence,
            List<Put> places,
            List<Stop> stops,
            List<String> updates,
            Evaluation evaluation) {
        this(job, jobVersion, sequence, places, stops, updates, evaluation, List.of());
    }

    /// One of lower priority whose room a place needs.
    ///
    /// @param place among the places of the plan, from 0
    public record Displaced(String allocation, int place) {}

    /// Some of its places, with those that are displaced for them.
    public List<Displaced> displaced(int from, int to) {
        return displaced.stream()
                .filter(it -> it.place() >= from && it.place() < to)
                .map(it -> new Displaced(it.allocation(), it.place() - from))
                .toList();
    }

    /// A new allocation.
    ///
    /// @param previous the allocation that it replaces
    /// @param reschedules of the chain, including this one when it follows a failure
    public record Put(
            String group,
            int index,
            String node,
            Map<String, Integer> ports,
            @Nullable String previous,
            List<Long> reschedules,
            double score,
            Release release) {
        /// One of the newest version.
        public Put(
                String group,
                int index,
                String node,
                Map<String, Integer> ports,
                @Nullable String previous,
                List<Long> reschedules,
                double score) {
            this(group, index, node, ports, previous, reschedules, score, Release.NEWEST);
        }

        public Put {
            ports = Map.copyOf(ports);
            reschedules = List.copyOf(reschedules);
        }
    }

    /// By which version it runs.
    ///
    /// @param version 0: the newest
    /// @param canary beside the one whose slot it will take
    public record Release(long version, boolean canary) {
        public static final Release NEWEST = new Release(0, false);
    }

    /// An allocation that shall end, or that is given up.
    ///
    /// @param as null: the node shall stop it; UNKNOWN or LOST: its node cannot be asked
    /// @param makesWay for a newer version
    public record Stop(
            String allocation, String reason, Allocation.@Nullable Status as, boolean makesWay) {
        public Stop(String allocation, String reason, Allocation.@Nullable Status as) {
            this(allocation, reason, as, false);
        }
    }
}
