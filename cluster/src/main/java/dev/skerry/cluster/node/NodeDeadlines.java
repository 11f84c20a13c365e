package dev.skerry.cluster.node;

import dev.skerry.cluster.node.Run.Phase;

/// When something happens by itself.
final class NodeDeadlines {
    private NodeDeadlines() {}

    static long next(NodeState state) {
        var next = Math.min(Silence.nextTickMs(state), Reporting.nextTickMs(state));
        for (var run : state.runs().values()) {
            for (var task : run.tasks()) next = Math.min(next, next(state, run, task));
        }
        return next;
    }

    private static long next(NodeState state, Run run, Run.Task task) {
        return switch (task.phase()) {
            case Phase.Waiting(var untilTickMs) ->
                    Progress.waits(state, run, task) ? Long.MAX_VALUE : untilTickMs;
            case Phase.Stopping stopping -> stopping.killTickMs();
            case Phase.Running _ -> Steadiness.dueTickMs(run, task);
            case Phase.Starting _, Phase.Complete _, Phase.Stopped _, Phase.Failed _ ->
                    Long.MAX_VALUE;
        };
    }
}
