package dev.skerry.cli.recall;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "lift",
        description = "Lets what was recalled run again. The job's newest version starts at once.",
        footer = {"", "Example:", "  skerry recall lift r0123456789"})
final class RecallLift implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ID", description = "Of one that `skerry recall list` shows.")
    private String id = "";

    RecallLift(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var call = Call.of("DELETE", "recalls", id).with("namespace", session.namespace());
        session.show(
                call,
                (answer, _) ->
                        session.out()
                                .line(
                                        "Recall %s of %s is lifted: it may run again."
                                                .formatted(id, answer.json().at("job").text())));
        return ExitCode.OK;
    }
}
