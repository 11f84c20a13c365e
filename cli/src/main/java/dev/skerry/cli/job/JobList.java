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
import java.util.ArrayList;
import java.util.List;
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
        var jobs = answer.json().list();
        boolean all = session.namespace().equals("*");
        boolean say = jobs.stream().anyMatch(job -> !job.at("says").text().isEmpty());
        var heading =
                new ArrayList<>(List.of("#NAME", "TYPE", ">VERSION", "STATUS", "RUNS", "SENT"));
        if (all) heading.addFirst("#NAMESPACE");
        if (say) heading.add("SAYS");
        var table = new Table(heading.toArray(String[]::new));
        for (var job : jobs) {
            var status = status(job);
            var cells = new ArrayList<String>();
            if (all) cells.add(job.at("namespace").text());
            cells.add(job.at("name").text());
            cells.add(job.at("type").text());
            cells.add(job.at("version").text());
            cells.add(status);
            cells.add(runs(job));
            cells.add(Words.ago(job.at("submittedAt").text(), now));
            if (say) cells.add(job.at("says").text());
            table.add(cells.toArray(String[]::new)).paint(all ? 4 : 3, Paint.of(status));
        }
        if (table.isEmpty()) {
            session.empty("No jobs", "`skerry job run examples/badge/badge.yaml` makes the first.");
            return;
        }
        table.print(session.out());
    }

    /// Its status, and that not all of what runs is healthy when it is so.
    static String status(Json job) {
        long unhealthy = 0;
        for (var group : job.at("groups").list()) unhealthy += group.at("unhealthy").whole();
        boolean unwell = unhealthy > 0 && job.at("status").is("running");
        return unwell ? Paint.NOT_HEALTHY : job.at("status").text();
    }

    /// `2 of 2`, over all groups; `1 to stop`, of what is wanted no more; of a batch `1 of 3 done,
    /// 1 runs`.
    static String runs(Json job) {
        long running = 0;
        long desired = 0;
        long done = 0;
        for (var group : job.at("groups").list()) {
            running += group.at("running").whole();
            desired += group.at("desired").whole();
            done += group.at("complete").whole();
        }
        if (new Launches(job).parent()) {
            long children = job.at("launch", "running").whole();
            return children == 0 ? "" : Words.count(children, "run");
        }
        if (!JobView.ends(job))
            return desired == 0 && running > 0 ? running + " to stop" : running + " of " + desired;
        var rest = running == 0 ? "" : ", %d run%s".formatted(running, running == 1 ? "s" : "");
        return done + (desired == 0 ? "" : " of " + desired) + " done" + rest;
    }
}
