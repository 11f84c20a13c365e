package dev.skerry.cluster.scheduler;

import dev.skerry.cluster.job.GroupSpec;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.JobSpec;
import dev.skerry.cluster.scheduler.RoomLeft.QuotaLeft;
import dev.skerry.cluster.scheduler.preemption.Preemption;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Evaluation.Score;
import dev.skerry.cluster.state.Job;
import dev.skerry.cluster.state.JobVersion;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Plan;
import dev.skerry.cluster.state.StopReason;
import dev.skerry.kernel.Now;
import dev.skerry.kernel.PersistentMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds what has to change for one job, and where its work goes.
///
/// Three steps for each group: the reconciler compares what is wanted with what is there; the rules
/// say which nodes are possible; the ranking says which of these is best. The plan is made from a
/// snapshot and changes nothing by itself. Applied to that snapshot it leaves nothing to do: a
/// second look finds the same gaps and no others.
public final class Scheduler {
    private final JobLook look;
    private final PlanDraft draft;
    private final RoomLeft room = new RoomLeft();
    private final QuotaLeft quota;

    /// Null: the job displaces nobody.
    private final @Nullable Preemption preemption;

    private Scheduler(JobLook look) {
        this.look = look;
        this.draft = new PlanDraft(look);
        this.quota = new QuotaLeft(look);
        this.preemption = Preemption.of(look.cluster(), look.job(), look.now());
    }

    /// The plan for a job that the cluster knows.
    public static Plan plan(Cluster cluster, JobKey key, Now now, Expressions expressions) {
        var job = cluster.jobs().find(key);
        if (job == null) throw new IllegalStateException("only a job that is known is planned");
        return new Scheduler(new JobLook(cluster, job, now, expressions)).plan();
    }

    /// The plan that would follow if the job was accepted now.
    public static Plan dryRun(Cluster cluster, JobSpec spec, Now now, Expressions expressions) {
        var before = cluster.jobs().find(spec.key());
        return new Scheduler(new JobLook(cluster, next(before, spec), now, expressions)).plan();
    }

    private static Job next(@Nullable Job before, JobSpec spec) {
        var next = new JobVersion(spec);
        if (before == null) {
            return new Job(next, 1, false, PersistentMap.empty(), List.of(), null);
        }
        if (before.spec().equals(spec) && !before.stopped()) return before;
        var versions = before.versions().with(before.version(), before.current());
        return new Job(next, before.version() + 1, false, versions, List.of(), null);
    }

    private Plan plan() {
        var allocations = look.allocations();
        var byGroup = new HashMap<String, List<Allocation>>();
        for (var one : allocations) {
            byGroup.computeIfAbsent(one.slot().group(), _ -> new ArrayList<>()).add(one);
        }
        if (look.job().current().recalled()) return recalled(allocations);
        if (look.job().places()) {
            for (var group : look.job().spec().groups()) {
                var members = byGroup.remove(group.name());
                group(group, members == null ? List.of() : members);
            }
        }
        var reason = look.job().stopped() ? StopReason.JOB_STOPPED : StopReason.GROUP_REMOVED;
        for (var one : allocations) {
            var left = byGroup.containsKey(one.slot().group());
            if (left && one.wanted()) {
                draft.stop(new Plan.Stop(one.id(), reason, null));
            }
        }
        boolean again = preemption != null && preemption.heldBack();
        return draft.plan(again ? look.now().tickMs() + Preemption.AGAIN_AFTER_MS : 0);
    }

    /// Nothing is placed by a version that must not run, and nothing is moved to it: what runs by
    /// another one goes on, until there is a newer version or the recall is lifted.
    private Plan recalled(List<Allocation> allocations) {
        for (var one : allocations) {
            var recall = look.cluster().recalls().of(look.job().key(), one.slot().version());
            if (!one.wanted()) continue;
            if (recall != null) draft.stop(new Plan.Stop(one.id(), recall.words(), null));
            else if (look.job().stopped())
                draft.stop(new Plan.Stop(one.id(), StopReason.JOB_STOPPED, null));
        }
        return draft.plan(0);
    }

    private void group(GroupSpec group, List<Allocation> members) {
        draft.beginGroup();
        var ask = GroupAsk.of(look.job().spec(), look.job().version(), group);
        var feasibility = new Feasibility(ask, look.quota(), look.expressions());
        var explaining = new Explaining(ask, feasibility);
        var changes =
                ask.spec().type().everywhere()
                        ? everywhere(ask, feasibility, members, explaining)
                        : slots(ask, feasibility, members, explaining);
        draft.endGroup(changes, explaining);
    }

