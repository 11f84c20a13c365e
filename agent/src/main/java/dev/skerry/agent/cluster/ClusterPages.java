package dev.skerry.agent.cluster;

import dev.skerry.agent.AgentParts;
import dev.skerry.agent.PlainText;
import dev.skerry.agent.http.LocalPage;
import dev.skerry.cluster.codec.Codec;
import dev.skerry.cluster.codec.OwnAnswers;
import dev.skerry.cluster.job.JobKey;
import dev.skerry.cluster.node.NodeMachine;
import dev.skerry.cluster.node.Run;
import dev.skerry.cluster.state.Allocation;
import dev.skerry.kernel.Form;
import dev.skerry.kernel.Text;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;

/// How the node and its work stand, read from the state that it works by.
final class ClusterPages {
    private final AgentParts agent;
    private final ClusterWork work;
    private final Form<OwnAnswers.Self> selfForm = Codec.of(OwnAnswers.Self.class);
    private final Form<OwnAnswers.OwnStanding> standingForm =
            Codec.of(OwnAnswers.OwnStanding.class);

    ClusterPages(AgentParts agent, ClusterWork work) {
        this.agent = agent;
        this.work = work;
    }

    List<LocalPage> all() {
        return List.of(
                LocalPage.json("/v1/self", this::self),
                LocalPage.json("/v1/allocations", this::allocations));
    }

    private byte[] self() {
        return selfForm.encode(
                new OwnAnswers.Self(
                        agent.node(),
                        agent.config().name(),
                        agent.version(),
                        agent.calls().connected(),
                        work.aloneMs(),
                        agent.calls().journalTrouble(),
                        work.facts(),
                        work.meta()));
    }

    /// An array of how each run stands.
    private byte[] allocations() {
        var out = new ByteArrayOutputStream(1024);
        out.write('[');
        for (var run : work.state().runs().values()) {
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

    void front(PlainText to) {
        to.line(
                agent.calls().connected()
                        ? "a server is heard"
                        : "no server is heard, for " + work.aloneMs() / 1000 + " s; tasks go on");
        var facts = work.facts();
        to.line(
                facts.cpu().variant() + ", " + facts.cpu().cores() + " × " + facts.cpu().mhz(),
                " MHz, for tasks " + (facts.capacity().memoryBytes() >> 20) + " MiB of memory, ",
                (facts.capacity().diskBytes() >> 20) + " MiB of disk");
        var power = facts.power();
        if (power.source().equals("battery"))
            to.line(
                    "battery at " + power.chargePercent() + " %, for " + power.runtimeHours(),
                    " hours");
        for (var trouble : facts.extra().troubles()) to.line("trouble: " + trouble);
        to.line();
        for (var run : work.state().runs().values()) tasks(run, to);
        if (work.state().runs().size() == 0) to.line("nothing is to be done here");
        to.line();
    }

    private void tasks(Run run, PlainText to) {
        var seen = NodeMachine.observed(run, agent.clock().now());
        boolean unwell = seen.status() == Allocation.Status.RUNNING && !seen.healthy();
        to.line(
                run.allocation() + " " + job(run) + "/" + run.order().slot().group() + " ",
                seen.status().name().toLowerCase(Locale.ROOT),
                unwell ? ", not healthy" : "",
                seen.description().isEmpty() ? "" : ": " + seen.description());
        for (var task : run.tasks()) {
            var state = seen.tasks().get(task.name());
            if (state == null) continue;
            to.line(
                    "  " + task.name() + " " + state.phase(),
                    state.pid() > 0 ? ", pid " + state.pid() : "",
                    ", " + Text.count(state.restarts(), "restart"),
                    state.message().isEmpty() ? "" : ", " + state.message());
        }
    }
}
