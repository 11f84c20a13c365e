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
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description = {
            "The versions of a job that are kept, the newest first.",
            "When each was accepted, by whom, what it has changed, and how many allocations run",
            "by it."
        },
        footer = {
            "",
            "Examples:",
            "  skerry job history badge",
            "  skerry job history --patch badge"
        })
final class JobHistory implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "JOB", description = "Its name.")
    private String job = "";

    @Option(
            names = {"-p", "--patch"},
            description = "Shows all that each has changed.")
    private boolean patch;

    public JobHistory(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var call =
                Call.get("jobs", job, "versions")
                        .with("namespace", session.namespace())
                        .with("differences", patch ? "true" : "");
        session.show(call, this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var versions = answer.json().list();
        if (patch) {
            for (int i = 0; i < versions.size(); i++) {
                if (i > 0) session.out().line("");
                full(versions.get(i), now);
            }
        } else {
            table(versions, now).print(session.out());
        }
    }

    private static Table table(List<Json> versions, Instant now) {
        var table = new Table(">VERSION", "ACCEPTED", "#BY", "HOW", ">RUNS", "CHANGED");
        for (var it : versions) {
            table.add(
                    number(it),
                    when(it, now),
                    it.at("by").text(),
                    how(it),
                    it.at("allocations").text(),
                    it.at("changed").text());
            if (it.at("current").yes()) table.paint(0, Paint.GOOD);
        }
        return table;
    }

    private static String how(Json version) {
        var how = version.at("how").text() + (version.at("forced").yes() ? ", forced" : "");
        return how + (version.at("recalled").yes() ? ", recalled" : "");
    }

    /// The newest has a mark.
    private static String number(Json version) {
        return (version.at("current").yes() ? "* " : "") + version.at("version").text();
    }

    private static String when(Json version, Instant now) {
        var at = version.at("acceptedAt").text();
        return at.isEmpty() ? "unknown" : Words.ago(at, now);
    }

    private void full(Json version, Instant now) {
        var out = session.out();
        var head =
                "version %s%s"
                        .formatted(
                                version.at("version").text(),
                                version.at("current").yes() ? ", the newest" : "");
        out.line(
                "%s: %s by %s, %s, %s of it"
                        .formatted(
                                out.paint(Paint.STRONG, head),
                                how(version),
                                version.at("by").text(),
                                when(version, now),
                                Words.count(version.at("allocations").whole(), "allocation")));
        for (var key : version.at("signers").list()) out.line("  signed by key " + key.text());
        if (version.at("difference").none()) out.line("  " + version.at("changed").text());
        Differences.print(version.at("difference"), out, "  ");
    }
}
