package dev.skerry.cluster.deployment;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.UpdateSpec;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Deployment;
import dev.skerry.cluster.state.Deployment.Stage;
import dev.skerry.cluster.state.Job;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// How far the newest version of a job has come in one group, and what may go on now.
///
/// Two limits hold. No more slots than `maxParallel` are in change; and none that is healthy is
/// taken down while, with it, more than so many would have nobody healthy, whatever the reason.
/// What is not healthy anyway comes first, so that a broken version never keeps out its repair.
/// Neither limit holds for a version that is forced.
public final class Rollout {
    /// More than any index, so that all keys are of one length.
    private static final int FIRST_KEY = 1_000_000;

    private final GroupView view;
    private final Deployment deployment;
    private final TreeMap<String, SlotStand> slots = new TreeMap<>();
    private final Map<SlotStand, Integer> counts = new EnumMap<>(SlotStand.class);
    private final List<Allocation> canaries = new ArrayList<>();
    private boolean bound;
    private int placed;
    private int unhealthy;
    private long newestTickMs = Long.MIN_VALUE;
    private long nextTickMs = PersistentAgenda.NEVER;

    private Rollout(GroupView view, Deployment deployment) {
        this.view = view;
        this.deployment = deployment;
    }

    /// Of a group of a job that is deployed; null: that group just follows.
    public static @Nullable Rollout of(Cluster cluster, Job job, GroupSpec group, Now now) {
        return of(cluster, job, group, now, it -> it.slot().version() != job.version());
    }

    /// @param behind what has to go: what can go on by the newest version as it is does not
    public static @Nullable Rollout of(
            Cluster cluster, Job job, GroupSpec group, Now now, Predicate<Allocation> behind) {
        var update = group.policies().update();
        var deployment = job.deployment();
        if (update == null || deployment == null) return null;
        var view = new GroupView(cluster, job, group, update, now, behind);
        var rollout = new Rollout(view, deployment);
        rollout.look();
        return rollout;
    }

    /// Of all groups that are deployed.
    public static List<Rollout> all(Cluster cluster, Job job, Now now) {
        var all = new ArrayList<Rollout>();
        for (var group : job.spec().groups()) {
            var one = of(cluster, job, group, now);
            if (one != null) all.add(one);
        }
        return all;
    }

    private void look() {
        var all = view.allocations();
        all.forEach(this::look);
        view.slots(all)
                .forEach((slot, members) -> {
                    var stand = view.stand(members);
                    if (stand == SlotStand.VACANT) {
                        bound |= view.bound(members.getLast());
                        again(view.pendingAtTickMs(members.getLast()));
                    }
                    slots.put(slot, stand);
                    counts.merge(stand, 1, Integer::sum);
                });
        canaries.sort(Allocation.BY_AGE);
    }

    private void look(Allocation one) {
        if (view.behind().test(one)) {
            bound |= one.live() && view.bound(one);
            return;
        }
        if (one.slot().canary() && one.wanted()) canaries.add(one);
        boolean followed = one.lineage().previous() != null || one.slot().canary();
        if (followed) newestTickMs = Math.max(newestTickMs, one.lineage().createdTickMs());
        if (view.unhealthy(one)) unhealthy++;
        if (!one.wanted()) return;
        placed++;
        if (GroupView.well(one)) again(view.provenAtTickMs(one));
        else again(view.overdueAtTickMs(one));
    }

    private void again(long tickMs) {
        if (tickMs > view.now().tickMs()) nextTickMs = Math.min(nextTickMs, tickMs);
    }

    /// Names the slot of an allocation within its group.
    public String key(Allocation one) {
        return view.key(one);
    }

    /// Of a service: as its numbers are ordered.
    public static String key(int index) {
        return Integer.toString(FIRST_KEY + index);
    }

    public GroupSpec group() {
        return view.group();
    }

    public UpdateSpec update() {
        return view.update();
    }

    private int count(SlotStand stand) {
        return counts.getOrDefault(stand, 0);
    }

    /// How one of the slots stands.
    public SlotStand stand(String slot) {
        return slots.getOrDefault(slot, SlotStand.FRESH);
    }

    /// So many shall be there, as far as it is known.
    public int desired() {
        return view.system() ? slots.size() - count(SlotStand.FRESH) : view.group().count();
    }

    /// So many of the new version are there, with canaries.
    public int placed() {
        return placed;
    }

    /// So many of it are healthy, with canaries.
    public int healthy() {
        return count(SlotStand.DONE) + healthyCanaries();
    }

    /// So many of it have failed, or were not healthy in time.
    public int unhealthy() {
        return unhealthy;
    }

    /// So many cannot be reached, or have no room.
    public int away() {
        return count(SlotStand.AWAY) + count(SlotStand.DISPLACED);
    }

    /// Those that run beside others.
    public List<Allocation> canaries() {
        return canaries;
    }

    public boolean beside() {
        return !bound && view.beside();
    }

    /// So many canaries there shall be, once there is something that they can be tried for.
    public int canariesDesired() {
        if (view.system()) return Math.min(view.update().canary(), desired());
        return Math.min(view.update().canary(), view.group().count());
    }

    /// So many of them are healthy.
    public int healthyCanaries() {
        if (!beside()) return 0;
        return (int) canaries.stream().filter(view::proven).count();
    }

    private int old() {
        return count(SlotStand.OLD) + count(SlotStand.SICK) + count(SlotStand.VACANT);
    }

    /// Nothing but canaries may change before somebody promotes them.
    public boolean waitsForCanaries() {
        return !deployment.promoted()
                && canariesDesired() > 0
                && (old() > 0 || !canaries.isEmpty());
    }

