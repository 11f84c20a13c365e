package dev.skerry.cli.trust;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = "Deletes a role that no token has any more.",
        footer = {"", "Example:", "  skerry role delete edge-developer"})
final class RoleDelete implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Of the role.")
    private String name = "";

    RoleDelete(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.of("DELETE", "roles", name),
                (_, _) -> session.out().line("Role " + name + " is deleted."));
        return ExitCode.OK;
    }
}
