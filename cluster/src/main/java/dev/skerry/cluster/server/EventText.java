package dev.skerry.cluster.server;

import static dev.skerry.cluster.server.ClusterApi.ALLOCATIONS;
import static dev.skerry.cluster.server.ClusterApi.JOBS;
import static dev.skerry.cluster.server.ClusterApi.NAMESPACES;
import static dev.skerry.cluster.server.ClusterApi.NODES;

import dev.skerry.cluster.ClusterFact;
import dev.skerry.cluster.contact.Absence;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.job.Launch;
import dev.skerry.cluster.recall.Recall;
import dev.skerry.cluster.server.deployments.DeploymentText;
import dev.skerry.cluster.server.jobfile.JobDifference;
import dev.skerry.cluster.state.Acceptance;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Cluster;
import dev.skerry.cluster.state.Evaluation;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Schedule;
import dev.skerry.http.Bodies;
import dev.skerry.kernel.PersistentAgenda;
import dev.skerry.kernel.Text;
import dev.skerry.kernel.events.Event;
import dev.skerry.kernel.events.Matter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Facts as events: each with a sentence, none with a secret.
public final class EventText {
    /// More of one kind in one entry of the log become one event that counts them.
    static final int EACH_MAX = 200;

    /// It concerns no node, job or allocation alone.
    private static final Map<String, String> NO_SUBJECT = Map.of();

    /// Of the servers themselves.
    private static final Matter SERVERS = Matter.ofTheFleet("server/events");

    private final Cluster before;
    private final Cluster after;
    private final List<Event> events = new ArrayList<>();

    private EventText(Cluster before, Cluster after) {
        this.before = before;
        this.after = after;
    }

    /// The events of one entry of the log.
    ///
    /// @param before the state without the facts: it has the names of what is gone since
    /// @param after the state with the facts
    public static List<Event> of(List<ClusterFact> facts, Cluster before, Cluster after) {
        var text = new EventText(before, after);
        for (var fact : facts) text.add(fact);
        return text.events;
    }

    private void away(Absence it) {
        var from = Bodies.time(it.fromWallMs());
        var until = Bodies.time(it.untilWallMs());
        var text =
                "No server ran from %s to %s: how the nodes were meanwhile is not known."
                        .formatted(from, until);
        var values = Map.of("from", from, "until", until, "ms", Long.toString(it.ms()));
        events.add(new Event("ServersAway", SERVERS, NO_SUBJECT, text, values));
    }

    private void add(ClusterFact fact) {
        switch (fact) {
            case ClusterFact.AboutServers it -> ofServers(it);
            case ClusterFact.AboutNodes it -> ofNodes(it);
            case ClusterFact.AboutJobs it -> ofJobs(it);
            case ClusterFact.AboutAllocations it -> ofAllocations(it);
            case ClusterFact.AboutNamespaces it -> ofNamespaces(it);
        }
    }

    private void ofServers(ClusterFact.AboutServers fact) {
        switch (fact) {
            case ClusterFact.TimeNoted _ -> {}
            case ClusterFact.ServersAway(var fromMs, var untilMs, _, _) ->
                    away(new Absence(fromMs, untilMs));
        }
    }

    private void ofNodes(ClusterFact.AboutNodes fact) {
        switch (fact) {
            case ClusterFact.TokenIssued(var token) -> issued(token);
            case ClusterFact.TokensForgotten _ -> {}
            case ClusterFact.TokenUsed(_, var node, _) ->
                    node("TokenUsed", node, "joined with a token.", Map.of());
            case ClusterFact.NodeJoined(var identity, _, _, _) -> joined(identity);
            case ClusterFact.NodeDescribed(var node, var facts) ->
                    described(node, facts.extra().troubles());
            case ClusterFact.NodeMetaSet(var node, var meta) ->
                    node("NodeMetaSet", node, "has new meta.", meta);
            case ClusterFact.NodeScheduled(var node, var scheduling) ->
                    node("NodeScheduled", node, words(scheduling), Map.of());
            case ClusterFact.NodeContact(var node, var reachable, _, _, _, _) ->
                    node(
                            "NodeContact",
                            node,
                            reachable ? "is reachable." : "is missed.",
                            Map.of("reachable", Boolean.toString(reachable)));
            case ClusterFact.NodeRemoved(var node) ->
                    node("NodeRemoved", node, "was removed.", Map.of());
            case ClusterFact.NodeRevoked(var node, _) ->
                    node(
                            "NodeRevoked",
                            node,
                            "was revoked: nothing of it is taken until it joins anew.",
                            Map.of());
            case ClusterFact.NodeCopied(var node, var linked, var heldOff) ->
                    node(
                            "NodeCopied",
                            node,
                            "is there twice: one agent is linked from "
                                    + linked
                                    + ", another with a copy of its identity was held off at "
                                    + heldOff
                                    + ".",
                            Map.of("linked", linked, "heldOff", heldOff));
        }
    }

