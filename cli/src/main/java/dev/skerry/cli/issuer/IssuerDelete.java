package dev.skerry.cli.issuer;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = "Takes an issuer's word no more. What was given on it is worth nothing.",
        footer = {"", "Example:", "  skerry issuer delete ci"})
final class IssuerDelete implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Of the issuer.")
    private String name = "";

    IssuerDelete(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.of("DELETE", "issuers", name),
                (_, _) -> session.out().line("Issuer " + name + " is deleted."));
        return ExitCode.OK;
    }
}
