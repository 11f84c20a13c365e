package dev.skerry.cli.deployment;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Table;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "The deployments that are kept: five of each job, the newest first.",
        footer = {
            "",
            "Examples:",
            "  skerry deployment list",
            "  skerry deployment list --job badge"
        })
final class DeploymentList implements Callable<Integer> {
    private static final int STATUS = 3;

    private final Session session;

    @Option(names = "--job", paramLabel = "JOB", description = "Only those of that job.")
    private @Nullable String job;

    DeploymentList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var call = Call.get("deployments").with("namespace", session.namespace());
        session.show(job == null ? call : call.with("job", known(job)), this::print);
        return ExitCode.OK;
    }

    /// A job that there is: of one that has no deployments the list is empty too.
    private String known(String name) throws Failure {
        session.api().send(Call.get("jobs", name).with("namespace", session.namespace()));
        return name;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var table = new Table("#ID", "JOB", ">VERSION", "STATUS", "BEGUN", "SAYS");
        for (var it : answer.json().list()) {
            var status = it.at("status").text();
            table.add(
                    it.at("id").text(),
                    it.at("job").text(),
                    it.at("version").text(),
                    status,
                    Words.ago(it.at("startedAt").text(), now),
                    DeploymentWords.says(it));
            table.paint(STATUS, status.equals("successful") ? Paint.GOOD : Paint.of(status));
        }
        if (table.isEmpty()) session.empty("No deployments", "");
        else table.print(session.out());
    }
}
