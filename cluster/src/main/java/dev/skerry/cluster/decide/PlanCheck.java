package dev.skerry.cluster.decide;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.Resources;
import dev.skerry.cluster.scheduler.policy.VariantChoice;
import dev.skerry.cluster.scheduler.preemption.Preemption;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Node.TakenPorts;
import dev.skerry.cluster.state.Plan;
import dev.skerry.cluster.state.Quota;
import dev.skerry.cluster.state.Use;
import dev.skerry.cluster.state.Watch.Seat;
import dev.skerry.kernel.Now;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether what a plan places can still be placed there. Each place is checked after the ones
/// before it: they share the room, and what the quota of their namespace leaves.
final class PlanCheck {
    private final Cluster cluster;
    private final Job job;
    private final Map<String, Room> rooms = new HashMap<>();
    private final Map<String, Resources> needs = new HashMap<>();
    private final Map<Seat, Integer> left = new HashMap<>();
    private final Set<Seat> given = new HashSet<>();
    private final Quota quota;
    private Use used;

    /// Null: the job displaces nobody.
    private final @Nullable Preemption preemption;

    /// Seats that get nobody: a batch has done its work there, or the one that is told to stop has
    /// to end first.
    private final Set<Seat> closed = new HashSet<>();

    /// Null: nothing of an earlier version was looked at.
    private @Nullable Set<Seat> ending;

    /// @param stopped what the plan itself ends or gives up: its seats are free for the plan
    PlanCheck(Cluster cluster, Job job, Set<String> stopped, Now now) {
        this.cluster = cluster;
        this.job = job;
        preemption = Preemption.of(cluster, job, now);
        var namespace = job.key().namespace();
        quota = cluster.namespaces().quota(namespace);
        used = cluster.namespaces().use(namespace);
        for (var id : stopped) {
            var allocation = cluster.allocations().find(id);
            var seat = allocation == null ? null : Seat.of(cluster, job, allocation);
            if (seat != null) left.merge(seat, 1, Integer::sum);
        }
        boolean batch = job.spec().type().ends();
        if (batch || job.spec().groups().stream().anyMatch(PlanCheck::waits)) findClosed(stopped);
    }

    /// The next allocation of a slot has to wait until the last one has ended, since never more may
    /// run than were asked for.
    private static boolean waits(GroupSpec group) {
        return !group.policies().disconnect().replace();
    }

    private void findClosed(Set<String> stopped) {
        for (var id : cluster.ofJob(job.key())) {
            var it = cluster.allocations().find(id);
            if (it == null) continue;
            boolean endsFirst = !stopped.contains(id) && endsFirst(it);
            if (!endsFirst && !job.done(it)) continue;
            closed.add(Seat.at(job, it));
        }
    }

    private boolean endsFirst(Allocation it) {
        if (!it.live() || it.desired().run()) return false;
        var group = job.spec().group(it.slot().group());
        return group != null && waits(group);
    }

    /// Takes the place and answers with what there is of its node for whoever moves in, and how it
    /// is run there by what the node says by now; null: something else has happened there since the
    /// scheduler looked.
    ///
    /// @param displaced whose room it takes: they are there still and may be displaced, and without
    ///   them there is no room
    Allocation.@Nullable Holding accept(Plan.Put place, List<String> displaced) {
        var now = !job.places() ? null : job.spec().group(place.group());
        if (now == null || place.index() < 0 || place.index() >= now.count()) return null;
        var group = asOf(place, now);
        if (group == null) return null;
        var node = cluster.nodes().find(place.node());
        if (node == null || !node.schedulable() || !portsMatch(group, place)) return null;
        var variants = VariantChoice.of(group, node.facts());
        if (variants == null) return null;
        boolean canary = place.release().canary();
        var seat = Seat.of(job, place.group(), place.index(), place.node(), canary);
        if (!follows(place) || !free(seat)) return null;
        if (place.release().version() != 0 && waits(group) && ending(seat)) return null;
        long version = place.release().version();
        var key = version == 0 ? group.name() : version + "/" + group.name();
        var need = needs.computeIfAbsent(key, _ -> group.resources());
        if (!quota.allows(node.identity().pool()) || !quota.fits(used, need)) return null;
        var room = rooms.computeIfAbsent(node.id(), _ -> new Room(node));
        var numbers = place.ports().values();
        if (displaced.isEmpty() ? !room.take(need, numbers) : !takes(room, need, place, displaced))
            return null;
        used = used.plus(need);
        given.add(seat);
        return new Allocation.Holding(node.id(), place.ports(), need, variants);
    }

