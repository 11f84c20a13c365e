package dev.skerry.cli.namespace;

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
        var sent = SentFile.ofNamespace(file);
        var name = sent.named("namespace");
        if (name.isEmpty())
            throw new Failure(
                    ExitCode.USAGE,
                    file + " names no namespace: a line `namespace: NAME` is missing.",
                    "That line alone makes one without a quota.");
        try {
            session.show(
                    sent.in(Call.of("PUT", "namespaces", name)),
                    (_, _) -> session.out().line("Namespace " + name + " is applied."));
            return ExitCode.OK;
        } catch (Failure failure) {
            throw sent.explained(failure, session.err());
        }
    }
}
