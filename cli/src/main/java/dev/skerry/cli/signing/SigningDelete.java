package dev.skerry.cli.signing;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = "Asks for the signatures no more that a rule has asked for.",
        footer = {"", "Example:", "  skerry signing delete till"})
final class SigningDelete implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Of the rule.")
    private String name = "";

    SigningDelete(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.of("DELETE", "signing", name),
                (_, _) -> session.out().line("Signing rule " + name + " is deleted."));
        return ExitCode.OK;
    }
}
