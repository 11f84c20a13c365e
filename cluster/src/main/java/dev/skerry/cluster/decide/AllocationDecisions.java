package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterFact.ObservedChange;
import dev.skerry.cluster.ClusterMessage;
import dev.skerry.cluster.job.JobBounds;
import dev.skerry.cluster.job.Names;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Allocation.Observed;
import dev.skerry.cluster.state.Allocation.Rounds;
import dev.skerry.cluster.state.Allocation.Status;
import dev.skerry.cluster.state.Allocation.TaskState;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.kernel.Caller;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Refusal;
import dev.skerry.kernel.Text;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What people want of single allocations, and what nodes say of theirs.
public final class AllocationDecisions {
    public static final int DESCRIPTION_CHARACTERS_MAX = 500;
    static final int PHASE_CHARACTERS_MAX = 16;

    private AllocationDecisions() {}

    public static Decision<ClusterFact, NoEffect> stop(
            Draft draft, ClusterMessage.StopAllocation message) {
        var allocation = draft.cluster.allocations().find(message.allocation());
        if (allocation == null) return notFound(message.allocation());
        if (!allocation.live()) return ended(allocation);
        if (!allocation.desired().run()) return draft.decision();
        draft.stop(allocation, "stopped by a person");
        return draft.due(allocation.slot().job(), "allocation stopped").decision();
    }

    public static Decision<ClusterFact, NoEffect> restart(
            Draft draft, ClusterMessage.RestartAllocation message) {
        var allocation = draft.cluster.allocations().find(message.allocation());
        if (allocation == null) return notFound(message.allocation());
        if (!allocation.live()) return ended(allocation);
        var was = allocation.desired();
        if (!was.run()) {
            return Decision.refuse(
                    new Refusal.Conflict(
                            "Allocation %s is being stopped (%s)."
                                    .formatted(allocation.id(), was.reason()),
                            "There is nothing left to restart."));
        }
        var rounds = draft.observed(allocation).rounds();
        if (rounds != null && !rounds.running()) return rests(allocation);
        draft.desire(allocation, was.restart());
        return draft.decision();
    }

    private static Decision<ClusterFact, NoEffect> notFound(String id) {
        return Decision.refuse(new Refusal.NotFound("allocation", id));
    }

    private static Decision<ClusterFact, NoEffect> rests(Allocation allocation) {
        return Decision.refuse(
                new Refusal.Conflict(
                        "Allocation %s rests until its next time: nothing of it runs."
                                .formatted(allocation.id()),
                        "`skerry job periodic force %s` runs it now."
                                .formatted(allocation.slot().job().name())));
    }

    private static Decision<ClusterFact, NoEffect> ended(Allocation allocation) {
        return Decision.refuse(
                new Refusal.Conflict(
                        "Allocation %s has ended.".formatted(allocation.id()),
                        "Restart the one that followed it, or evaluate its job."));
    }

    /// What there is against a task, whatever it asks; null: nothing. It came by its allocation,
    /// which has to be live, of the job that it names, and on a node that is let in.
    public static @Nullable Refusal against(Cluster cluster, Caller task) {
        var allocation = cluster.allocations().find(task.by());
        if (allocation == null || !allocation.slot().job().whole().equals(task.name()))
            return new Refusal.Forbidden(
                    "There is no allocation \"%s\" of %s.".formatted(task.by(), task.name()));
        if (!allocation.live()) return over(allocation);
        if (!cluster.nodes().has(allocation.node())) return over(allocation);
        return NodeDecisions.against(cluster, allocation.node());
    }

    private static Refusal over(Allocation allocation) {
        return new Refusal.Forbidden(
                "Allocation %s has ended: its tasks are nobody any more."
                        .formatted(allocation.id()));
    }

