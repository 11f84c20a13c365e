package dev.skerry.cli.issuer;

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
        SentFile.of(file, "A right one is in docs/guides/trust.md.")
                .apply(
                        session,
                        "issuer",
                        "issuer",
                        "issuers",
                        "docs/guides/trust.md has such a file.");
        return ExitCode.OK;
    }
}
