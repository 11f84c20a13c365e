package dev.skerry.agent;

import dev.skerry.agent.facts.MachineUse;
import dev.skerry.kernel.figures.EachRoom;
import dev.skerry.kernel.figures.PrometheusText;

/// The agent's figures for Prometheus.
final class AgentFigures {
    private final Agent agent;

    AgentFigures(Agent agent) {
        this.agent = agent;
    }

    String text() {
        var to = new PrometheusText();
        to.gauge("skerry_agent_info", "Which agent this is.")
                .value(1, "node", agent.node(), "name", agent.name(), "version", agent.version());
        link(to);
        journal(to);
        rooms(to);
        machine(to);
        return to.toString();
    }

    private void rooms(PrometheusText to) {
        var each = new EachRoom(to, agent::hasNoFigures);
        for (var room : agent.rooms()) each.count(room.onNode().room().name(), room::figures);
        each.end("skerry_agent_room_figures");
    }

    private void link(PrometheusText to) {
        var metrics = agent.metrics();
        to.gauge("skerry_agent_link_up", "1 when a server is heard.")
                .value(agent.connected() ? 1 : 0);
        to.counter("skerry_agent_link_connects_total", "Links opened, the first one included.")
                .value(metrics.links.sum());
        to.counter("skerry_agent_link_failures_total", "Attempts for a link that failed.")
                .value(metrics.linkFailures.sum());
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
