package dev.skerry.cli.job;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Table;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "The jobs, and how they are.",
        footer = {"", "Examples:", "  skerry job list", "  skerry job list --namespace '*'"})
final class JobList implements Callable<Integer> {
    private final Session session;

    public JobList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        print(session);
        return ExitCode.OK;
    }

    static void print(Session session) throws Failure {
        session.show(
                Call.get("jobs").with("namespace", session.namespace()),
                (answer, now) -> print(session, answer, now));
    }

    private static void print(Session session, ApiAnswer answer, Instant now) throws Failure {
        boolean all = session.namespace().equals("*");
        var table =
                all
                        ? new Table(
                                "#NAMESPACE", "#NAME", "TYPE", ">VERSION", "STATUS", "RUNS", "SENT")
                        : new Table("#NAME", "TYPE", ">VERSION", "STATUS", "RUNS", "SENT");
        for (var job : answer.json().list()) {
            var status = job.at("status").text();
            var name = job.at("name").text();
            var type = job.at("type").text();
            var version = job.at("version").text();
            var sent = Words.ago(job.at("submittedAt").text(), now);
            if (all)
                table.add(job.at("namespace").text(), name, type, version, status, runs(job), sent);
            else table.add(name, type, version, status, runs(job), sent);
            table.paint(all ? 4 : 3, Paint.of(status));
        }
        if (table.isEmpty()) {
            session.err()
                    .line("No jobs. `skerry job run examples/badge/badge.yaml` makes the first.");
            return;
        }
        table.print(session.out());
    }

    /// `2 of 2`, over all groups; of a batch `1 of 3 done, 1 runs`.
    private static String runs(Json job) {
        long running = 0;
        long desired = 0;
        long done = 0;
        for (var group : job.at("groups").list()) {
            running += group.at("running").whole();
            desired += group.at("desired").whole();
            done += group.at("complete").whole();
        }
        if (!job.at("type").is("batch")) return running + " of " + desired;
        var rest = running == 0 ? "" : ", %d run%s".formatted(running, running == 1 ? "s" : "");
        return done + (desired == 0 ? "" : " of " + desired) + " done" + rest;
    }
}
