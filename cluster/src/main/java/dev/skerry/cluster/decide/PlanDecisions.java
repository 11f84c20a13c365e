package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Desired;
import dev.skerry.cluster.state.Allocation.Lineage;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Slot;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.Plan;
import dev.skerry.cluster.state.StopReason;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes a plan be what is wanted, less what has been overtaken since the scheduler looked.
public final class PlanDecisions {
    /// A job whose plan was overtaken is looked at again after so long.
    static final long RETRY_AFTER_MS = 100;

    /// Ended allocations kept for one slot.
    public static final int ENDED_KEPT = 10;

    private PlanDecisions() {}

    public static Decision<ClusterFact, NoEffect> settle(
            Draft draft, ClusterMessage.Settle message) {
        var plan = message.plan();
        var job = draft.cluster.jobs().find(plan.job());
        if (job == null) {
            return Decision.refuse(new Refusal.NotFound("job", plan.job().toString()));
        }
        if (job.version() != plan.jobVersion()) {
            return Decision.refuse(
                    new Refusal.Stale("job " + plan.job(), plan.jobVersion(), job.version()));
        }
        var refusal = DeploymentDecisions.against(draft, job, plan);
        if (refusal == null) refusal = DrainDecisions.against(draft, job, plan);
        if (refusal != null) return Decision.refuse(refusal);
        var stopped = new HashSet<String>();
        for (var stop : plan.stops()) stop(draft, plan, stop, stopped);
        if (!job.current().recalled()) updates(draft, plan);
        var check = new PlanCheck(draft.cluster, job, stopped, draft.now);
        var placed = places(draft, message, check);
        if (!placed.isEmpty()) draft.then(new ClusterFact.AllocationsPlaced(placed));
        var id = FreshIds.ofEvaluation(draft.cluster, message.drawn(), placed.size());
        var evaluation = evaluation(draft, job, plan, id);
        draft.then(new ClusterFact.Evaluated(evaluation, plan.sequence(), Evaluation.KEPT));
        forget(draft, placed);
        boolean placing = !plan.places().isEmpty();
        DeploymentDecisions.advance(draft, job, placing, !plan.updates().isEmpty());
        again(draft, plan, placed.size() < plan.places().size());
        return draft.decision();
    }

    private static void again(Draft draft, Plan plan, boolean overtaken) {
        var found = plan.evaluation();
        if (overtaken) {
            draft.due(plan.job(), "plan overtaken", draft.now.tickMs() + RETRY_AFTER_MS);
        }
        if (found.blocked() && draft.cluster.watch().roomierAt() >= plan.sequence()) {
            draft.due(plan.job(), "capacity changed"); // it may not have seen that
        }
        if (found.followUpTickMs() > 0) {
            draft.due(plan.job(), "follow-up", found.followUpTickMs());
        }
    }

    private static void stop(Draft draft, Plan plan, Plan.Stop stop, Set<String> stopped) {
        var allocation = draft.cluster.allocations().find(stop.allocation());
        if (allocation == null || !allocation.slot().job().equals(plan.job())) return;
        stopped.add(allocation.id());
        draft.stop(allocation, stop.reason());
        var as = stop.as();
        var node = draft.cluster.nodes().find(allocation.node());
        boolean answers = node != null && node.contact().reachable();
        if (as == null || as.known() || answers || !allocation.live()) return;
        if (allocation.observed().status() != as) draft.assume(allocation, as, stop.reason());
    }

    private static void updates(Draft draft, Plan plan) {
        var updated = new ArrayList<String>();
        for (var id : plan.updates()) {
            var allocation = draft.cluster.allocations().find(id);
            if (allocation == null || !allocation.live()) continue;
            var slot = allocation.slot();
            if (slot.job().equals(plan.job()) && slot.version() != plan.jobVersion()) {
                updated.add(id);
            }
        }
        if (!updated.isEmpty()) {
            draft.then(new ClusterFact.AllocationsUpdated(updated, plan.jobVersion()));
        }
    }

