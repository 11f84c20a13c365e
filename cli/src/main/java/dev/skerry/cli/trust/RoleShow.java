package dev.skerry.cli.trust;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "A role as a file that `role apply` takes.",
        footer = {"", "Example:", "  skerry role show developer > team.yaml"})
final class RoleShow implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Of the role.")
    private String name = "";

    RoleShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.get("roles", name),
                (answer, _) -> session.out().raw(new RoleText(answer.json()).file().strip()));
        return ExitCode.OK;
    }
}
