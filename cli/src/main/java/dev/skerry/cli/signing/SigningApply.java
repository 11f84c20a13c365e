package dev.skerry.cli.signing;

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
            "Says which keys have to sign what is brought into which namespaces, as a file has it.",
            "What is there already stays."
        },
        footer = {"", "Example:", "  skerry signing apply till.yaml"})
final class SigningApply implements Callable<Integer> {
    private final Session session;

    @Parameters(
            paramLabel = "FILE",
            description = "The file of a signing rule; - is standard input.")
    private String file = "";

    SigningApply(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        SentFile.of(file, "A right one is in docs/guides/trust.md.")
                .withoutSecrets()
                .apply(
                        session,
                        "signing rule",
                        "signing",
                        "signing",
                        "docs/guides/trust.md has such a file.");
        return ExitCode.OK;
    }
}
