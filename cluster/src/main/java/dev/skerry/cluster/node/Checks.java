package dev.skerry.cluster.node;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.node.NodeMachine.LiveCheck;
import dev.skerry.cluster.node.Run.Phase;
import dev.skerry.cluster.node.Run.Then;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the answers to checks mean.
///
/// | answer                          | what it means                                |
/// |---------------------------------|----------------------------------------------|
/// | well                            | no failures in a row                         |
/// | not well, within the grace time | nothing                                      |
/// | not well                        | one more failure in a row                    |
/// | not well, once too often        | it is stopped, then the restart policy rules |
final class Checks {
    private Checks() {}

    static void on(Step step, NodeMessage.Checked message) {
        var run = step.run(message.allocation());
        var task = Tasks.attempt(run, message.task(), message.attempt());
        if (run == null || task == null) return;
        var check = find(run.spec(task.name()), message.check());
        if (check == null || !(task.phase() instanceof Phase.Running running)) return;
        if (message.well()) {
            step.moved(run, answered(task, check, 0));
        } else if (step.tickMs() - running.sinceTickMs() >= check.graceMs()) {
            failed(step, run, task, check, message.output());
        }
    }

    private static void failed(Step step, Run run, Run.Task task, CheckSpec check, String output) {
        var limit = check.failuresToRestart();
        var failures =
                Math.min(task.health().getOrDefault(check.name(), 0) + 1, Math.max(limit, 1));
        var next = answered(task, check, failures);
        if (limit > 0 && failures >= limit) {
            var text = "check %s failed %d times: %s".formatted(check.name(), failures, output);
            Progress.stop(step, run, next.saying(text), Then.POLICY);
        } else {
            step.moved(run, next);
        }
    }

    private static Run.Task answered(Run.Task task, CheckSpec check, int failures) {
        var health = new HashMap<>(task.health());
        health.put(check.name(), failures);
        return task.withHealth(health);
    }

    private static @Nullable CheckSpec find(@Nullable TaskSpec spec, String name) {
        if (spec == null) return null;
        for (var check : spec.checks()) if (check.name().equals(name)) return check;
        return null;
    }

    static List<LiveCheck> live(NodeState state) {
        var checks = new ArrayList<LiveCheck>();
        for (var run : state.runs().values()) {
            for (var task : run.tasks()) {
                var spec = run.spec(task.name());
                if (spec == null || !(task.phase() instanceof Phase.Running)) continue;
                for (var check : spec.checks()) {
                    checks.add(new LiveCheck(run.order(), task.name(), task.attempt(), check));
                }
            }
        }
        return checks;
    }
}
