package dev.skerry.cli.node;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "eligibility",
        description = "Whether a node takes new work. What runs there stays.",
        footer = {"", "Example:", "  skerry node eligibility badge-1 --off"})
final class NodeEligibility implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Its id, the beginning of it, or its name.")
    private String node = "";

    @ArgGroup(multiplicity = "1")
    private Eligibility choice = new Eligibility();

    static final class Eligibility {
        @Option(names = "--on", description = "Takes new work.")
        private boolean on;

        @Option(names = "--off", description = "Takes none.")
        private boolean off;
    }

    public NodeEligibility(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        boolean on = choice.on && !choice.off;
        session.show(
                Call.post("nodes", node, "eligibility").json("{\"eligible\":" + on + "}"),
                (_, _) ->
                        session.out()
                                .line(node + (on ? " takes new work." : " takes no new work.")));
        return ExitCode.OK;
    }
}
