package dev.skerry.cli.namespace;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = "Deletes a namespace that has no jobs any more.",
        footer = {"", "Example:", "  skerry namespace delete shop"})
final class NamespaceDelete implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Of the namespace.")
    private String name = "";

    NamespaceDelete(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.of("DELETE", "namespaces", name),
                (_, _) -> session.out().line("Namespace " + name + " is deleted."));
        return ExitCode.OK;
    }
}
