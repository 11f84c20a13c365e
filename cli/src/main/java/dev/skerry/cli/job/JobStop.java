package dev.skerry.cli.job;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "stop",
        description = "Stops a job everywhere. Its file stays known for 30 days, or until --purge.",
        footer = {"", "Examples:", "  skerry job stop badge", "  skerry job stop badge --purge"})
final class JobStop implements Callable<Integer> {
    private static final String STOPPED =
            " is being stopped. It is forgotten 30 days after that, unless its file is sent again.";

    private final Session session;

    @Parameters(paramLabel = "JOB", description = "Its name.")
    private String job = "";

    @Option(names = "--purge", description = "Forgets it as well, once all has stopped.")
    private boolean purge;

    public JobStop(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var call =
                Call.of("DELETE", "jobs", job)
                        .with("namespace", session.namespace())
                        .with("purge", purge ? "true" : "");
        var said = purge ? " is being stopped and forgotten." : STOPPED;
        session.show(call, (_, _) -> session.out().line(job + said));
        return ExitCode.OK;
    }
}
