package dev.skerry.sim.cluster;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMachine;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.UpdateSpec;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deadlines;
import dev.skerry.cluster.state.Deployment;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.StopReason;
import dev.skerry.kernel.Caller;
import dev.skerry.sim.world.Broken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What must hold while new versions come: counted anew from what was committed, with each thing
/// that is taken down for them.
final class SafeChanges {
    private final ClusterMachine machine = new ClusterMachine();

    void committed(List<ClusterFact> facts, Cluster before) {
        var cluster = before;
        for (var fact : facts) {
            var was = cluster;
            cluster = machine.apply(cluster, fact);
            if (fact instanceof ClusterFact.AllocationsDesired(var changes))
                takenDown(changes, was);
            if (fact instanceof ClusterFact.AllocationsPlaced(var all))
                for (var one : all) placed(one, was);
            if (fact instanceof ClusterFact.JobAccepted it) comesBack(it, was);
        }
    }

    /// One slot of a group, as far as it can be reached.
    ///
    /// @param all live and wanted, without canaries; none: nobody is in it now
    /// @param ended of those that are not
    private record Held(List<Allocation> all, List<Allocation> ended) {
        /// It was wanted no more, and is again: what nobody had is taken from nobody.
        boolean fresh() {
            var last = ended.stream().max(Allocation.BY_AGE).orElse(null);
            return all.isEmpty() && last != null && wantedNoMore(last);
        }

        /// Whom somebody follows that comes now; null: somebody is there, or nobody ever was.
        @Nullable Allocation followed() {
            return all.isEmpty() && !fresh()
                    ? ended.stream().max(Allocation.BY_AGE).orElse(null)
                    : null;
        }

        /// Its node cannot be asked.
        boolean away() {
            return !all.isEmpty()
                    && all.stream().allMatch(it -> it.observed().status() == Status.UNKNOWN);
        }

        boolean healthy() {
            return all.stream().anyMatch(SafeChanges::healthy);
        }

        boolean taken(Set<String> stopped) {
            return all.stream().anyMatch(it -> stopped.contains(it.id()));
        }
    }

    /// Nobody follows him: his slot is a new one if it is wanted again.
    private static boolean wantedNoMore(Allocation it) {
        var reason = it.desired().reason();
        return StopReason.unwanted(reason) || reason.startsWith(Recall.RECALLED);
    }

    private static boolean healthy(Allocation it) {
        return it.observed().status() == Status.RUNNING && it.observed().healthy();
    }

    private void takenDown(List<ClusterFact.DesiredChange> changes, Cluster was) {
        var stopped = new HashSet<String>();
        var groups = new HashMap<String, Allocation>();
        var displaced = new HashSet<JobKey>();
        var drained = new ArrayList<Allocation>();
        for (var change : changes) {
            var why = change.desired().reason();
            boolean replaced = StopReason.replaced(why);
            if (!change.desired().run() && why.equals(StopReason.DRAINED)) {
                var one = was.allocations().find(change.allocation());
                if (one != null && !one.slot().canary()) drained.add(one);
            }
            if (change.desired().run() || !(replaced || StopReason.displaced(why))) continue;
            var one = was.allocations().find(change.allocation());
            if (one == null || one.slot().canary()) continue;
            stopped.add(one.id());
            if (!replaced) displaced.add(one.slot().job());
            groups.put(one.slot().job().whole() + "/" + one.slot().group(), one);
        }
        for (var one : groups.values()) {
            var job = was.jobs().find(one.slot().job());
            var group = job == null ? null : job.spec().group(one.slot().group());
            var update = group == null ? null : group.policies().update();
            var deployment = job == null ? null : job.deployment();
            if (job == null || group == null || update == null || deployment == null) continue;
            boolean others = displaced.contains(job.key());
            if (!others && deployment.stage() == Deployment.Stage.SUCCESSFUL) continue;
            if (job.current().forced() && deployment.active()) continue; // somebody wants it so
            if (!others && deployment.stage() != Deployment.Stage.RUNNING)
                throw new Broken(
                        ClusterPromises.HALTED,
                        "%s is %s and %s is replaced"
                                .formatted(job.key(), deployment.stage(), one.id()));
            look(was, job, group, update, stopped, !others);
        }
        moved(drained, stopped, was);
    }

    /// Before the deadline of a drain its group has to be able to do without them; beside what a
    /// deployment takes at the same time, as many as that may.
    private static void moved(List<Allocation> drained, Set<String> stopped, Cluster was) {
        var all = new HashSet<>(stopped);
        for (var one : drained) all.add(one.id());
        for (var one : drained) {
            var job = was.jobs().find(one.slot().job());
            var group = job == null ? null : job.spec().group(one.slot().group());
            if (job == null || group == null || !job.spec().moves()) continue;
            var deployment = job.deployment();
            var update = group.policies().update();
            boolean deploys = deployment != null && deployment.active();
            if (deploys && job.current().forced()) continue;
            int count = Math.max(1, group.count());
            int most = group.policies().moved().maxParallel().of(count);
            if (deploys && update != null) most = Math.max(most, update.maxParallel().of(count));
            healthyStay(was, job, group, all, most);
        }
    }

