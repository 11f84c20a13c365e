package dev.skerry.cluster.node;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.job.TaskSpec;
import dev.skerry.cluster.node.NodeMachine.LiveCheck;
import dev.skerry.cluster.node.Run.Phase;
import dev.skerry.cluster.node.Run.Then;
import dev.skerry.kernel.Check;
import dev.skerry.kernel.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the answers to checks mean, and what they say when they are not well.
///
/// | answer                          | what it means                                |
/// |---------------------------------|----------------------------------------------|
/// | well                            | no failures in a row                         |
/// | not well, within the grace time | nothing, but what it says is kept            |
/// | not well                        | one more failure in a row                    |
/// | not well, once too often        | it is stopped, then the restart policy rules |
final class Checks {
    /// Words that differ with each answer, such as those that hold a time, are noted once in so
    /// long: each is an entry of the journal, and then of the servers' log.
    static final long WORDS_EVERY_MS = 30_000;

    /// Of what one check says.
    static final int WORDS_CHARACTERS_MAX = 200;

    private Checks() {}

    static void on(Step step, NodeMessage.Checked message) {
        var run = step.run(message.allocation());
        var task = Tasks.attempt(run, message.task(), message.attempt());
        if (run == null || task == null) return;
        var check = find(run.spec(task.name()), message.check());
        if (check == null || !(task.phase() instanceof Phase.Running running)) return;
        if (message.well()) {
            step.moved(run, answered(task, check, 0).in(well(running, check)));
        } else if (step.tickMs() - running.sinceTickMs() >= check.graceMs()) {
            failed(step, run, task, check, message.output());
        } else {
            step.moved(run, task.in(saying(step, running, check, message.output())));
        }
    }

    private static Phase.Running well(Phase.Running running, CheckSpec check) {
        var says = new HashMap<>(running.says());
        says.remove(check.name());
        return running.saying(says);
    }

    private static Phase.Running saying(
            Step step, Phase.Running running, CheckSpec check, String output) {
        var known = running.says().get(check.name());
        var words = Text.fit(output.replaceAll("\\s+", " ").strip(), WORDS_CHARACTERS_MAX);
        boolean early = known != null && step.tickMs() - known.sinceTickMs() < WORDS_EVERY_MS;
        if (early || (known != null && known.words().equals(words))) return running;
        var says = new HashMap<>(running.says());
        says.put(check.name(), new Run.CheckSays(words, step.tickMs()));
        return running.saying(says);
    }

    private static void failed(Step step, Run run, Run.Task task, CheckSpec check, String output) {
        var limit = check.failuresToRestart();
        var failures =
                Math.min(task.health().getOrDefault(check.name(), 0) + 1, Math.max(limit, 1));
        var next = answered(task, check, failures);
        if (limit > 0 && failures >= limit) {
            var times = failures == 1 ? "" : " " + failures + " times";
            var text = "check %s failed%s: %s".formatted(check.name(), times, output);
            Progress.stop(step, run, next.saying(text), Then.POLICY);
        } else if (task.phase() instanceof Phase.Running running) {
            boolean counted = !next.equals(task); // it is written anyway
            var fresh = counted ? well(running, check) : running;
            step.moved(run, next.in(saying(step, fresh, check, output)));
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
        for (var allocation : state.runs().checked()) {
            var run = Check.present(state.runs().find(allocation), "what is checked is here");
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
