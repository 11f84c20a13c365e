package dev.skerry.cli.job;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "scale",
        description = {
            "Changes how many of one group of a service run.",
            "That is a new version of the job, which is shown coming up. The job file is not",
            "touched: what is sent by it later has the count that it says."
        },
        footer = {
            "",
            "Examples:",
            "  skerry job scale shop web 5",
            "  skerry job scale --detach shop web 0"
        })
final class JobScale implements Callable<Integer> {
    private final Session session;

    @Mixin private final NewVersion next = new NewVersion();

    @Parameters(index = "0", paramLabel = "JOB", description = "Its name.")
    private String job = "";

    @Parameters(index = "1", paramLabel = "GROUP", description = "The name of one of its groups.")
    private String group = "";

    @Parameters(index = "2", paramLabel = "COUNT", description = "How many: 0 to 100000.")
    private String count = "";

    public JobScale(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (!count.matches("[0-9]{1,18}"))
            throw Failure.usage("COUNT", count, "a whole number from 0 to 100000");
        var call = Call.post("jobs", job, "scale").with("group", group).with("count", count);
        return next.send(session, call, "%s version %s is accepted.");
    }
}
