package dev.skerry.cli.node;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "revoke",
        description = {
            "Shuts a node out at once: its link ends and its certificates are worth nothing.",
            "What runs there is given up as if the node were missed; nobody can stop it there.",
            "It comes back only with a new token of `skerry node join-token --for-node`."
        },
        footer = {"", "Example:", "  skerry node revoke badge-1"})
final class NodeRevoke implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NODE", description = "Its id, the beginning of it, or its name.")
    private String node = "";

    public NodeRevoke(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.post("nodes", node, "revoke"),
                (_, _) -> session.out().line(node + " is shut out."));
        return ExitCode.OK;
    }
}
