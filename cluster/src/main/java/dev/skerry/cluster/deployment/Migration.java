package dev.skerry.cluster.deployment;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.UpdateSpec;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Job;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentAgenda;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a service group can spare to nodes that drain: none that is healthy is moved away while,
/// with it, more than `maxParallel` slots would have nobody who has been healthy for long enough,
/// whatever the reason. What is not healthy is missed by nobody, and moves at once. What cannot be
/// reached is not counted: a fleet has always some that are offline.
public final class Migration {
    private final int most;

    /// The slots with nobody healthy in them, those among them from which somebody moves now.
    private final Set<String> down = new HashSet<>();

    private final int before;
    private final long nextTickMs;

    private Migration(GroupView view) {
        most = view.update().maxParallel().of(Math.max(1, view.group().count()));
        long next = PersistentAgenda.NEVER;
        for (var slot : view.slots(view.allocations()).entrySet()) {
            var stand = view.stand(slot.getValue());
            if (stand == SlotStand.DONE || stand == SlotStand.AWAY) continue;
            down.add(slot.getKey());
            for (var one : slot.getValue()) {
                boolean comes = one.wanted() && GroupView.well(one) && !view.proven(one);
                if (comes) next = Math.min(next, view.provenAtTickMs(one));
            }
        }
        before = down.size();
        nextTickMs = next;
    }

    public static Migration of(Cluster cluster, Job job, GroupSpec group, Now now) {
        var moved = group.policies().moved();
        var otherwise = UpdateSpec.DEFAULT;
        var pace =
                new UpdateSpec(
                        moved.maxParallel(),
                        moved.minHealthyMs(),
                        otherwise.healthyDeadlineMs(),
                        otherwise.progressDeadlineMs(),
                        0,
                        false,
                        false,
                        0);
        return new Migration(new GroupView(cluster, job, group, pace, now, _ -> false));
    }

    /// Whoever is in the slot goes for another reason.
    public void expect(String slot) {
        down.add(slot);
    }

    /// Whether the group can spare it; if so, it is missing from now on.
    public boolean spares(Allocation one) {
        if (!GroupView.well(one)) return true;
        var slot = Rollout.key(one.slot().index());
        int with = down.size() + (down.contains(slot) ? 0 : 1);
        if (with <= most) down.add(slot);
        return with <= most;
    }

    /// When one of those that came has been healthy for long enough; [PersistentAgenda#NEVER]: none
    /// is healthy yet.
    public long nextTickMs() {
        return nextTickMs;
    }

    /// Why it spares none now; null: it spares at least one.
    public @Nullable String busy() {
        if (before < most) return null;
        return "%d of its group %s nobody healthy for long enough, and %d may"
                .formatted(before, before == 1 ? "has" : "have", most);
    }
}
