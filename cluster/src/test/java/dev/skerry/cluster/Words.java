package dev.skerry.cluster;

import dev.skerry.cluster.state.Allocation;
import dev.skerry.cluster.state.Node;
import dev.skerry.cluster.state.Quota;
import java.util.List;
import java.util.function.Function;

/// Facts as short text, for tests to compare.
final class Words {
    private Words() {}

    static String of(ClusterFact fact) {
        return switch (fact) {
            case ClusterFact.AboutServers it -> ofServers(it);
            case ClusterFact.AboutNodes it -> ofNodes(it);
            case ClusterFact.AboutJobs it -> ofJobs(it);
            case ClusterFact.AboutAllocations it -> ofAllocations(it);
            case ClusterFact.NamespaceApplied(var spec) ->
                    "namespace " + spec.name() + " " + quota(spec.quota());
            case ClusterFact.NamespaceDeleted(var name) -> "namespace " + name + " deleted";
        };
    }

    private static String ofServers(ClusterFact.AboutServers fact) {
        return switch (fact) {
            case ClusterFact.TimeNoted(var tickMs) -> "time " + tickMs;
            case ClusterFact.ServersAway(var fromMs, var untilMs, _, _) ->
                    "no server from %d to %d"
                            .formatted(fromMs - Scene.WALL_MS, untilMs - Scene.WALL_MS);
        };
    }

    private static String ofNodes(ClusterFact.AboutNodes fact) {
        return switch (fact) {
            case ClusterFact.TokenIssued(var it) -> "token " + it.hash().substring(0, 4);
            case ClusterFact.TokensForgotten(var all) -> all.size() + " tokens forgotten";
            case ClusterFact.TokenUsed(var hash, var node, _) ->
                    "token " + hash.substring(0, 4) + " used by " + node;
            case ClusterFact.NodeJoined it ->
                    "joined " + it.identity().id() + " pool " + it.identity().pool();
            case ClusterFact.NodeDescribed it -> "described " + it.node();
            case ClusterFact.NodeMetaSet it ->
                    "meta " + it.node() + " " + new java.util.TreeMap<>(it.meta());
            case ClusterFact.NodeScheduled(var node, var it) ->
                    "scheduled " + node + " " + scheduling(it);
            case ClusterFact.NodeContact it -> (it.reachable() ? "heard " : "missed ") + it.node();
            case ClusterFact.NodeRemoved(var node) -> "removed " + node;
            case ClusterFact.NodeRevoked(var node, _) -> "revoked " + node;
            case ClusterFact.NodeCopied it ->
                    "copied " + it.node() + " " + it.linked() + " " + it.heldOff();
        };
    }

    private static String ofJobs(ClusterFact.AboutJobs fact) {
        return switch (fact) {
            case ClusterFact.JobAccepted it ->
                    "job " + it.spec().key() + " version " + it.version();
            case ClusterFact.JobStopped(var job, boolean purge) ->
                    "job " + job + " stopped" + (purge ? ", to be purged" : "");
            case ClusterFact.JobPurged(var job) -> "job " + job + " purged";
            case ClusterFact.DeploymentMoved it ->
                    "deployment of %s version %d %s: %s"
                            .formatted(
                                    it.job(),
                                    it.deployment().version(),
                                    it.move(),
                                    it.deployment().description());
            case ClusterFact.VersionForced(var job, long version) ->
                    "forced " + job + " version " + version;
            case ClusterFact.JobRecalled(var it) -> "recalled " + it.what();
            case ClusterFact.RecallLifted(_, var job) -> "lifted a recall of " + job;
            case ClusterFact.JobScheduled(var job, var it) ->
                    "launch of %s next %s%s%s"
                            .formatted(
                                    job,
                                    it.nextWallMs() == Long.MAX_VALUE
                                            ? "never"
                                            : (it.nextWallMs() - Scene.WALL_MS) / 1_000 + " s",
                                    it.child().isEmpty() ? "" : ", last " + it.child(),
                                    it.says().isEmpty() ? "" : ", left out: " + it.says());
            case ClusterFact.EvaluationDue(var job, var trigger, long tickMs) ->
                    "due " + job + ": " + trigger + (tickMs == 0 ? "" : " at " + tickMs);
            case ClusterFact.Evaluated(var it, long sequence, _) ->
                    "evaluated " + it.job() + " " + it.id() + " of " + sequence;
        };
    }

    private static String ofAllocations(ClusterFact.AboutAllocations fact) {
        return switch (fact) {
            case ClusterFact.AllocationsPlaced(var all) -> "placed " + list(all, Words::placed);
            case ClusterFact.AllocationsDesired(var all) -> "desired " + list(all, Words::desired);
            case ClusterFact.AllocationsUpdated(var all, long version) ->
                    "updated " + String.join(", ", all) + " to version " + version;
            case ClusterFact.AllocationsPromoted(var all) -> "promoted " + list(all, it -> it);
            case ClusterFact.AllocationsObserved(var all) ->
                    "observed " + list(all, it -> it.allocation() + " " + it.observed().status());
            case ClusterFact.AllocationsForgotten(var all) -> "forgotten " + list(all, it -> it);
        };
    }

    private static String quota(Quota it) {
        if (it.equals(Quota.NONE)) return "without a quota";
        var pools = it.pools().isEmpty() ? "" : " in " + String.join(", ", it.pools());
        return "%d MHz, %d bytes, %d allocations%s"
                .formatted(it.cpuMhz(), it.memoryBytes(), it.allocations(), pools);
    }

    private static String placed(Allocation it) {
        var previous = it.lineage().previous();
        return it.id()
                + " "
                + it.slot().name()
                + " on "
                + it.node()
                + (previous == null ? "" : " after " + previous);
    }

    private static String desired(ClusterFact.DesiredChange it) {
        var desired = it.desired();
        if (desired.run()) return it.allocation() + " restart " + desired.restarts();
        return it.allocation() + " stop (" + desired.reason() + ")";
    }

    private static String scheduling(Node.Scheduling it) {
        var drain = it.drain();
        var eligible = it.eligible() ? "eligible" : "ineligible";
        return drain == null ? eligible : eligible + ", drained by " + drain.deadlineTickMs();
    }

    private static <T> String list(List<T> all, Function<T, String> word) {
        return String.join(", ", all.stream().map(word).sorted().toList());
    }
}