    private static void healthyStay(
            Cluster was, Job job, GroupSpec group, Set<String> stopped, int most) {
        int down = 0;
        boolean healthyTaken = false;
        for (var held : slots(was, job, group).values()) {
            boolean taken = held.taken(stopped);
            healthyTaken |= taken && held.healthy();
            if (taken || missed(was, job, held)) down++;
        }
        if (healthyTaken && down > most)
            throw new Broken(
                    ClusterPromises.HEALTHY_STAY,
                    "%d of %s of %s have nobody healthy, and %d may"
                            .formatted(down, group.name(), job.key(), most));
    }

    /// How the group stands once those are stopped.
    ///
    /// @param own for the newer version of the job, not for another job
    private static void look(
            Cluster was,
            Job job,
            GroupSpec group,
            UpdateSpec update,
            Set<String> stopped,
            boolean own) {
        var slots = slots(was, job, group);
        boolean system = job.spec().type().everywhere();
        int count = system ? slots.size() : group.count();
        int most = update.maxParallel().of(Math.max(1, count));
        int changing = 0;
        for (var held : slots.values()) {
            boolean comes =
                    held.all().stream().anyMatch(it -> it.slot().version() == job.version());
            if (held.taken(stopped) || (comes && missed(was, job, held))) changing++;
        }
        if (own && changing > most)
            throw new Broken(
                    ClusterPromises.FEW_CHANGE,
                    "%d of %s of %s are in change, and %d may be"
                            .formatted(changing, group.name(), job.key(), most));
        healthyStay(was, job, group, stopped, most);
    }

    /// Somebody healthy could be in it, and is not.
    private static boolean missed(Cluster was, Job job, Held held) {
        if (held.away() || held.healthy() || held.fresh()) return false;
        return !job.spec().type().everywhere() || open(was, held);
    }

    /// Somebody is wanted on that node, and it takes others.
    private static boolean open(Cluster cluster, Held held) {
        return held.all().stream()
                .map(it -> cluster.nodes().find(it.node()))
                .anyMatch(it -> it != null && it.schedulable());
    }

    /// Those where somebody was at some time.
    private static Map<String, Held> slots(Cluster cluster, Job job, GroupSpec group) {
        boolean system = job.spec().type().everywhere();
        var slots = new TreeMap<String, Held>();
        for (var id : cluster.ofJob(job.key())) {
            var one = cluster.allocations().find(id);
            if (one == null || one.slot().canary()) continue;
            if (!one.slot().group().equals(group.name())) continue;
            if (!system && one.slot().index() >= group.count()) continue;
            var name = system ? one.node() : one.slot().index() + "";
            var held =
                    slots.computeIfAbsent(
                            name, _ -> new Held(new ArrayList<>(), new ArrayList<>()));
            (one.wanted() ? held.all() : held.ended()).add(one);
        }
        return slots;
    }

    /// While canaries are tried, nothing that ran gets the new version.
    private static void placed(Allocation one, Cluster was) {
        var job = was.jobs().find(one.slot().job());
        var deployment = job == null ? null : job.deployment();
        var group = job == null ? null : job.spec().group(one.slot().group());
        if (job == null || deployment == null || group == null) return;
        var update = group.policies().update();
        if (update == null || update.canary() == 0 || deployment.promoted()) return;
        if (deployment.stage() == Deployment.Stage.SUCCESSFUL) return; // who was away comes last
        boolean beside =
                job.spec().type() == JobSpec.Type.SERVICE
                        && group.policies().disconnect().replace();
        if (!beside || one.slot().canary() || one.slot().version() != job.version()) return;
        if (bound(was, job, group)) return; // then canaries take the place of old ones
        var previous = one.lineage().previous();
        var old = previous == null ? null : was.allocations().find(previous);
        if (old == null || wantedNoMore(old)) return;
        var kept = job.kept(old.slot().version());
        if (kept != null && kept.recalled()) return; // what must not run is no reason to wait
        if (old.slot().version() != job.version() && kept != null)
            throw new Broken(
                    ClusterPromises.CANARIES_FIRST,
                    "%s follows %s before its canaries are promoted".formatted(one.id(), previous));
    }

    /// Of an older version something may run, or would be next, and not more of it than was asked
    /// for.
    private static boolean bound(Cluster was, Job job, GroupSpec group) {
        var live =
                was.ofJob(job.key()).stream()
                        .map(was.allocations()::find)
                        .filter(Objects::nonNull)
                        .filter(it -> it.live() && it.slot().group().equals(group.name()));
        var next = slots(was, job, group).values().stream().map(Held::followed);
        return Stream.concat(live, next.filter(Objects::nonNull))
                .filter(it -> it.slot().version() != job.version())
                .anyMatch(it -> !Deadlines.disconnect(was, it).replace());
    }

    /// What the servers bring back by themselves is what was proven.
    private static void comesBack(ClusterFact.JobAccepted it, Cluster was) {
        if (it.how() != Acceptance.How.REVERTED || !Caller.SERVERS.text().equals(it.by())) return;
        var job = was.jobs().find(it.spec().key());
        var deployment = job == null ? null : job.deployment();
        var kept = job == null ? null : job.kept(it.from());
        boolean failed = deployment != null && deployment.stage() == Deployment.Stage.FAILED;
        if (!failed || kept == null || !kept.stable() || !kept.spec().equals(it.spec()))
            throw new Broken(
                    ClusterPromises.PROVEN_COMES_BACK,
                    "%s goes back to version %d, which is %s"
                            .formatted(it.spec().key(), it.from(), kept));
    }
}
