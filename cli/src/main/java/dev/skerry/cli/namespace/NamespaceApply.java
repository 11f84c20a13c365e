package dev.skerry.cli.namespace;

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
            "Makes a namespace out of a file, or makes it anew.",
            "A quota below what is used stops nothing, and holds what is new."
        },
        footer = {"", "Example:", "  skerry namespace apply shop.yaml"})
final class NamespaceApply implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "A namespace file; - is standard input.")
    private String file = "";

    NamespaceApply(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        SentFile.of(file, "A right one is in docs/guides/namespaces.md.")
                .apply(
                        session,
                        "namespace",
                        "namespace",
                        "namespaces",
                        "That line alone makes one without a quota.");
        return ExitCode.OK;
    }
}
