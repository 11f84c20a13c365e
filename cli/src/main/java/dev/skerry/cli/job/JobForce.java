package dev.skerry.cli.job;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "force",
        description = {
            "Launches a periodic job now, and shows it coming up.",
            "It does so whatever its schedule says and whatever of it runs; its next run stays as",
            "it is. With `periodic.on: node` each node that has it is told to run it, which is not",
            "waited for, and leaves that out while it runs there."
        },
        footer = {
            "",
            "Examples:",
            "  skerry job periodic force backup",
            "  skerry job periodic force --detach backup"
        })
final class JobForce implements Callable<Integer> {
    private final Session session;

    @Mixin private final ChildOptions child = new ChildOptions();

    @Parameters(paramLabel = "JOB", description = "Its name.")
    private String job = "";

    public JobForce(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        return child.send(session, Call.post("jobs", job, "force"));
    }
}
