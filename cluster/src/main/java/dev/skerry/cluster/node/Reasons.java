package dev.skerry.cluster.node;

import dev.skerry.cluster.job.CheckSpec;
import dev.skerry.cluster.node.Run.Phase;
import dev.skerry.cluster.state.Allocation.Status;
import java.util.List;
import java.util.stream.Collectors;

/// Why a run that shall run is not up, in words for people: `restarts in 2 s: exit code 1`.
///
/// | its task                        | what is said                              |
/// |---------------------------------|-------------------------------------------|
/// | waits for its next start        | when that is, and how the last one ended  |
/// | is started again                | how the last one ended                    |
/// | is prepared                     | what for, and how the last one ended      |
/// | is stopped to be started again  | why                                       |
/// | runs, its checks are not well   | which, and what they say                  |
/// | runs, and has not done for long | so, and how the last one ended            |
///
/// What waits for its first start says what is known of that, which is mostly nothing.
final class Reasons {
    private Reasons() {}

    /// @param status that is explained
    static String of(Run run, Status status, long tickMs) {
        return run.tasks().stream()
                .filter(task -> status == Status.RUNNING || comes(task))
                .map(task -> named(run, task, of(run, task, tickMs)))
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static boolean comes(Run.Task task) {
        return task.phase() instanceof Phase.Waiting
                || task.phase() instanceof Phase.Starting
                || task.phase() instanceof Phase.Preparing;
    }

    private static String named(Run run, Run.Task task, String words) {
        var one = run.tasks().size() == 1 || words.isEmpty();
        return one ? words : "task " + task.name() + ": " + words;
    }

    private static String of(Run run, Run.Task task, long tickMs) {
        return switch (task.phase()) {
            case Phase.Waiting(var untilTickMs) ->
                    task.attempt() == 0 ? task.message() : restarts(task, untilTickMs - tickMs);
            case Phase.Starting _ -> task.message().isEmpty() ? "" : saying("starts again", task);
            case Phase.Preparing(_, var what) -> before(what, task);
            case Phase.Stopping stopping ->
                    switch (stopping.then()) {
                        case END, REST -> "";
                        case AGAIN, POLICY -> saying("stops to start again", task);
                    };
            case Phase.Running running -> running(run, task, running);
            case Phase.Resting _, Phase.Complete _, Phase.Stopped _, Phase.Failed _ -> "";
        };
    }

    private static String restarts(Run.Task task, long inMs) {
        return saying(inMs <= 0 ? "restarts now" : "restarts in " + time(inMs), task);
    }

    private static String saying(String words, Run.Task task) {
        return task.message().isEmpty() ? words : words + ": " + task.message();
    }

    private static String running(Run run, Run.Task task, Phase.Running running) {
        if (Steadiness.waits(run, task)) {
            return before("up for less than " + time(Steadiness.UP_MIN_MS), task);
        }
        var spec = run.spec(task.name());
        if (spec == null) return "";
        var unwell =
                spec.checks().stream()
                        .map(check -> check(task, running, check))
                        .filter(words -> !words.isEmpty())
                        .collect(Collectors.joining("; "));
        boolean begins = !task.health().keySet().containsAll(names(spec.checks()));
        return unwell.isEmpty() || !begins ? unwell : before(unwell, task);
    }

    private static String before(String words, Run.Task task) {
        boolean nothing = task.message().isEmpty() || Tasks.ofRunning(task.message());
        return nothing ? words : words + "; before: " + task.message();
    }

    private static List<String> names(List<CheckSpec> checks) {
        return checks.stream().map(CheckSpec::name).toList();
    }

    private static String check(Run.Task task, Phase.Running running, CheckSpec check) {
        var failures = task.health().get(check.name());
        if (failures != null && failures == 0) return "";
        var says = running.says().get(check.name());
        var known = says == null ? "" : ": " + says.words();
        var name = "check " + check.name();
        if (failures != null) return name + " is not well" + known;
        return name + (says == null ? " has no answer yet" : " was not well yet" + known);
    }

    /// As much as one needs to know, and never too short: `2 s`, `15 m`, `1 h 5 m`.
    static String time(long ms) {
        long seconds = Math.ceilDiv(ms, 1_000);
        if (seconds < 120) return seconds + " s";
        long minutes = Math.ceilDiv(seconds, 60);
        if (minutes < 60) return minutes + " m";
        return minutes / 60 + " h" + (minutes % 60 == 0 ? "" : " " + minutes % 60 + " m");
    }
}
