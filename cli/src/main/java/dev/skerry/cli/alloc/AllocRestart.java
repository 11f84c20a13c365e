package dev.skerry.cli.alloc;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "restart",
        description = "Stops the tasks of an allocation and starts them again, on the same node.",
        footer = {"", "Example:", "  skerry alloc restart a7k2m9x4qtb"})
final class AllocRestart implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ALLOCATION", description = "Its id, or the beginning of it.")
    private String allocation = "";

    public AllocRestart(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.post("allocations", allocation, "restart").json("{}"),
                (answer, _) ->
                        session.out()
                                .line(
                                        answer.json().at("allocation").text()
                                                + " is being restarted."));
        return ExitCode.OK;
    }
}
