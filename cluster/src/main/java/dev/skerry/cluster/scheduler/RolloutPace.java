package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.deployment.Migration;
import dev.skerry.cluster.deployment.Rollout;
import dev.skerry.cluster.deployment.SlotStand;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Plan.Release;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// By which version each slot of a group goes on: by the newest one, or, as long as its deployment
/// has not come to it, by the one that it had.
final class RolloutPace {
    private final JobLook look;
    private final GroupAsk newest;
    private final @Nullable Rollout rollout;
    private final Set<String> granted;
    private final Map<Long, GroupAsk> asks = new HashMap<>();

    /// Null: nobody was asked for yet.
    private @Nullable Migration migration;

    /// @param behind what cannot go on by the newest version as it is
    RolloutPace(JobLook look, GroupAsk newest, Predicate<Allocation> behind) {
        this.look = look;
        this.newest = newest;
        var deployment = look.job().deployment();
        rollout =
                deployment == null || deployment.successful()
                        ? null
                        : Rollout.of(
                                look.cluster(), look.job(), newest.group(), look.now(), behind);
        granted = rollout == null ? Set.of() : rollout.granted();
    }

    /// Null: nothing is held back.
    @Nullable Rollout rollout() {
        return rollout;
    }

    /// The one in that slot is to be followed by one of the newest version now.
    ///
    /// @param slot as [Rollout#key] names it
    boolean moves(String slot) {
        return rollout == null || granted.contains(slot);
    }

    /// One on a node that drains may go now: its deployment moves it, or its group can spare it.
    ///
    /// @param waits the next one comes when it has ended
    boolean spares(Allocation one, boolean waits) {
        if (rollout != null && !waits && granted.contains(Rollout.key(one.slot().index())))
            return true;
        return migration().spares(one);
    }

    /// When the group may spare more though nothing happens; [PersistentAgenda#NEVER]: not.
    long sparesMoreAtTickMs() {
        return migration().nextTickMs();
    }

    private Migration migration() {
        var it = migration;
        if (it == null) {
            it = Migration.of(look.cluster(), look.job(), newest.group(), look.now());
            var draining = waits(Release.NEWEST) ? draining() : Set.<String>of();
            for (var slot : granted) if (!draining.contains(slot)) it.expect(slot);
            migration = it;
        }
        return it;
    }

    /// The slots with somebody on a node that drains. Where he ends before the next one comes, that
    /// is for the drain, though his deployment would move him.
    private Set<String> draining() {
        var slots = new HashSet<String>();
        for (var one : look.allocations()) {
            var node = look.node(one.node());
            boolean drains = node != null && node.scheduling().drain() != null;
            boolean here = one.slot().group().equals(newest.group().name());
            if (drains && here && one.wanted()) slots.add(Rollout.key(one.slot().index()));
        }
        return slots;
    }

    /// What comes into the slot after that one.
    Release after(String slot, Allocation last) {
        if (rollout != null && rollout.stand(slot) == SlotStand.FRESH) return fresh();
        long version = last.slot().version();
        if (version == newest.version() || moves(slot)) return Release.NEWEST;
        return unknown(version) ? fresh() : new Release(version, false);
    }

    /// What comes into a slot where nobody was.
    Release fresh() {
        var deployment = look.job().deployment();
        if (rollout == null || deployment == null || !rollout.shut()) return Release.NEWEST;
        long stable = deployment.stable();
        return stable == 0 || unknown(stable) ? Release.NEWEST : new Release(stable, false);
    }

    /// Whoever was in the slot has to have ended first.
    boolean waits(Release release) {
        boolean replaced = newest.group().policies().disconnect().replace();
        return !replaced || !ask(release).group().policies().disconnect().replace();
    }

    /// What a slot asks for by its version; by the newest, when that one is not known any more.
    GroupAsk ask(Release release) {
        return release.version() == 0 ? newest : ask(release.version());
    }

    /// What it asked for is not kept.
    private boolean unknown(long version) {
        return !look.job().goesOnBy(version, newest.group().name());
    }

    private GroupAsk ask(long version) {
        return asks.computeIfAbsent(version, this::find);
    }

    private GroupAsk find(long version) {
        var spec = look.job().at(version);
        var group = spec == null ? null : spec.group(newest.group().name());
        if (spec == null || group == null || spec.type() != newest.spec().type()) return newest;
        return GroupAsk.of(spec, version, group);
    }
}
