package dev.skerry.cli.issuer;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.SentFile;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "apply",
        description = {
            "Takes the word of an issuer for who somebody is, as a file says.",
            "When it is changed, tokens that were given on its word are worth nothing."
        },
        footer = {"", "Example:", "  skerry issuer apply ci.yaml"})
final class IssuerApply implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "An issuer file; - is standard input.")
    private String file = "";

    IssuerApply(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var sent = SentFile.ofIssuer(file);
        var name = sent.named("issuer");
        if (name.isEmpty())
            throw new Failure(
                    ExitCode.USAGE,
                    file + " names no issuer: a line `issuer: NAME` is missing.",
                    "docs/guides/trust.md has such a file.");
        try {
            session.show(
                    sent.in(Call.of("PUT", "issuers", name)),
                    (_, _) -> session.out().line("Issuer " + name + " is applied."));
            return ExitCode.OK;
        } catch (Failure failure) {
            throw sent.explained(failure, session.err());
        }
    }
}
