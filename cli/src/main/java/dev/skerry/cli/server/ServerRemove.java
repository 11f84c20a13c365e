package dev.skerry.cli.server;

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
            "Removes a server from those that decide, whether it runs or not.",
            "Its id is never used again; its machine can join anew with a new token."
        },
        footer = {"", "Example:", "  skerry server remove s2"})
final class ServerRemove implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "SERVER", description = "Its id, as `skerry server list` has it.")
    private String server = "";

    ServerRemove(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.of("DELETE", "servers", server),
                (_, _) -> session.out().line("Server " + server + " is removed."));
        return ExitCode.OK;
    }
}