    private void issued(Node.JoinToken token) {
        boolean fresh = token.node().isEmpty();
        var what =
                fresh
                        ? "A join token for pool " + token.pool()
                        : "A join token to take the place of node " + called(token.node());
        var subject = fresh ? NO_SUBJECT : Map.of("node", token.node());
        var values = Map.of("pool", token.pool());
        var matter = Matter.inPool(NODES.text(), token.pool());
        events.add(new Event("TokenIssued", matter, subject, what + " was made.", values));
    }

    /// Boards that were flashed with one image have one name. Those of other pools are not for all
    /// who read this.
    private void joined(Node.Identity identity) {
        var name = identity.name();
        int others = after.watch().named(name, identity.pool()::equals) - 1;
        var what = "joined pool " + identity.pool() + ".";
        if (others > 0)
            what +=
                    (" %s named %s too: say which by its id, or give each a name of its own with"
                                    + " --name.")
                            .formatted(
                                    others == 1 ? "Another node is" : others + " others are", name);
        var details = Map.of("name", name, "pool", identity.pool());
        node("NodeJoined", identity.id(), what, details);
    }

    private void accepted(ClusterFact.JobAccepted it) {
        var details = new HashMap<String, String>();
        details.put("version", Long.toString(it.version()));
        if (!it.signed().isEmpty()) details.put("signers", String.join(",", it.signed()));
        job(
                "JobAccepted",
                it.spec().key(),
                " was accepted as version " + it.version() + came(it, details) + ".",
                details);
    }

    /// How that version came, as it goes on: `, scaled: groups[web].count: 1 -> 3`.
    private String came(ClusterFact.JobAccepted it, Map<String, String> details) {
        var how = it.accepted().acceptance();
        var signed = it.signed().isEmpty() ? "" : ", signed";
        return switch (how.how()) {
            case SUBMITTED -> signed;
            case REVERTED -> {
                details.put("revertedTo", Long.toString(how.from()));
                yield ", reverted to version " + how.from() + signed;
            }
            case LAUNCHED, DISPATCHED -> {
                if (it.spec().launch() instanceof Launch.Launched of)
                    details.put("parent", of.parent());
                var parent = details.getOrDefault("parent", "");
                yield ", %s by job %s"
                        .formatted(
                                how.how() == Acceptance.How.DISPATCHED ? "dispatched" : "launched",
                                parent);
            }
            case SCALED -> {
                details.put("scaledFrom", Long.toString(how.from()));
                var old = after.jobs().find(it.spec().key());
                var was = old == null ? null : old.at(how.from());
                yield was == null
                        ? ", scaled"
                        : ", scaled: "
                                + JobDifference.between(how.from(), was, it.version(), it.spec())
                                        .shortly();
            }
        };
    }

    private void ofJobs(ClusterFact.AboutJobs fact) {
        switch (fact) {
            case ClusterFact.JobAccepted it -> accepted(it);
            case ClusterFact.JobStopped(var key, var purge) ->
                    job(
                            "JobStopped",
                            key,
                            " was stopped" + (purge ? " and will be forgotten." : "."),
                            Map.of("purge", Boolean.toString(purge)));
            case ClusterFact.JobPurged(var key) ->
                    job("JobPurged", key, " was forgotten.", Map.of());
            case ClusterFact.DeploymentMoved it -> deployment(it);
            case ClusterFact.VersionForced(var key, var version) ->
                    job(
                            "VersionForced",
                            key,
                            ": version " + version + " is forced.",
                            Map.of("version", version + ""));
            case ClusterFact.JobRecalled(var recall) ->
                    job(
                            "JobRecalled",
                            recall.job(),
                            recalled(recall),
                            Map.of("recall", recall.id(), "by", recall.by()));
            case ClusterFact.RecallLifted(var id, var key) ->
                    job(
                            "RecallLifted",
                            key,
                            ": recall " + id + " was lifted.",
                            Map.of("recall", id));
            case ClusterFact.JobScheduled(var key, var schedule) -> scheduled(key, schedule);
            case ClusterFact.EvaluationDue(var key, var trigger, _) ->
                    job(
                            "EvaluationDue",
                            key,
                            " is to be looked at: " + trigger + ".",
                            Map.of("trigger", trigger));
            case ClusterFact.Evaluated(var evaluation, _, _) ->
                    job(
                            "Evaluated",
                            evaluation.job(),
                            found(evaluation),
                            Map.of(
                                    "trigger", evaluation.trigger(),
                                    "blocked", Boolean.toString(evaluation.blocked())));
        }
    }

