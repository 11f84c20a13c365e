package dev.skerry.cluster.decide;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.ClusterFact.DeploymentMoved.Move;
import dev.skerry.cluster.ClusterMessage.RevertJob;
import dev.skerry.cluster.ClusterMessage.SteerDeployment;
import dev.skerry.cluster.deployment.Rollout;
import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.job.UpdateSpec;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Deployment;
import dev.skerry.cluster.state.Deployment.Came;
import dev.skerry.cluster.state.Deployment.Stage;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.JobVersion;
import dev.skerry.cluster.state.Plan;
import dev.skerry.kernel.Decision;
import dev.skerry.kernel.Machine.NoEffect;
import dev.skerry.kernel.Refusal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How deployments begin, come forward and end.
public final class DeploymentDecisions {
    private static final String FORCED = "forced: all at once";

    private DeploymentDecisions() {}

    /// A version that is about to be accepted is deployed, if its job says how.
    ///
    /// @param old null: it is the first
    static void start(Draft draft, JobVersion next, long version, @Nullable Job old) {
        var spec = next.spec();
        boolean deployed = updates(spec).findAny().isPresent();
        if (!deployed || spec.type().ends()) return;
        long stable = old == null ? 0 : old.stable();
        var deployment =
                new Deployment(
                        FreshIds.ofDeployment(
                                spec.key(), next.forced() ? -version : version, draft.now),
                        version,
                        Stage.RUNNING,
                        next.forced() ? FORCED : "begun",
                        next.forced() || needsNoCanaries(next, old),
                        stable,
                        Came.forward(0, 0, true, draft.now.tickMs()),
                        draft.now.wallMs());
        draft.then(moved(next.spec(), deployment, Move.STARTED));
    }

    private static Stream<UpdateSpec> updates(JobSpec spec) {
        return spec.groups().stream().map(it -> it.policies().update()).filter(Objects::nonNull);
    }

    /// Nothing was there before, none are asked for, or what comes has proven itself before.
    private static boolean needsNoCanaries(JobVersion next, @Nullable Job old) {
        if (old == null || old.stopped()) return true;
        var how = next.acceptance();
        var from = how.how() == Acceptance.How.REVERTED ? old.kept(how.from()) : null;
        boolean proven = from != null && from.stable();
        return proven || updates(next.spec()).allMatch(it -> it.canary() == 0);
    }

    /// What is under way ends, since the job goes on otherwise.
    static void cancel(Draft draft, Job job, String why) {
        var deployment = job.deployment();
        if (deployment == null || !deployment.active()) return;
        draft.fact(moved(job.spec(), deployment.with(Stage.CANCELLED, why), Move.CANCELLED));
    }

    /// What is under way, halted or has failed goes on everywhere at once. Canaries that are there
    /// take their slots.
    static void force(Draft draft, Job job) {
        var deployment = job.deployment();
        if (deployment == null || deployment.successful()) return;
        var canaries = new ArrayList<String>();
        for (var rollout : Rollout.all(draft.cluster, job, draft.now))
            for (var one : rollout.canaries()) canaries.add(one.id());
        if (!canaries.isEmpty()) draft.then(new ClusterFact.AllocationsPromoted(canaries));
        cancel(draft, job, "version " + job.version() + " was forced");
        start(draft, job.current().force(), job.version(), job);
    }

    /// Its version must not run any more: whatever else its job says, it goes back.
    static void recalled(Draft draft, Job job) {
        var deployment = job.deployment();
        if (deployment == null || !deployment.active()) return;
        var why = "version %d was recalled".formatted(job.version());
        draft.fact(moved(job.spec(), deployment.with(Stage.FAILED, why), Move.FAILED));
    }

    private static ClusterFact moved(JobSpec spec, Deployment next, Move move) {
        boolean stable = move == Move.SUCCESSFUL && next.came().healthy() > 0;
        return new ClusterFact.DeploymentMoved(spec.key(), next, move, stable, Deployment.KEPT);
    }

    /// A node says otherwise of the health of an allocation.
    static void noticed(Draft draft, Allocation allocation) {
        var job = draft.cluster.jobs().find(allocation.slot().job());
        var deployment = job == null ? null : job.deployment();
        if (job == null || deployment == null || deployment.stage() != Stage.RUNNING) return;
        var group = job.spec().group(allocation.slot().group());
        var update = group == null ? null : group.policies().update();
        if (update == null) return;
        boolean comes = allocation.slot().version() == job.version();
        boolean healthy = allocation.observed().healthy();
        long atTickMs = comes && healthy ? draft.now.tickMs() + update.minHealthyMs() : 0;
        draft.due(job.key(), healthy ? "allocation healthy" : "allocation unhealthy", atTickMs);
    }

    /// Whether a plan keeps to what the deployment of its job allows by now.
    static @Nullable Refusal against(Draft draft, Job job, Plan plan) {
        var deployment = job.deployment();
        if (deployment == null || deployment.successful()) return null;
        if (plan.places().isEmpty() && plan.stops().isEmpty()) return null;
        for (var rollout : Rollout.all(draft.cluster, job, draft.now)) {
            if (rollout.allows(moves(draft, job, plan, rollout))) continue;
            return new Refusal.Conflict(
                    "The plan for job %s changes more of group %s than its deployment allows now."
                            .formatted(job.key(), rollout.group().name()),
                    "It is made anew.");
        }
        return null;
    }

