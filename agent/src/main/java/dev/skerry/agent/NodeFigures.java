package dev.skerry.agent;

import dev.skerry.agent.driver.TaskHandle;
import dev.skerry.agent.driver.Usage;
import dev.skerry.agent.facts.MachineUse;
import dev.skerry.cluster.node.Run;
import dev.skerry.kernel.figures.PrometheusText;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// The agent's figures for Prometheus.
final class NodeFigures {
    /// Tasks that are told one by one; of more, the first by allocation.
    private static final int TASKS_MAX = 500;

    private static final List<String> PHASES =
            List.of("waiting", "starting", "running", "stopping", "complete", "stopped", "failed");

    private final Agent agent;

    NodeFigures(Agent agent) {
        this.agent = agent;
    }

    private record TaskUse(List<String> labels, Usage usage) {}

    String text() {
        var to = new PrometheusText();
        to.gauge("skerry_agent_info", "Which agent this is.")
                .value(1, "node", agent.node(), "name", agent.name(), "version", agent.version());
        link(to);
        events(to);
        journal(to);
        phases(to);
        tasks(to);
        machine(to);
        return to.toString();
    }

    private void link(PrometheusText to) {
        var metrics = agent.metrics();
        to.gauge("skerry_agent_link_up", "1 when a server is heard.")
                .value(agent.connected() ? 1 : 0);
        to.gauge("skerry_agent_alone_seconds", "How long no server was heard, reboots included.")
                .value(agent.aloneMs() / 1e3);
        to.counter("skerry_agent_link_connects_total", "Links opened, the first one included.")
                .value(metrics.links.sum());
        to.counter("skerry_agent_link_failures_total", "Attempts for a link that failed.")
                .value(metrics.linkFailures.sum());
    }

    private void events(PrometheusText to) {
        var metrics = agent.metrics();
        to.counter("skerry_agent_task_starts_total", "Tasks started, restarts included.")
                .value(metrics.starts.sum());
        to.counter("skerry_agent_task_starts_refused_total", "Starts that were not possible.")
                .value(metrics.startsRefused.sum());
        to.counter("skerry_agent_task_restarts_total", "Starts of a task that had run before.")
                .value(metrics.restarts.sum());
        to.counter("skerry_agent_task_exits_total", "Tasks that ended.").value(metrics.exits.sum());
        to.counter("skerry_agent_checks_failed_total", "Checks that were not well.")
                .value(metrics.checksFailed.sum());
    }

    private void journal(PrometheusText to) {
        var metrics = agent.metrics();
        to.histogram(
                        "skerry_agent_journal_append_seconds",
                        "How long the disk took to have some facts for good.")
                .buckets(
                        AgentMetrics.LATENCY_BOUNDS_S,
                        metrics.latencyCounts(),
                        metrics.latencySumS());
        to.counter("skerry_agent_journal_facts_total", "Facts written to the journal.")
                .value(metrics.journalFacts.sum());
        to.counter("skerry_agent_journal_failures_total", "Writes that the disk did not take.")
                .value(metrics.journalFailures.sum());
        to.gauge("skerry_agent_mailbox_messages", "Messages that wait for their decision.")
                .value(agent.waiting());
        to.gauge("skerry_agent_journal_bytes", "Bytes of the journal.").value(metrics.journalBytes);
    }

    private void phases(PrometheusText to) {
        var counts = new TreeMap<String, Integer>();
        for (var run : agent.state().runs().values())
            for (var task : run.tasks()) counts.merge(phase(task.phase()), 1, Integer::sum);
        to.gauge("skerry_agent_tasks", "Tasks of this node by phase.");
        for (var phase : PHASES) to.value(counts.getOrDefault(phase, 0), "phase", phase);
    }

    private static String phase(Run.Phase phase) {
        return switch (phase) {
            case Run.Phase.Waiting _ -> "waiting";
            case Run.Phase.Starting _ -> "starting";
            case Run.Phase.Running _ -> "running";
            case Run.Phase.Stopping _ -> "stopping";
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
        for (var run : agent.state().runs().values()) {
            for (var task : run.tasks()) {
                if (!(task.phase() instanceof Run.Phase.Running)) continue;
                if (uses.size() == TASKS_MAX) return uses;
                var handle = new TaskHandle(run.allocation(), task.name(), task.attempt());
                uses.add(new TaskUse(labels(run, task), agent.driver().usage(handle)));
            }
        }
        return uses;
    }

    private static List<String> labels(Run run, Run.Task task) {
        var slot = run.order().slot();
        return List.of(
                "job", slot.job().toString(),
                "group", slot.group(),
                "task", task.name(),
                "alloc", run.allocation());
    }

    private void machine(PrometheusText to) {
        var use = MachineUse.now(agent.data());
        to.gauge("skerry_agent_node_memory_bytes", "Memory of the machine.")
                .value(use.memoryBytes());
        to.gauge("skerry_agent_node_memory_used_bytes", "Memory that could not be given to others.")
                .value(use.memoryUsedBytes());
        to.gauge("skerry_agent_node_disk_bytes", "Size of the file system of the data directory.")
                .value(use.diskBytes());
        to.gauge("skerry_agent_node_disk_used_bytes", "Bytes of it that are taken.")
                .value(use.diskUsedBytes());
        to.gauge("process_resident_memory_bytes", "Memory of the agent itself.")
                .value(use.residentBytes());
    }
}