    private static String recalled(Recall recall) {
        var what =
                switch (recall.what()) {
                    case Recall.Recalled.OfJob _ -> " was recalled";
                    case Recall.Recalled.OfVersions it ->
                            ": version %d was recalled".formatted(it.version());
                };
        return what + (recall.reason().isEmpty() ? "." : ": " + recall.reason() + ".");
    }

    /// What was launched says so itself.
    private void scheduled(JobKey key, Schedule is) {
        var old = before.jobs().find(key);
        var was = old == null ? null : old.schedule();
        boolean leftOut =
                !is.says().isEmpty() && (was == null || is.lastWallMs() > was.lastWallMs());
        var details = new HashMap<String, String>();
        if (is.nextWallMs() != PersistentAgenda.NEVER)
            details.put("next", Bodies.time(is.nextWallMs()));
        if (leftOut) {
            var at = Bodies.time(is.lastWallMs());
            details.put("at", at);
            details.put("why", is.says());
            job("LaunchLeftOut", key, " was not launched for " + at + ": " + is.says(), details);
        } else {
            var next = details.get("next");
            var what =
                    next == null
                            ? " is launched by hand only."
                            : " is launched next at " + next + ".";
            job("JobScheduled", key, what, details);
        }
    }

    private void deployment(ClusterFact.DeploymentMoved fact) {
        var it = fact.deployment();
        job(
                DeploymentText.kind(fact.move()),
                fact.job(),
                ": deployment %s of version %d %s."
                        .formatted(it.id(), it.version(), DeploymentText.said(fact)),
                Map.of("deployment", it.id(), "version", it.version() + ""));
    }

    private void job(String kind, JobKey key, String what, Map<String, String> details) {
        var matter = Matter.inNamespace(JOBS.text(), key.namespace());
        events.add(new Event(kind, matter, ofJob(key), "Job " + key + what, details));
    }

    /// What the scheduler found: ` is blocked: 2 placed, 1 without a place …`
    private static String found(Evaluation evaluation) {
        int placed = 0;
        int stopped = 0;
        int updated = 0;
        int unplaced = 0;
        int displaced = 0;
        for (var group : evaluation.groups()) {
            displaced += group.counts().displaced();
            placed += group.counts().placed();
            stopped += group.counts().stopped();
            updated += group.counts().updated();
            unplaced += group.counts().unplaced();
        }
        var blocked = evaluation.blocked() ? " is blocked: " : ": ";
        var parts = new StringJoiner(", ", blocked, ".").setEmptyValue(": nothing to change.");
        if (placed > 0) parts.add(placed + " placed");
        if (displaced > 0) parts.add(displaced + " of lower priority displaced");
        if (stopped > 0) parts.add(stopped + " to stop");
        if (updated > 0) parts.add(updated + " updated");
        if (unplaced > 0) parts.add(unplaced + " without a place (see its evaluation)");
        return parts.toString();
    }

    private void ofNamespaces(ClusterFact.AboutNamespaces fact) {
        switch (fact) {
            case ClusterFact.NamespaceApplied(var spec) -> {
                var quota = QuotaWords.of(spec.quota());
                boolean known = before.namespaces().find(spec.name()) != null;
                var what = " was " + (known ? "changed" : "made") + ": " + quota + ".";
                namespace("NamespaceApplied", spec.name(), what, Map.of("quota", quota));
            }
            case ClusterFact.NamespaceDeleted(var name) ->
                    namespace("NamespaceDeleted", name, " was deleted.", Map.of());
        }
    }

