package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.deployment.Rollout;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Plan;
import dev.skerry.kernel.PersistentAgenda;
import java.util.ArrayList;
import java.util.List;

/// What one group needs changed, before anything has a place. Filled by the reconciler.
final class Changes {
    final List<Want> wants = new ArrayList<>();
    final List<Plan.Stop> stops = new ArrayList<>();
    final List<String> updates = new ArrayList<>();

    /// Allocations that go on running, or may do so on a node that cannot be asked.
    final List<Allocation> staying = new ArrayList<>();

    /// Slots that wait until what was there has ended.
    int waiting;

    /// Slots that are placed anew later.
    int delayed;

    /// Slots that have failed too often.
    int usedUp;

    /// When to look again; 0: not by the clock.
    long followUpTickMs;

    void stop(Allocation allocation, String reason) {
        stops.add(new Plan.Stop(allocation.id(), reason, null));
    }

    void keep(Allocation allocation) {
        staying.add(allocation);
    }

    void update(Allocation allocation) {
        updates.add(allocation.id());
        staying.add(allocation);
    }

    void lookAgain(Rollout rollout) {
        lookAgainAt(rollout.nextTickMs());
    }

    /// @param tickMs [PersistentAgenda#NEVER]: not by the clock
    void lookAgainAt(long tickMs) {
        if (tickMs != PersistentAgenda.NEVER) lookAgain(tickMs);
    }

    void lookAgain(long tickMs) {
        followUpTickMs = earlier(followUpTickMs, tickMs);
    }

    static long earlier(long first, long second) {
        if (first == 0) return second;
        return second == 0 ? first : Math.min(first, second);
    }
}
