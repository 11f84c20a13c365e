package dev.skerry.cli.job;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "revert",
        description = {
            "Makes an earlier version of a job, as it was, its newest one, and shows it coming up.",
            "It is refused where its file would be: by today's bounds, quota and signing rules."
        },
        footer = {
            "",
            "Examples:",
            "  skerry job revert badge 2",
            "  skerry job revert --expect-version 5 badge 2",
            "  skerry job revert --force badge 2"
        })
final class JobRevert implements Callable<Integer> {
    private final Session session;

    @Mixin private final NewVersion next = new NewVersion();

    @Option(
            names = "--force",
            description = "Before all else, everywhere at once: update and pauses do not hold it.")
    private boolean force;

    @Parameters(index = "0", paramLabel = "JOB", description = "Its name.")
    private String job = "";

    @Parameters(
            index = "1",
            paramLabel = "VERSION",
            description = "One of those that `skerry job history` shows.")
    private String version = "";

    public JobRevert(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (!version.matches("[0-9]{1,18}"))
            throw Failure.usage("VERSION", version, "the number of an earlier version");
        var call =
                Call.post("jobs", job, "revert")
                        .with("version", version)
                        .with("forced", force ? "true" : "");
        return next.send(session, call, "%s version %s is accepted: as version " + version + ".");
    }
}
