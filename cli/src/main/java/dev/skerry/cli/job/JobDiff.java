package dev.skerry.cli.job;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = {
            "In what two versions of a job differ, field by field in the words of the job file.",
            "Without FROM and TO: the newest from the one before. With FROM alone: the newest from",
            "that. `skerry job history` shows which there are."
        },
        footer = {"", "Examples:", "  skerry job diff badge", "  skerry job diff badge 2 5"})
final class JobDiff implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "JOB", description = "Its name.")
    private String job = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "FROM", description = "A version.")
    private String from = "";

    @Parameters(index = "2", arity = "0..1", paramLabel = "TO", description = "Another one.")
    private String to = "";

    public JobDiff(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var call =
                Call.get("jobs", job, "diff")
                        .with("namespace", session.namespace())
                        .with("from", from)
                        .with("to", to);
        session.show(call, this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var difference = answer.json();
        var out = session.out();
        var head =
                "%s: version %s -> version %s"
                        .formatted(job, difference.at("from").text(), difference.at("to").text());
        out.line(out.paint(Paint.STRONG, head));
        if (difference.at("changes").list().isEmpty()) out.line("  They say the same.");
        Differences.print(difference, out, "  ");
    }
}