    private Changes slots(
            GroupAsk ask,
            Feasibility feasibility,
            List<Allocation> members,
            Explaining explaining) {
        var reconciler = new Reconciler(look, ask, feasibility);
        var changes = reconciler.reconcile(members);
        var taken = new ArrayList<String>();
        for (var wants : byVersion(changes.wants)) {
            var release = wants.getFirst().release();
            var asked = reconciler.pace().ask(release);
            boolean newest = asked.version() == ask.version();
            var rules =
                    newest ? feasibility : new Feasibility(asked, look.quota(), look.expressions());
            var says = newest ? explaining : new Explaining(asked, rules);
            var field = new Field(look, asked, room, says, preemption);
            field.open(rules, members, changes.staying, taken);
            field.explain(wants.getFirst());
            for (var want : wants) place(asked, want, field, says, taken);
        }
        return changes;
    }

    /// Those of one version after those of another, as they come.
    private static Collection<List<Want>> byVersion(List<Want> wants) {
        var all = new LinkedHashMap<Long, List<Want>>();
        for (var want : wants)
            all.computeIfAbsent(want.release().version(), _ -> new ArrayList<>()).add(want);
        return all.values();
    }

    /// @param taken the nodes of what this plan has placed, to be added to
    private void place(
            GroupAsk ask, Want want, Field field, Explaining explaining, List<String> taken) {
        boolean not = want.unconditional() || held(ask, want, explaining);
        var choice = not ? null : field.pick(want);
        if (choice != null) {
            field.take(choice);
            if (!want.waits()) {
                quota.take(ask.needs());
                var node = choice.candidate().id;
                taken.add(node);
                draft.place(ask, want, node, choice.ports(), choice.score());
            }
        }
        boolean found = choice != null || (!not && displaces(ask, want, field, taken));
        boolean ever = field.everPossible() && quota.everAllows(want, ask.needs());
        draft.settlePrevious(want, found, ever);
    }

    /// Whether work of lower priority makes room, since there is none.
    private boolean displaces(GroupAsk ask, Want want, Field field, List<String> taken) {
        var found = want.mayDisplace() ? field.displace(want) : null;
        if (found == null) return false;
        var node = found.displacement().node().id();
        quota.take(ask.needs());
        taken.add(node);
        draft.place(ask, want, node, found.ports(), found.displacement().wish());
        draft.displace(found.displacement());
        return true;
    }

    /// The quota of its namespace has no room for it.
    private boolean held(GroupAsk ask, Want want, Explaining explaining) {
        var why = quota.holds(want, ask.needs());
        if (why != null) explaining.held(why);
        return why != null;
    }

    /// What comes by an earlier version follows the rules of that one.
    private boolean fits(GroupAsk ask, GroupAsk newest, Node node) {
        if (ask.version() == newest.version()) return true;
        return new Feasibility(ask, look.quota(), look.expressions()).refusal(node) == null;
    }

    private Changes everywhere(
            GroupAsk newest,
            Feasibility feasibility,
            List<Allocation> members,
            Explaining explaining) {
        var reconciler = new SystemReconciler(look, newest, feasibility);
        var ranking = new Ranking(newest, look.expressions());
        for (var wanting : reconciler.reconcile(members, explaining)) {
            var node = wanting.node();
            var want = wanting.want();
            var ask = reconciler.pace().ask(want.release());
            if (!fits(ask, newest, node)) continue;
            boolean found = here(ask, want, node, ranking, explaining);
            boolean ever =
                    ask.needs().fitsIn(node.facts().capacity())
                            && quota.everAllows(want, ask.needs());
            draft.settlePrevious(want, found, ever);
        }
        return reconciler.changes();
    }

    /// Of a system job, on a node that takes it; false: there is no room.
    private boolean here(
            GroupAsk ask, Want want, Node node, Ranking ranking, Explaining explaining) {
        var free = room.free(node);
        var lacks = room.lacks(node, free, ask);
        int own = node.id().hashCode(); // nodes of one machine share its ports
        var ports = lacks == null ? PortChoice.choose(ask, own, node, room) : null;
        if (ports == null) {
            explaining.exhausted(node, lacks == null ? "dynamic ports" : lacks, free);
            return lacks != null && displacesHere(ask, want, node);
        }
        if (held(ask, want, explaining)) return false;
        double score = ranking.binpack(node, free);
        explaining.best(new Score(node.id(), score, Map.of("binpack", score)));
        if (want.waits()) return true;
        quota.take(ask.needs());
        room.take(node, ask.needs(), ports.values());
        draft.place(ask, want, node.id(), ports, score);
        return true;
    }

    private boolean displacesHere(GroupAsk ask, Want want, Node node) {
        if (preemption == null || !want.mayDisplace()) return false;
        if (quota.holds(want, ask.needs()) != null) return false;
        var displacing = new Displacing(ask, room, preemption, _ -> 0);
        var found = displacing.here(node);
        var ports = found == null ? null : PortChoice.choose(ask, node.id().hashCode(), node, room);
        if (found == null || ports == null) return false;
        displacing.take(found, ports.values());
        quota.take(ask.needs());
        draft.place(ask, want, node.id(), ports, 0);
        draft.displace(found);
        return true;
    }
}
