package dev.skerry.cli.issuer;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "An issuer as a file that `issuer apply` takes.",
        footer = {"", "Example:", "  skerry issuer show ci > ci.yaml"})
final class IssuerShow implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Of the issuer.")
    private String name = "";

    IssuerShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.get("issuers", name),
                (answer, _) -> session.out().raw(new IssuerText(answer.json()).file().strip()));
        return ExitCode.OK;
    }
}
