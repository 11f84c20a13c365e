package dev.skerry.cli.signing;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = "A signing rule as a file that `signing apply` takes.",
        footer = {"", "Example:", "  skerry signing show till > till.yaml"})
final class SigningShow implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Of the rule.")
    private String name = "";

    SigningShow(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.get("signing", name),
                (answer, _) -> session.out().raw(new SigningText(answer.json()).file().strip()));
        return ExitCode.OK;
    }
}