    /// A node speaks for its own allocations only; whatever else it names is passed over.
    public static Decision<ClusterFact, NoEffect> report(
            Draft draft, ClusterMessage.Report message) {
        if (!draft.cluster.nodes().has(message.node())) {
            return Decision.refuse(new Refusal.NotFound("node", message.node()));
        }
        for (var change : message.changes()) {
            var allocation = draft.cluster.allocations().find(change.allocation());
            if (allocation == null || !allocation.node().equals(message.node())) continue;
            reported(draft, allocation, change);
        }
        return draft.decision();
    }

    private static void reported(Draft draft, Allocation allocation, ObservedChange change) {
        var was = draft.observed(allocation);
        var says = change.observed().status();
        var next =
                switch (was.status()) {
                    case COMPLETE, FAILED -> was.status(); // an end is an end
                    case LOST -> says.ended() ? Status.COMPLETE : Status.LOST;
                    case PENDING, RUNNING, UNKNOWN -> says.known() ? says : was.status();
                };
        if (was.status().terminal() && next == was.status()) return;
        if (!says.known()) return;
        var observed = observed(draft, was, next, change.observed());
        if (observed.equals(was)) return;
        draft.observe(allocation, observed);
        if (was.rounds() == null) asked(draft, allocation, observed.rounds());
        if (next != was.status() || observed.healthy() != was.healthy()) {
            DeploymentDecisions.noticed(draft, allocation.with(observed));
            DrainDecisions.noticed(draft, allocation.with(observed));
        }
        if (next != was.status()) due(draft, allocation.with(observed), was.status());
    }

    /// A node that gets an order runs nothing that was asked for before: it may have run that and
    /// lost its journal. Of what it says for the first time the servers know that it has not.
    private static void asked(Draft draft, Allocation allocation, @Nullable Rounds says) {
        var desired = allocation.desired();
        if (says == null || says.lastWallMs() != 0 || !desired.run()) return;
        boolean passedOver = says.asked() > 0 && says.asked() == desired.rounds();
        if (passedOver) draft.desire(allocation, desired.round());
    }

    private static Observed observed(Draft draft, Observed was, Status next, Observed says) {
        boolean same = next == was.status();
        boolean healthy = says.healthy() && next == Status.RUNNING;
        return new Observed(
                next,
                healthy,
                Text.fit(says.description(), DESCRIPTION_CHARACTERS_MAX),
                same && healthy == was.healthy() ? was.sinceTickMs() : draft.now.tickMs(),
                same ? was.sinceWallMs() : draft.now.wallMs(),
                shortened(says.tasks()),
                shortened(says.rounds()));
    }

    private static @Nullable Rounds shortened(@Nullable Rounds rounds) {
        return rounds == null
                ? null
                : rounds.saying(Text.fit(rounds.says(), DESCRIPTION_CHARACTERS_MAX));
    }

    private static void due(Draft draft, Allocation allocation, Status was) {
        var key = allocation.slot().job();
        if (was == Status.UNKNOWN) draft.due(key, "allocation back");
        if (allocation.holds()) return;
        draft.roomier(draft.cluster.nodes().find(allocation.node()), "capacity changed");
        var job = draft.cluster.jobs().find(key);
        if (job == null || job.stopped()) return;
        boolean last = job.fades() && draft.cluster.watch().live(key) == 1;
        if (job.done(allocation) && allocation.desired().run() && !last) return;
        boolean failed = allocation.observed().status() == Status.FAILED;
        draft.due(key, failed ? "allocation failed" : "allocation ended");
    }

    private static Map<String, TaskState> shortened(Map<String, TaskState> tasks) {
        var kept = new HashMap<String, TaskState>();
        tasks.forEach((name, it) -> {
            if (kept.size() == JobBounds.TASKS_MAX || !Names.word(name)) return;
            kept.put(
                    name,
                    new TaskState(
                            Text.fit(it.phase(), PHASE_CHARACTERS_MAX),
                            it.pid(),
                            it.restarts(),
                            it.exitCode(),
                            it.healthy(),
                            it.startedWallMs(),
                            Text.fit(it.message(), DESCRIPTION_CHARACTERS_MAX)));
        });
        return kept;
    }
}
