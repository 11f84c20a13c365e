package dev.skerry.agent.cluster;

import dev.skerry.agent.driver.Keeper;
import dev.skerry.agent.driver.Usage;
import dev.skerry.cluster.node.Run;
import dev.skerry.kernel.figures.PrometheusText;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// What the agent counts of its tasks, for Prometheus.
final class ClusterNodeFigures {
    /// Tasks that are told one by one; of more, the first by allocation.
    private static final int TASKS_MAX = 500;

    private static final List<String> PHASES =
            List.of(
                    "waiting",
                    "starting",
                    "preparing",
                    "running",
                    "stopping",
                    "resting",
                    "complete",
                    "stopped",
                    "failed");

    private final ClusterWork work;
    private final TaskCounts counts;
    private final Keeper keeper;

    ClusterNodeFigures(ClusterWork work, TaskCounts counts, Keeper keeper) {
        this.work = work;
        this.counts = counts;
        this.keeper = keeper;
    }

    private record TaskUse(List<String> labels, Usage usage) {}

    void write(PrometheusText to) {
        to.gauge("skerry_agent_alone_seconds", "How long no server was heard, reboots included.")
                .value(work.aloneMs() / 1e3);
        events(to);
        phases(to);
        calendars(to);
        tasks(to);
    }

    /// Each allocation counts for as long as it is here, whatever becomes of the agent.
    private void calendars(PrometheusText to) {
        to.counter(
                "skerry_agent_calendar_runs_total",
                "Runs by a calendar of this node, by how they ended; skipped: the last still ran.");
        int told = 0;
        for (var run : work.state().runs().values()) {
            var rounds = run.rounds();
            if (rounds == null || told++ >= TASKS_MAX) continue;
            var counts = rounds.counts();
            counted(to, run, "well", counts.ended() - counts.failed());
            counted(to, run, "failed", counts.failed());
            counted(to, run, "skipped", counts.skipped());
        }
    }

    private static void counted(PrometheusText to, Run run, String end, long count) {
        var slot = run.order().slot();
        to.value(
                count,
                "job",
                slot.job().toString(),
                "group",
                slot.group(),
                "alloc",
                run.allocation(),
                "end",
                end);
    }

    private void events(PrometheusText to) {
        to.counter("skerry_agent_task_starts_total", "Tasks started, restarts included.")
                .value(counts.starts.sum());
        to.counter("skerry_agent_task_starts_refused_total", "Starts that were not possible.")
                .value(counts.startsRefused.sum());
        to.counter("skerry_agent_task_restarts_total", "Starts of a task that had run before.")
                .value(counts.restarts.sum());
        to.counter("skerry_agent_task_exits_total", "Tasks that ended.").value(counts.exits.sum());
        to.counter("skerry_agent_checks_failed_total", "Checks that were not well.")
                .value(counts.checksFailed.sum());
    }

    private void phases(PrometheusText to) {
        var counts = new TreeMap<String, Integer>();
        for (var run : work.state().runs().values())
            for (var task : run.tasks()) counts.merge(phase(task.phase()), 1, Integer::sum);
        to.gauge("skerry_agent_tasks", "Tasks of this node by phase.");
        for (var phase : PHASES) to.value(counts.getOrDefault(phase, 0), "phase", phase);
    }

    private static String phase(Run.Phase phase) {
        return switch (phase) {
            case Run.Phase.Waiting _ -> "waiting";
            case Run.Phase.Starting _ -> "starting";
            case Run.Phase.Preparing _ -> "preparing";
            case Run.Phase.Running _ -> "running";
            case Run.Phase.Stopping _ -> "stopping";
            case Run.Phase.Resting _ -> "resting";
            case Run.Phase.Complete _ -> "complete";
            case Run.Phase.Stopped _ -> "stopped";
            case Run.Phase.Failed _ -> "failed";
        };
    }

    private void tasks(PrometheusText to) {
        var uses = uses();
        to.gauge("skerry_agent_task_memory_bytes", "Memory that a task uses.");
        each(to, uses, Usage::memoryBytes);
        to.counter("skerry_agent_task_cpu_seconds_total", "Processor time of a task's attempt.");
        each(to, uses, usage -> usage.cpuNs() < 0 ? -1 : usage.cpuNs() / 1e9);
        to.gauge("skerry_agent_task_pids", "Processes and threads of a task.");
        each(to, uses, Usage::pids);
    }

    /// -1 means that the node can't tell: then nothing is told.
    private static void each(PrometheusText to, List<TaskUse> uses, ToDoubleFunction<Usage> of) {
        for (var use : uses) {
            double value = of.applyAsDouble(use.usage());
            if (value >= 0) to.value(value, use.labels().toArray(new String[0]));
        }
    }

    private List<TaskUse> uses() {
        var uses = new ArrayList<TaskUse>();
        for (var run : work.state().runs().values()) {
            for (var task : run.tasks()) {
                if (!(task.phase() instanceof Run.Phase.Running)) continue;
                if (uses.size() == TASKS_MAX) return uses;
                uses.add(new TaskUse(labels(run, task), usage(run, task)));
            }
        }
        return uses;
    }

    private Usage usage(Run run, Run.Task task) {
        var handle = keeper.find(run.allocation(), task.name(), task.attempt());
        return handle == null ? Usage.NONE : keeper.usage(handle);
    }

    private static List<String> labels(Run run, Run.Task task) {
        var slot = run.order().slot();
        return List.of(
                "job", slot.job().toString(),
                "group", slot.group(),
                "task", task.name(),
                "alloc", run.allocation());
    }
}
