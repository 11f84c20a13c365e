package dev.skerry.cli.trust;

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
            "Makes a role out of a file, or makes it anew.",
            "What it allows holds at once for all tokens that have it."
        },
        footer = {"", "Example:", "  skerry role apply edge-developer.yaml"})
final class RoleApply implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "FILE", description = "A role file; - is standard input.")
    private String file = "";

    RoleApply(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        SentFile.of(file, "`skerry role show developer` prints one.")
                .apply(
                        session,
                        "role",
                        "role",
                        "roles",
                        "`skerry role show developer` prints such a file.");
        return ExitCode.OK;
    }
}