    /// Where there is room without them by now, nobody is displaced: the job is looked at again.
    private boolean takes(Room room, Resources need, Plan.Put place, List<String> displaced) {
        var numbers = place.ports().values();
        if (preemption == null || room.fits(need, numbers)) return false;
        var victims = preemption.still(displaced, place.node());
        if (victims == null) return false;
        var ports = new HashSet<Integer>();
        for (var it : victims) ports.addAll(it.ports().values());
        for (var id : cluster.onNode(place.node())) {
            var it = cluster.allocations().find(id);
            if (it == null || !it.holds() || displaced.contains(id)) continue;
            ports.removeAll(it.ports().values()); // those who are ending have them too
        }
        return room.take(need, numbers, victims, ports);
    }

    /// The group by the version that is placed; null: that is not kept any more, or is recalled.
    private @Nullable GroupSpec asOf(Plan.Put place, GroupSpec newest) {
        long version = place.release().version();
        if (version == 0) return job.current().recalled() ? null : newest;
        var kept = job.kept(version);
        return kept == null || kept.recalled() ? null : kept.spec().group(place.group());
    }

    private boolean free(Seat seat) {
        int taken = cluster.watch().taken(job.key(), seat) - left.getOrDefault(seat, 0);
        return taken == 0 && !given.contains(seat) && !closed.contains(seat);
    }

    /// Somebody in it is told to stop and has not ended.
    private boolean ending(Seat seat) {
        var all = ending;
        if (all == null) {
            all = new HashSet<>();
            for (var id : cluster.ofJob(job.key())) {
                var it = cluster.allocations().find(id);
                if (it != null && it.live() && !it.desired().run()) all.add(Seat.at(job, it));
            }
            ending = all;
        }
        return all.contains(seat);
    }

    /// What it replaces is still known, and of the same slot.
    private boolean follows(Plan.Put place) {
        if (place.previous() == null) return true;
        var previous = cluster.allocations().find(place.previous());
        if (previous == null || back(previous)) return false;
        var slot = previous.slot();
        return slot.job().equals(job.key())
                && slot.group().equals(place.group())
                && slot.index() == place.index();
    }

    /// Its node was missed when the scheduler looked, and is heard again: it may run there still.
    private boolean back(Allocation previous) {
        var node = cluster.nodes().find(previous.node());
        return previous.observed().status() == Allocation.Status.UNKNOWN
                && previous.desired().run()
                && node != null
                && node.contact().reachable();
    }

    private static boolean portsMatch(GroupSpec group, Plan.Put place) {
        if (!group.ports().keySet().equals(place.ports().keySet())) return false;
        for (var port : place.ports().entrySet()) {
            int number = port.getValue();
            if (number < 1 || number > JobBounds.PORT_MAX) return false;
            int fixed = group.ports().getOrDefault(port.getKey(), 0);
            if (fixed != 0 && fixed != number) return false;
        }
        return true;
    }

    /// What is left on one node while the plan is checked.
    private static final class Room {
        private final Resources capacity;
        private final TakenPorts before;
        private final Set<Integer> given = new HashSet<>();
        private Resources used;

        Room(Node node) {
            capacity = node.facts().capacity();
            before = node.used().ports();
            used = node.used().resources();
        }

        boolean fits(Resources need, Collection<Integer> numbers) {
            return fits(used.plus(need), numbers, Set.of());
        }

        /// @param left by those who make way
        private boolean fits(Resources next, Collection<Integer> numbers, Set<Integer> left) {
            if (!next.fitsIn(capacity)) return false;
            var wanted = new HashSet<Integer>();
            for (int number : numbers) {
                boolean there = before.has(number) && !left.contains(number);
                boolean taken = there || given.contains(number);
                if (taken || !wanted.add(number)) return false;
            }
            return true;
        }

        boolean take(Resources need, Collection<Integer> numbers) {
            return take(need, numbers, List.of(), Set.of());
        }

        /// @param victims what they have is for the one that is placed
        /// @param left the ports that only they have
        boolean take(
                Resources need,
                Collection<Integer> numbers,
                List<Allocation> victims,
                Set<Integer> left) {
            var next = used.plus(need);
            for (var it : victims) next = next.minus(it.reserved());
            if (!fits(next, numbers, left)) return false;
            given.addAll(numbers);
            used = next.larger(used); // what they have besides is nobody's before they have ended
            return true;
        }
    }
}