    /// All canaries that there shall be are healthy.
    public boolean canariesHealthy() {
        int healthy = beside() ? healthyCanaries() : count(SlotStand.DONE);
        return healthy >= canariesDesired();
    }

    /// More canaries are to be placed beside the old ones.
    public boolean placesCanaries() {
        return deployment.stage() == Stage.RUNNING && keepsCanaries();
    }

    /// Those that are there go on.
    public boolean keepsCanaries() {
        return deployment.active() && beside() && waitsForCanaries();
    }

    /// What is new gets the version that is known to be good, if there is one, not the one that is
    /// on its way.
    public boolean shut() {
        return switch (deployment.stage()) {
            case RUNNING -> waitsForCanaries();
            case SUCCESSFUL, CANCELLED -> false;
            case PAUSED, FAILED -> true;
        };
    }

    /// Nothing holds it back: all of it changes at once.
    public boolean forced() {
        return view.job().current().forced();
    }

    private int most() {
        if (forced()) return Integer.MAX_VALUE;
        return parallel();
    }

    private int parallel() {
        return view.update().maxParallel().of(Math.max(1, desired()));
    }

    /// Those slots may go on to the newest version now.
    public Set<String> granted() {
        var granted = new LinkedHashSet<String>();
        for (var stand : List.of(SlotStand.VACANT, SlotStand.SICK, SlotStand.OLD))
            for (var slot : slots.entrySet())
                if (slot.getValue() == stand) granted.add(slot.getKey());
        int left = left();
        int down = down();
        int given = 0;
        for (var it = granted.iterator(); it.hasNext(); ) {
            boolean healthy = stand(it.next()) == SlotStand.OLD;
            if (given < left && (!healthy || down < most())) {
                given++;
                if (healthy) down++;
            } else {
                it.remove();
            }
        }
        return granted;
    }

    /// Slots without anybody healthy in them, whatever the reason.
    private int down() {
        return count(SlotStand.CHANGING) + count(SlotStand.VACANT) + count(SlotStand.SICK);
    }

    /// So many more healthy ones may be taken down for something else than this: with them no more
    /// than `maxParallel` have nobody healthy, those among them that never had. Of a system job
    /// that is wherever it is not wanted: nobody is missed there.
    public int spare() {
        int missed = count(view.system() ? SlotStand.DISPLACED : SlotStand.FRESH);
        return Math.max(0, parallel() - down() - missed);
    }

    /// Whether it is one of those that [#spare] counts: it is healthy, be that for a moment only.
    public boolean isHealthy(Allocation one) {
        return !one.slot().canary() && GroupView.well(one);
    }

    /// So many more may be in change.
    private int left() {
        if (deployment.stage() != Stage.RUNNING || staggers()) return 0;
        int left = most() - count(SlotStand.CHANGING);
        if (!waitsForCanaries()) return left;
        if (beside()) return 0;
        int tried = count(SlotStand.CHANGING) + count(SlotStand.DONE);
        return Math.min(left, canariesDesired() - tried);
    }

    private boolean staggers() {
        if (forced()) return false;
        long staggerMs = view.update().staggerMs();
        return staggerMs > 0
                && newestTickMs != Long.MIN_VALUE
                && newestTickMs + staggerMs > view.now().tickMs();
    }

    /// Whether a plan that moves these slots to the newest version keeps to the limits.
    public boolean allows(Collection<String> moved) {
        if (moved.isEmpty()) return true;
        int healthy = 0;
        int all = 0;
        for (var slot : moved) {
            var stand = stand(slot);
            if (stand == SlotStand.OLD) healthy++;
            boolean comes = stand == SlotStand.CHANGING || stand == SlotStand.DONE;
            if (stand != SlotStand.FRESH && !comes) all++;
        }
        return all == 0 || (all <= left() && (healthy == 0 || down() + healthy <= most()));
    }

    /// All that can be reached is where it shall be.
    public boolean complete() {
        return !waitsForCanaries() && !outstanding();
    }

    /// Something that can be reached is not where it shall be, and it is not for a person to say
    /// when.
    public boolean outstanding() {
        if (waitsForCanaries()) return !canariesHealthy();
        boolean missing = !view.system() && count(SlotStand.FRESH) > 0;
        return missing || old() > 0 || count(SlotStand.CHANGING) > 0;
    }

    /// When it has to be looked at again though nothing happens; [PersistentAgenda#NEVER]: not.
    public long nextTickMs() {
        if (deployment.stage() != Stage.RUNNING) return PersistentAgenda.NEVER;
        if (staggers() && old() > 0) again(newestTickMs + view.update().staggerMs());
        if (outstanding()) again(failsAtTickMs());
        return nextTickMs;
    }

    /// When it fails unless something more becomes healthy.
    public long failsAtTickMs() {
        long deadlineMs = view.update().progressDeadlineMs();
        if (deadlineMs == 0) return PersistentAgenda.NEVER;
        return deployment.came().waitedAtTickMs(deadlineMs, view.now().tickMs());
    }

    /// Why the deployment has failed at once; null: it has not.
    public @Nullable String broken() {
        if (view.update().progressDeadlineMs() > 0 || unhealthy == 0) return null;
        return "group %s has %d unhealthy, and none is allowed"
                .formatted(view.group().name(), unhealthy);
    }

    /// Why it has failed, since it came no further; null: it has not.
    public @Nullable String late() {
        if (!outstanding() || failsAtTickMs() > view.now().tickMs()) return null;
        return "group %s has %d of %d healthy, and came no further within its progressDeadline"
                .formatted(view.group().name(), healthy(), desired());
    }
}