    private void namespace(String kind, String name, String what, Map<String, String> details) {
        var matter = Matter.inNamespace(NAMESPACES.text(), name);
        var subject = Map.of("namespace", name);
        events.add(new Event(kind, matter, subject, "Namespace " + name + what, details));
    }

    private void ofAllocations(ClusterFact.AboutAllocations fact) {
        switch (fact) {
            case ClusterFact.AllocationsPlaced(var all) ->
                    each("AllocationPlaced", "placed", all, Allocation::id, this::placed);
            case ClusterFact.AllocationsDesired(var changes) ->
                    each(
                            "AllocationDesired",
                            "given new orders",
                            changes,
                            ClusterFact.DesiredChange::allocation,
                            this::desired);
            case ClusterFact.AllocationsUpdated(var ids, var version) ->
                    each("AllocationUpdated", "updated", ids, id -> id, id -> updated(id, version));
            case ClusterFact.AllocationsPromoted(var ids) ->
                    each("AllocationPromoted", "promoted", ids, id -> id, this::promoted);
            case ClusterFact.AllocationsObserved(var changes) ->
                    each(
                            "AllocationObserved",
                            "reported",
                            changes,
                            ClusterFact.ObservedChange::allocation,
                            this::observed);
            case ClusterFact.AllocationsForgotten(var ids) ->
                    counted("AllocationsForgotten", "ended allocation", "forgotten", ids);
        }
    }

    private <T> void each(
            String kind,
            String verb,
            Collection<T> all,
            Function<T, String> id,
            Function<T, Event> to) {
        if (all.size() <= EACH_MAX) for (var one : all) events.add(to.apply(one));
        else counted(kind, "allocation", verb, all.stream().map(id).toList());
    }

    /// Those of each namespace by themselves, unless that would be as many events again.
    private void counted(String kind, String noun, String verb, Collection<String> ids) {
        var counts = new TreeMap<String, Integer>();
        for (var id : ids) counts.merge(namespace(id), 1, Integer::sum);
        if (counts.size() > EACH_MAX) events.add(count(kind, noun, verb, ids.size(), Matter.ALL));
        else
            counts.forEach(
                    (namespace, count) -> events.add(count(kind, noun, verb, count, namespace)));
    }

    private static Event count(String kind, String noun, String verb, int count, String namespace) {
        var matter = Matter.inNamespace(ALLOCATIONS.text(), namespace);
        var values = Map.of("count", Integer.toString(count));
        var was = count == 1 ? " was " : " were ";
        return new Event(
                kind, matter, NO_SUBJECT, Text.count(count, noun) + was + verb + ".", values);
    }

    /// Of an allocation; of one that nobody knows any.
    private String namespace(String id) {
        var allocation = allocation(id);
        return allocation == null ? Matter.ALL : allocation.slot().job().namespace();
    }

    private @Nullable Allocation allocation(String id) {
        var allocation = after.allocations().find(id);
        return allocation == null ? before.allocations().find(id) : allocation;
    }

    private Event placed(Allocation it) {
        var values = Map.of("version", Long.toString(it.slot().version()));
        var text = name(it) + " was placed";
        int displaced = it.lineage().displaces().size();
        var end = displaced == 0 ? "." : " in the room of " + displaced + " of lower priority.";
        return ofAllocation(
                "AllocationPlaced",
                it,
                text + end,
                text + " on " + called(it.node()) + end,
                values);
    }

    private Event desired(ClusterFact.DesiredChange change) {
        var desired = change.desired();
        var wanted = desired.run() ? "run" : "stop";
        return ofAllocation(
                "AllocationDesired",
                change.allocation(),
                " " + shall(change, wanted) + ".",
                Map.of("wanted", wanted, "reason", desired.reason()));
    }

    /// What somebody asks of one that runs has no reason that the servers know.
    private String shall(ClusterFact.DesiredChange change, String wanted) {
        var desired = change.desired();
        var old = before.allocations().find(change.allocation());
        var was = old == null ? desired : old.desired();
        if (desired.rounds() > was.rounds()) return "is to run now, whatever its calendar says";
        if (desired.restarts() > was.restarts()) return "is to start again";
        var why = desired.reason() + by(change);
        return "shall " + wanted + (why.isEmpty() ? "" : ": " + why);
    }

