package dev.skerry.cli;

import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "The version of this command.")
final class Version implements Callable<Integer> {
    private final Session session;

    Version(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        session.out()
                .line(
                        session.json()
                                ? "{\"version\":\"" + Session.VERSION + "\"}"
                                : "skerry " + Session.VERSION);
        return ExitCode.OK;
    }
}
