package dev.skerry.cli.trust;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "revoke",
        description = "Ends a token, at once: what is asked with it from then on is refused.",
        footer = {"", "Example:", "  skerry token revoke ada"})
final class TokenRevoke implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME|ID", description = "Its name or its id.")
    private String token = "";

    TokenRevoke(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.of("DELETE", "tokens", token),
                (_, _) -> session.out().line("The token " + token + " is revoked."));
        return ExitCode.OK;
    }
}