    /// Who displaces it, if that is of the same namespace: who reads of the one reads of the other.
    private String by(ClusterFact.DesiredChange change) {
        var it = allocation(change.allocation());
        var by = it == null ? null : it.lineage().displacedBy();
        var next = by == null ? null : allocation(by);
        if (it == null || next == null || change.desired().run()) return "";
        var same = next.slot().job().namespace().equals(it.slot().job().namespace());
        return same ? ": " + name(next) : "";
    }

    private Event updated(String id, long version) {
        return ofAllocation(
                "AllocationUpdated",
                id,
                " goes on under version " + version + ".",
                Map.of("version", Long.toString(version)));
    }

    private Event promoted(String id) {
        var what = " is no canary any more: it takes its slot.";
        return ofAllocation("AllocationPromoted", id, what, Map.of());
    }

    private Event observed(ClusterFact.ObservedChange change) {
        var observed = change.observed();
        var status = JobAnswers.word(observed.status());
        var allocation = allocation(change.allocation());
        boolean stops = allocation != null && !allocation.desired().run();
        var health = health(observed, stops);
        var description = observed.description();
        return ofAllocation(
                "AllocationObserved",
                change.allocation(),
                " is " + status + health + (description.isEmpty() ? "." : ": " + description),
                Map.of(
                        "status",
                        status,
                        "healthy",
                        Boolean.toString(observed.healthy()),
                        "stops",
                        Boolean.toString(stops),
                        "description",
                        description));
    }

    /// What is to stop is not expected to be healthy.
    private static String health(Allocation.Observed observed, boolean stops) {
        if (observed.healthy()) return " and healthy";
        if (observed.status() != Allocation.Status.RUNNING) return "";
        return stops ? ", to stop" : ", not healthy";
    }

    private Event ofAllocation(String kind, String id, String rest, Map<String, String> values) {
        var allocation = allocation(id);
        if (allocation == null) {
            var matter = Matter.inNamespace(ALLOCATIONS.text(), Matter.ALL);
            return new Event(kind, matter, Map.of("allocation", id), id + rest, values);
        }
        var text = name(allocation) + rest;
        return ofAllocation(kind, allocation, text, text, values);
    }

    /// Which node it is on is told to those who see that node.
    private Event ofAllocation(
            String kind, Allocation it, String text, String full, Map<String, String> values) {
        var job = it.slot().job();
        var subject =
                Map.of(
                        "namespace", job.namespace(),
                        "job", job.name(),
                        "allocation", it.id());
        var fullSubject = new HashMap<>(subject);
        fullSubject.put("node", it.node());
        var matter = Matter.inNamespace(ALLOCATIONS.text(), job.namespace());
        return new Event(kind, matter, subject, text, values)
                .with(ofNode(it.node()), fullSubject, full);
    }

    /// Of a node that nobody knows, or no more, nobody knows the pool.
    private Matter ofNode(String id) {
        var node = after.nodes().has(id) ? after.nodes().find(id) : before.nodes().find(id);
        return Matter.inPool(NODES.text(), node == null ? Matter.ALL : node.identity().pool());
    }

    /// Others of its name are looked for in its pool: whoever reads this sees the nodes of that.
    private String called(String id) {
        var cluster = after.nodes().has(id) ? after : before;
        var node = cluster.nodes().find(id);
        return node == null ? id : NodeAnswers.name(cluster, id, node.identity().pool()::equals);
    }

    private static Map<String, String> ofJob(JobKey key) {
        return Map.of("namespace", key.namespace(), "job", key.name());
    }

    private static String name(Allocation it) {
        return it.slot().name() + " (" + it.id() + ")";
    }

    private void node(String kind, String id, String rest, Map<String, String> values) {
        var text = "Node " + called(id) + " " + rest;
        events.add(new Event(kind, ofNode(id), Map.of("node", id), text, values));
    }

    private static String words(Node.Scheduling scheduling) {
        if (scheduling.drain() != null) return "is drained.";
        return scheduling.eligible() ? "is open for new work." : "takes no new work.";
    }

    private void described(String node, List<String> troubles) {
        var all = String.join("; ", troubles);
        if (all.isEmpty()) node("NodeDescribed", node, "described itself.", Map.of());
        else node("NodeDescribed", node, "described itself: " + all, Map.of("troubles", all));
    }
}
