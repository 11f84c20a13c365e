package dev.skerry.cli.trust;

import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "logout",
        description = {
            "Forgets the token that is kept here for a server.",
            "The token itself goes on being good; `skerry token revoke` ends it."
        },
        footer = {"", "Example:", "  skerry logout"})
public final class Logout implements Callable<Integer> {
    private final Session session;

    public Logout(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var address = session.address();
        var credentials = session.credentials();
        boolean was = credentials.forget(address);
        session.out()
                .line(
                        was
                                ? "Logged out at " + address + "."
                                : "Nobody was logged in at " + address + ".");
        if (credentials.overruled())
            session.err()
                    .line("SKERRY_TOKEN is set here, and is used still: `unset SKERRY_TOKEN`.");
        return ExitCode.OK;
    }
}
