package dev.skerry.cli.alloc;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "stop",
        description = "Stops an allocation; the scheduler replaces it when its job wants so.",
        footer = {"", "Example:", "  skerry alloc stop a7k2m9x4qtb"})
final class AllocStop implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ALLOCATION", description = "Its id, or the beginning of it.")
    private String allocation = "";

    public AllocStop(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.post("allocations", allocation, "stop").json("{}"),
                (answer, _) ->
                        session.out()
                                .line(
                                        answer.json().at("allocation").text()
                                                + " is being stopped."));
        return ExitCode.OK;
    }
}
