package dev.skerry.cli.calendar;

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
        description = {
            "The jobs that have a calendar, whoever launches them.",
            "When each comes next, and how the last time went."
        },
        footer = {
            "",
            "Examples:",
            "  skerry job periodic list",
            "  skerry job periodic list --namespace '*'"
        })
public final class JobCalendars implements Callable<Integer> {
    private final Session session;

    public JobCalendars(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(
                Call.get("jobs").with("namespace", session.namespace()),
                (answer, now) -> print(session, answer, now));
        return ExitCode.OK;
    }

    private static void print(Session session, ApiAnswer answer, Instant now) throws Failure {
        var table = table(answer.json().list(), session.namespace().equals("*"), now);
        if (table.isEmpty()) {
            session.empty(
                    "No job has a calendar",
                    "One has, whose file says `periodic: {cron: \"0 3 * * *\"}`.");
            return;
        }
        table.print(session.out());
    }

    /// @param all of all namespaces
    static Table table(List<Json> jobs, boolean all, Instant now) {
        var heading = new ArrayList<>(List.of("#JOB", "BY", "CALENDAR", "NEXT", "LAST", "WENT"));
        if (all) heading.addFirst("#NAMESPACE");
        var table = new Table(heading.toArray(String[]::new));
        for (var job : jobs) {
            if (job.at("launch", "calendar").none()) continue;
            var cells = cells(job, now);
            if (all) cells.addFirst(job.at("namespace").text());
            var went = cells.getLast().split(" ", 2)[0];
            table.add(cells.toArray(String[]::new)).paint(cells.size() - 1, Paint.of(went));
        }
        return table;
    }

    private static List<String> cells(Json job, Instant now) {
        var launch = job.at("launch");
        var cells = new ArrayList<String>();
        cells.add(job.at("name").text());
        cells.add(launch.at("kind").is("onNode") ? "nodes" : "servers");
        cells.add(words(launch.at("calendar")));
        cells.add(next(job, now));
        cells.add(Words.ago(launch.at("last").text(), now));
        cells.add(launch.at("calendar", "went").text());
        return cells;
    }

    /// When it comes, with the time zone.
    public static String words(Json calendar) {
        var cron = new ArrayList<String>();
        for (var each : calendar.at("cron").list()) cron.add("`" + each.text() + "`");
        return String.join(" and ", cron) + ", " + calendar.at("timeZone").text();
    }

    /// What has a calendar and no next time is not placed yet, or knows none.
    private static String next(Json job, Instant now) {
        if (job.at("stopped").yes()) return "stopped";
        if (!job.at("launch", "calendar", "enabled").yes()) return "by hand";
        var next = job.at("launch", "next").text();
        return next.isEmpty() ? "unknown" : Words.until(next, now);
    }
}