    /// The slots of the group that the plan brings to the newest version because that is deployed.
    static Set<String> moves(Draft draft, Job job, Plan plan, GroupSpec group) {
        var deployment = job.deployment();
        if (deployment == null || deployment.successful()) return Set.of();
        var rollout = Rollout.of(draft.cluster, job, group, draft.now);
        return rollout == null ? Set.of() : moves(draft, job, plan, rollout);
    }

    /// The slots of the group that the plan brings to the newest version.
    private static Set<String> moves(Draft draft, Job job, Plan plan, Rollout rollout) {
        var moved = new HashSet<String>();
        for (var stop : plan.stops()) {
            var it = draft.cluster.allocations().find(stop.allocation());
            if (it == null || !stop.makesWay() || it.slot().canary()) continue;
            if (it.slot().group().equals(rollout.group().name())) moved.add(rollout.key(it));
        }
        boolean system = job.spec().type().everywhere();
        for (var put : plan.places()) {
            if (put.release().version() != 0 || put.release().canary()) continue;
            if (comesBack(draft, job, put)) continue;
            if (put.group().equals(rollout.group().name()))
                moved.add(system ? put.node() : Rollout.key(put.index()));
        }
        return moved;
    }

    /// Whoever was in the slot last was of the newest version too, or of one that nobody can be of
    /// any more, so that nothing is held back there.
    private static boolean comesBack(Draft draft, Job job, Plan.Put put) {
        var last = put.previous() == null ? null : draft.cluster.allocations().find(put.previous());
        if (last == null) return false;
        long version = last.slot().version();
        return version == job.version() || !job.goesOnBy(version, put.group());
    }

    /// The scheduler has looked: the deployment comes forward, is over, or has failed.
    static void advance(Draft draft, Job job, boolean placed, boolean updated) {
        var deployment = job.deployment();
        if (deployment == null || deployment.stage() != Stage.RUNNING || job.stopped()) return;
        var all = Rollout.all(draft.cluster, job, draft.now);
        if (all.isEmpty()) return;
        int healthy = all.stream().mapToInt(Rollout::healthy).sum();
        int away = all.stream().mapToInt(Rollout::away).sum();
        var was = deployment.came();
        boolean waits = all.stream().anyMatch(Rollout::outstanding);
        if (placed) waits |= was.waits(); // for what is placed now
        long nowTickMs = draft.now.tickMs();
        var came = was.next(healthy, away, waits, nowTickMs);
        var broken = all.stream().map(Rollout::broken).filter(Objects::nonNull).findFirst();
        var late = all.stream().map(Rollout::late).filter(Objects::nonNull).findFirst();
        boolean complete = all.stream().allMatch(Rollout::complete);
        boolean promotes = promotes(all);
        boolean follows = updated || (placed && (complete || promotes));
        if (follows) draft.due(job.key(), "deployment"); // by itself, whoever is silent
        boolean nothing = all.stream().allMatch(it -> it.desired() == 0);
        if (complete && !placed && (healthy > 0 || nothing)) {
            var there = deployment.with(Came.forward(healthy, away, false, nowTickMs));
            step(draft, job, there.with(Stage.SUCCESSFUL, reached(away, nothing)), Move.SUCCESSFUL);
        } else if (broken.isPresent()) {
            fail(draft, job, deployment, broken.get());
        } else if (promotes && !placed) { // canaries take no slot that was filled just now
            var next = Came.forward(healthy, away, true, nowTickMs);
            promote(draft, job, deployment.with(next), all);
        } else if (late.isPresent() && came.healthy() == was.healthy()) {
            fail(draft, job, deployment, late.get());
        } else if (!came.equals(was)) {
            boolean further = came.healthy() > was.healthy();
            step(draft, job, deployment.with(came), further ? Move.PROGRESSED : Move.HELD);
        }
    }

    private static String reached(int away, boolean nothing) {
        if (nothing) return "nothing is placed";
        return away == 0 ? "all are healthy" : "%d are pending: not reached".formatted(away);
    }

    /// All groups whose canaries are waited for promote them by themselves, and can.
    private static boolean promotes(List<Rollout> all) {
        var waiting = all.stream().filter(Rollout::waitsForCanaries).toList();
        return !waiting.isEmpty()
                && waiting.stream().allMatch(it -> it.update().autoPromote())
                && waiting.stream().allMatch(Rollout::canariesHealthy);
    }

    private static void promote(Draft draft, Job job, Deployment deployment, List<Rollout> all) {
        var canaries = new ArrayList<String>();
        for (var rollout : all) for (var one : rollout.canaries()) canaries.add(one.id());
        if (!canaries.isEmpty()) draft.then(new ClusterFact.AllocationsPromoted(canaries));
        step(draft, job, deployment.promote(), Move.PROMOTED);
        draft.due(job.key(), "deployment promoted");
    }

