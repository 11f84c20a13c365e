package dev.skerry.cli.namespace;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "One namespace: its quota, what is used of it, and what its jobs ask for.",
        footer = {"", "Example:", "  skerry namespace status shop"})
final class NamespaceStatus implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "Of the namespace.")
    private String name = "";

    NamespaceStatus(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(Call.get("namespaces", name), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var of = answer.json();
        var out = session.out();
        var said = of.at("description").text();
        var title = out.paint(Paint.STRONG, of.at("name").text());
        out.line(said.isEmpty() ? title : title + "  " + said);
        var text = new QuotaText(of);
        for (var dimension : QuotaText.DIMENSIONS) {
            var paint = text.full(dimension) ? Paint.WARN : Paint.PLAIN;
            var used = out.paint(paint, used(text, dimension));
            line(title(dimension), used + "; its jobs ask for " + text.asked(dimension));
        }
        line("pools", text.pools());
        line("preempts", text.preempts());
        long jobs = of.at("jobs").whole();
        line("jobs", jobs == 0 ? "none" : Words.count(jobs, "job") + ": " + list());
        if (QuotaText.DIMENSIONS.stream().anyMatch(text::over))
            out.line("Its jobs ask for more than the quota allows: some of it is not placed.");
    }

    private static String used(QuotaText text, String dimension) {
        var used = text.used(dimension);
        return used.contains(" of ") ? used.replace(" of ", " used of ") : used + " used";
    }

    private String list() {
        return "skerry job list --namespace " + name + session.addressWords();
    }

    private static String title(String dimension) {
        return switch (dimension) {
            case "cpuMhz" -> "cpu";
            case "memoryBytes" -> "memory";
            default -> dimension;
        };
    }

    private void line(String title, String text) {
        session.out().line("%-13s%s".formatted(title, text));
    }
}
