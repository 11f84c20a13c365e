package dev.skerry.cli.node;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "remove",
        description = {
            "Forgets a node that is missed; its work is placed elsewhere.",
            "Its certificate and its tokens are worth nothing from then on."
        },
        footer = {"", "Example:", "  skerry node remove badge-1"})
final class NodeRemove implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Its id, the beginning of it, or its name.")
    private String node = "";

    public NodeRemove(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.of("DELETE", "nodes", node),
                (_, _) -> session.out().line(node + " is removed."));
        return ExitCode.OK;
    }
}
