package dev.skerry.cluster.state;

import dev.skerry.cluster.job.JobKey;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.PersistentMap;
import dev.skerry.kernel.PersistentSet;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Indexes of the [Cluster]: what must be found without looking at a hundred thousand allocations.
/// All of it follows from the rest of the state, and is made anew when a saved state is read.
///
/// @param deadlines what happens by time alone, and when; the machine is woken for the first
/// @param due the jobs that the scheduler shall look at, and from which tick on
/// @param blocked the jobs with work that found no place
/// @param system the jobs that are to be on each node
/// @param live how many live allocations each job has; none: no entry
/// @param seats for each job the seats that are occupied, and by how many allocations
/// @param names how many nodes have each name, in each pool
/// @param roomierAt the cluster's sequence when there was more room, or room elsewhere, for the
///   last time: a plan made before that may have missed it
public record Watch(
        PersistentAgenda<Deadline> deadlines,
        PersistentAgenda<JobKey> due,
        PersistentSet<JobKey> blocked,
        PersistentSet<JobKey> system,
        PersistentMap<JobKey, Integer> live,
        PersistentMap<JobKey, PersistentMap<Seat, Integer>> seats,
        PersistentMap<String, PersistentMap<String, Integer>> names,
        long roomierAt) {

    public static final Watch EMPTY =
            new Watch(
                    PersistentAgenda.empty(),
                    PersistentAgenda.empty(),
                    PersistentSet.empty(),
                    PersistentSet.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    PersistentMap.empty(),
                    0);

    /// The slot that a wanted allocation occupies; no second allocation of the job may take it. One
    /// that is unknown and may be replaced occupies none.
    ///
    /// @param node for a system job, which has a slot on each node; empty: any node can fill it
    /// @param canary the seat beside that of the slot
    public record Seat(String group, int index, String node, boolean canary) {
        public static Seat of(Job job, String group, int index, String node, boolean canary) {
            boolean system = job.spec().type().everywhere();
            return new Seat(group, index, system ? node : "", canary);
        }

        /// The seat that the allocation occupies; null: none.
        public static @Nullable Seat of(Cluster cluster, Job job, Allocation allocation) {
            if (!allocation.wanted()) return null;
            if (allocation.observed().status() == Allocation.Status.UNKNOWN
                    && Deadlines.disconnect(cluster, allocation).replace()) {
                return null;
            }
            return at(job, allocation);
        }

        /// The seat that the allocation had, has or would have.
        public static Seat at(Job job, Allocation allocation) {
            var slot = allocation.slot();
            return of(job, slot.group(), slot.index(), allocation.node(), slot.canary());
        }
    }

    /// Something that happens by time alone.
    public sealed interface Deadline {
        /// An allocation that is unknown counts as lost.
        record Lost(String allocation) implements Deadline {}

        /// An allocation that has ended long ago is forgotten.
        record Forget(String allocation) implements Deadline {}

        /// What is left on a draining node is stopped; or nothing is left, and the drain is over.
        record Drain(String node) implements Deadline {}

        /// A job that nothing runs of any more is forgotten, at once or when it was kept for long.
        record Purge(JobKey job) implements Deadline {}

        /// Of the ended children of a job, those that are too many are forgotten.
        record Collect(JobKey parent) implements Deadline {}
    }

    Watch with(Node node, long drainAtTickMs) {
        return with(deadlines.with(new Deadline.Drain(node.id()), drainAtTickMs));
    }

    /// A node has another name, joins or goes.
    Watch renamed(Node.@Nullable Identity old, Node.@Nullable Identity next) {
        if (Objects.equals(old, next)) return this;
        var watch = old == null ? this : named(old, -1);
        return next == null ? watch : watch.named(next, 1);
    }

    private Watch named(Node.Identity node, int more) {
        var inPools = names.find(node.name(), PersistentMap.empty());
        int count = inPools.find(node.pool(), 0) + more;
        var next = count == 0 ? inPools.without(node.pool()) : inPools.with(node.pool(), count);
        var all = next.isEmpty() ? names.without(node.name()) : names.with(node.name(), next);
        return new Watch(deadlines, due, blocked, system, live, seats, all, roomierAt);
    }

    /// How many nodes of some pools have that name.
    public int named(String name, Predicate<String> pools) {
        int count = 0;
        for (var pool : names.find(name, PersistentMap.empty()).asMap().entrySet())
            if (pools.test(pool.getKey())) count += pool.getValue();
        return count;
    }

    Watch with(PersistentAgenda<Deadline> next) {
        return new Watch(next, due, blocked, system, live, seats, names, roomierAt);
    }

    Watch with(Job job) {
        var key = job.key();
        var since = job.due();
        boolean everywhere = job.spec().type().everywhere() && job.places();
        return new Watch(
                deadlines.with(new Deadline.Purge(key), job.fadesAtTickMs(live(key))),
                due.with(key, since == null ? PersistentAgenda.NEVER : since.notBeforeTickMs()),
                marked(blocked, key, job.blocked() && !job.stopped()),
                marked(system, key, everywhere),
                live,
                seats,
                names,
                roomierAt);
    }

    Watch without(JobKey job) {
        return new Watch(
                deadlines.without(new Deadline.Purge(job)),
                due.without(job),
                blocked.without(job),
                system.without(job),
                live,
                seats,
                names,
                roomierAt);
    }

    Watch collecting(JobKey parent, boolean many) {
        long tickMs = many ? 0 : PersistentAgenda.NEVER;
        return with(deadlines.with(new Deadline.Collect(parent), tickMs));
    }

    Watch live(Job job, int count) {
        return live(job.key(), count)
                .with(deadlines.with(new Deadline.Purge(job.key()), job.fadesAtTickMs(count)));
    }

    Watch live(JobKey job, int count) {
        var next = count == 0 ? live.without(job) : live.with(job, count);
        return new Watch(deadlines, due, blocked, system, next, seats, names, roomierAt);
    }

    Watch seated(JobKey job, PersistentMap<Seat, Integer> taken) {
        var next = taken.isEmpty() ? seats.without(job) : seats.with(job, taken);
        return new Watch(deadlines, due, blocked, system, live, next, names, roomierAt);
    }

    public Watch roomierAt(long sequence) {
        return new Watch(deadlines, due, blocked, system, live, seats, names, sequence);
    }

    /// How many live allocations the job has.
    public int live(JobKey job) {
        return live.find(job, 0);
    }

    /// How many allocations of the job occupy that seat.
    public int taken(JobKey job, Seat seat) {
        return seats.find(job, PersistentMap.empty()).find(seat, 0);
    }

    private static PersistentSet<JobKey> marked(PersistentSet<JobKey> set, JobKey job, boolean in) {
        return in ? set.with(job) : set.without(job);
    }
}