    private static List<Allocation> places(
            Draft draft, ClusterMessage.Settle message, PlanCheck check) {
        var plan = message.plan();
        int most = plan.places().size();
        var ids = FreshIds.ofAllocations(draft.cluster, message.drawn(), most);
        var placed = new ArrayList<Allocation>(most);
        var displaced = new HashMap<Integer, List<String>>();
        for (var it : plan.displaced())
            displaced.computeIfAbsent(it.place(), _ -> new ArrayList<>()).add(it.allocation());
        for (int i = 0; i < most; i++) {
            var place = plan.places().get(i);
            var victims = displaced.getOrDefault(i, List.of());
            var holding = check.accept(place, victims);
            if (holding == null) continue;
            var id = ids.get(placed.size());
            placed.add(allocation(draft, message, place, holding, id, victims));
            for (var each : victims) displace(draft, each);
        }
        return placed;
    }

    /// It is placed elsewhere, or waits for room.
    private static void displace(Draft draft, String id) {
        var victim = draft.cluster.allocations().find(id);
        if (victim == null) throw new IllegalStateException("it was there when it was checked");
        draft.stop(victim, StopReason.DISPLACED);
        draft.due(victim.slot().job(), "allocation displaced");
    }

    /// What replaces something is younger, were it made in the same moment. Numbers say that by
    /// themselves.
    private static long createdTickMs(Draft draft, ClusterMessage.Settle message, Plan.Put place) {
        var id = message.drawn() == FreshIds.NOT_DRAWN ? null : place.previous();
        var previous = id == null ? null : draft.cluster.allocations().find(id);
        long after = previous == null ? 0 : previous.lineage().createdTickMs() + 1;
        return Math.max(draft.now.tickMs(), after);
    }

    private static Allocation allocation(
            Draft draft,
            ClusterMessage.Settle message,
            Plan.Put place,
            Allocation.Holding holding,
            String id,
            List<String> displaced) {
        var plan = message.plan();
        var now = draft.now;
        var says = displaced.isEmpty() ? "placed" : waits(displaced.size());
        return new Allocation(
                id,
                slot(plan, place),
                holding,
                Desired.of(true, "", 0, 1),
                Observed.of(Status.PENDING, false, says, now.tickMs(), now.wallMs(), Map.of()),
                new Lineage(
                        place.previous(),
                        null,
                        place.reschedules(),
                        rounded(place.score()),
                        createdTickMs(draft, message, place),
                        now.wallMs(),
                        displaced,
                        null));
    }

    private static String waits(int displaced) {
        return "placed; it starts when "
                + Text.count(displaced, "allocation")
                + " of lower priority "
                + (displaced == 1 ? "has ended" : "have ended");
    }

    private static Slot slot(Plan plan, Plan.Put place) {
        var release = place.release();
        long version = release.version() == 0 ? plan.jobVersion() : release.version();
        return new Slot(plan.job(), version, place.group(), place.index(), release.canary());
    }

    /// Four digits are for people, and JSON gives them back as they were.
    private static double rounded(double score) {
        return Math.round(score * 10_000) / 10_000.0;
    }

    /// What was found; of a job that is over, with when it is forgotten.
    private static Evaluation evaluation(Draft draft, Job job, Plan plan, String id) {
        var found = plan.evaluation();
        long keptTickMs = draft.now.tickMs() + Job.KEPT_MS;
        return new Evaluation(
                id,
                found.job(),
                found.jobVersion(),
                found.trigger(),
                found.blocked(),
                rests(draft, job, plan) ? keptTickMs : found.followUpTickMs(),
                draft.now.wallMs(),
                found.groups());
    }

    /// Nothing runs of it, nothing is placed, and nothing is tried again: it is over, until
    /// somebody wants it again. Of one that was stopped, what runs still ends by itself.
    private static boolean rests(Draft draft, Job job, Plan plan) {
        var found = plan.evaluation();
        if (!job.fades() || !plan.places().isEmpty()) return false;
        if (found.blocked() || found.followUpTickMs() != 0) return false;
        return job.stopped() || draft.cluster.watch().live(job.key()) == 0;
    }

    /// The chain of a slot that fails again and again would grow without end.
    private static void forget(Draft draft, List<Allocation> placed) {
        var forgotten = new ArrayList<String>();
        for (var allocation : placed) {
            var id = allocation.lineage().previous();
            for (int kept = 0; id != null; kept++) {
                var ancestor = draft.cluster.allocations().find(id);
                if (ancestor == null) break;
                if (kept >= ENDED_KEPT && !ancestor.live()) forgotten.add(id);
                if (kept > ENDED_KEPT) break;
                id = ancestor.lineage().previous();
            }
        }
        if (!forgotten.isEmpty()) draft.then(new ClusterFact.AllocationsForgotten(forgotten));
    }
}