    private static void fail(Draft draft, Job job, Deployment deployment, String why) {
        step(draft, job, deployment.with(Stage.FAILED, why), Move.FAILED);
        draft.due(job.key(), "deployment failed");
    }

    private static void step(Draft draft, Job job, Deployment next, Move move) {
        draft.then(moved(job.spec(), next, move));
    }

    /// Of a job whose deployment has failed, what brings back the last version that was stable, if
    /// the job says so or its version was recalled; null: nothing is to come back, or nothing
    /// could.
    public static @Nullable RevertJob revert(Job job) {
        var deployment = job.deployment();
        if (deployment == null || deployment.stage() != Stage.FAILED || job.stopped()) return null;
        boolean asked = updates(job.spec()).anyMatch(UpdateSpec::autoRevert);
        if (job.current().forced()) asked = false; // somebody wants it, whatever it is like
        if (!asked && !job.current().recalled()) return null;
        long back = back(job, deployment);
        var stable = back == 0 ? null : job.kept(back);
        if (stable == null || stable.spec().equals(job.spec())) return null;
        return new RevertJob(job.key(), back, stable.spec().where().pool(), job.version());
    }

    /// The version that was stable when it began; when that is recalled, the last one that is not.
    private static long back(Job job, Deployment deployment) {
        long stable = deployment.stable();
        var kept = stable == 0 ? null : job.kept(stable);
        return kept != null && kept.recalled() ? job.stable() : stable;
    }

    public static Decision<ClusterFact, NoEffect> steer(Draft draft, SteerDeployment message) {
        var job = draft.cluster.jobs().find(message.job());
        var there = job == null ? null : find(job, message.deployment());
        if (job == null || there == null)
            return Decision.refuse(new Refusal.NotFound("deployment", message.deployment()));
        if (!there.active() || !there.equals(job.deployment()))
            return Decision.refuse(over(job, there));
        var came = there.came();
        var tick = Came.forward(came.healthy(), came.away(), true, draft.now.tickMs());
        switch (message.how()) {
            case PROMOTE -> {
                var refusal = promotable(draft, job, there);
                if (refusal != null) return Decision.refuse(refusal);
                var all = Rollout.all(draft.cluster, job, draft.now);
                promote(draft, job, there.with(tick), all);
            }
            case FAIL -> fail(draft, job, there, "failed by a person");
            case PAUSE -> {
                if (there.stage() == Stage.PAUSED) return draft.decision();
                step(draft, job, there.with(Stage.PAUSED, "paused by a person"), Move.PAUSED);
            }
            case RESUME -> {
                var refusal = resumable(draft, job, there);
                if (refusal != null) return Decision.refuse(refusal);
                if (there.stage() == Stage.RUNNING) return draft.decision();
                var next = there.with(tick).with(Stage.RUNNING, "resumed by a person");
                step(draft, job, next, Move.RESUMED);
                draft.due(job.key(), "deployment resumed");
            }
        }
        return draft.decision();
    }

    private static @Nullable Deployment find(Job job, String id) {
        for (var it : job.deployments()) if (it.id().equals(id)) return it;
        return null;
    }

    private static Refusal over(Job job, Deployment it) {
        return new Refusal.Conflict(
                "Deployment %s of job %s, version %d, is %s."
                        .formatted(it.id(), job.key(), it.version(), word(it.stage())),
                "Only one that is running or paused can be promoted, failed, paused or resumed.");
    }

    /// As people read it.
    public static String word(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    /// Whoever resumes one that waits for somebody to promote it would be told that it goes on.
    private static @Nullable Refusal resumable(Draft draft, Job job, Deployment deployment) {
        if (deployment.stage() != Stage.RUNNING) return null;
        boolean waits =
                Rollout.all(draft.cluster, job, draft.now).stream()
                        .anyMatch(Rollout::waitsForCanaries);
        if (!waits) return null;
        return new Refusal.Conflict(
                "Deployment %s of job %s is not paused: it waits for its canaries."
                        .formatted(deployment.id(), job.key()),
                "Promote it when they are healthy, or fail it.");
    }

    private static @Nullable Refusal promotable(Draft draft, Job job, Deployment deployment) {
        var name = "Deployment " + deployment.id() + " of job " + job.key();
        if (deployment.stage() == Stage.PAUSED)
            return new Refusal.Conflict(name + " is paused.", "Resume it first.");
        var waiting =
                Rollout.all(draft.cluster, job, draft.now).stream()
                        .filter(Rollout::waitsForCanaries)
                        .toList();
        if (waiting.isEmpty())
            return new Refusal.Conflict(name + " waits for no canaries.", "It goes on by itself.");
        for (var it : waiting)
            if (!it.canariesHealthy())
                return new Refusal.Conflict(
                        "%s has %d of %d canaries of group %s healthy."
                                .formatted(
                                        name,
                                        it.beside() ? it.healthyCanaries() : it.healthy(),
                                        it.canariesDesired(),
                                        it.group().name()),
                        "Promote it when all of them are, or fail it.");
        return null;
    }
}
