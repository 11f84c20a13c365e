package dev.skerry.agent;

import dev.skerry.agent.http.LocalServer;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.codec.OwnAnswers;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.node.NodeMachine;
import dev.skerry.cluster.node.Run;
import dev.skerry.kernel.Form;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/// The agent's own pages: how the node stands, read from the state that it works by.
final class NodePages implements LocalServer.LocalPages {
    private final Agent agent;
    private final NodeFigures figures;
    private final Form<OwnAnswers.Self> selfForm = Codec.of(OwnAnswers.Self.class);
    private final Form<OwnAnswers.OwnStanding> standingForm =
            Codec.of(OwnAnswers.OwnStanding.class);

    NodePages(Agent agent) {
        this.agent = agent;
        figures = new NodeFigures(agent);
    }

    @Override
    public String metrics() {
        return figures.text();
    }

    @Override
    public byte[] self() {
        return selfForm.encode(
                new OwnAnswers.Self(
                        agent.node(),
                        agent.name(),
                        agent.version(),
                        agent.connected(),
                        agent.aloneMs(),
                        agent.trouble(),
                        agent.facts(),
                        agent.meta()));
    }

    @Override
    public byte[] allocations() {
        var out = new ByteArrayOutputStream(1024);
        out.write('[');
        for (var run : agent.state().runs().values()) {
            if (out.size() > 1) out.write(',');
            out.writeBytes(standingForm.encode(standing(run)));
        }
        out.write(']');
        return out.toByteArray();
    }

    private OwnAnswers.OwnStanding standing(Run run) {
        var seen = NodeMachine.observed(run, agent.clock().now());
        return new OwnAnswers.OwnStanding(
                run.allocation(),
                job(run).toString(),
                run.order().slot().group(),
                !run.ending(),
                seen.status().name().toLowerCase(Locale.ROOT),
                seen.healthy(),
                seen.description(),
                seen.tasks());
    }

    private static JobKey job(Run run) {
        return run.order().slot().job();
    }

    @Override
    public String front() {
        var text = new StringBuilder(1024);
        line(text, "skerry agent ", agent.version(), ": ", agent.name(), ", ", agent.node());
        line(
                text,
                agent.connected()
                        ? "a server is heard"
                        : "no server is heard, for " + agent.aloneMs() / 1000 + " s; tasks go on");
        if (!agent.trouble().isEmpty()) line(text, "the journal takes no facts: ", agent.trouble());
        var facts = agent.facts();
        line(
                text,
                facts.cpu().variant() + ", " + facts.cpu().cores() + " × " + facts.cpu().mhz(),
                " MHz, for tasks " + (facts.capacity().memoryBytes() >> 20) + " MiB of memory, ",
                (facts.capacity().diskBytes() >> 20) + " MiB of disk");
        var power = facts.power();
        if (power.source().equals("battery"))
            line(
                    text,
                    "battery at " + power.chargePercent() + " %, for " + power.runtimeHours(),
                    " hours");
        line(text);
        for (var run : agent.state().runs().values()) tasks(run, text);
        if (agent.state().runs().size() == 0) line(text, "nothing is to be done here");
        line(text);
        line(text, "more: /v1/allocations /v1/self /metrics");
        return text.toString();
    }

    private void tasks(Run run, StringBuilder text) {
        var seen = NodeMachine.observed(run, agent.clock().now());
        line(
                text,
                run.allocation() + " " + job(run) + "/" + run.order().slot().group() + " ",
                seen.status().name().toLowerCase(Locale.ROOT),
                seen.description().isEmpty() ? "" : ": " + seen.description());
        for (var task : run.tasks()) {
            var state = seen.tasks().get(task.name());
            if (state == null) continue;
            line(
                    text,
                    "  " + task.name() + " " + state.phase(),
                    state.pid() > 0 ? ", pid " + state.pid() : "",
                    ", " + state.restarts() + " restarts",
                    state.message().isEmpty() ? "" : ", " + state.message());
        }
    }

    /// What tasks have said must not move a terminal's cursor.
    private static void line(StringBuilder text, String... parts) {
        for (var part : parts) {
            for (int i = 0; i < part.length(); i++) {
                char c = part.charAt(i);
                text.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        text.append('\n');
    }
}
