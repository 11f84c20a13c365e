package dev.skerry.cli.alloc;

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
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "One allocation: its tasks, ports, what was reserved, what came before.",
        footer = {"", "Example:", "  skerry alloc status a7k2m9x4qtb"})
final class AllocStatus implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "ALLOCATION", description = "Its id, or the beginning of it.")
    private String allocation = "";

    public AllocStatus(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(Call.get("allocations", allocation), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var of = answer.json();
        var out = session.out();
        out.line(out.paint(Paint.STRONG, of.at("name").text()) + "  " + of.at("id").text());
        var status = AllocList.status(of);
        line(
                "status",
                out.paint(Paint.of(status), status)
                        + " for "
                        + Words.span(of.at("since").text(), now));
        says(new CalendarText(of, now));
        if (!AllocList.retry(of).isEmpty()) line("next", AllocList.retry(of));
        var reason = of.at("reason").text();
        line("wanted", of.at("wanted").text() + (reason.isEmpty() ? "" : ": " + reason));
        line(
                "job",
                "%s version %s, namespace %s"
                        .formatted(
                                of.at("job").text(),
                                of.at("version").text(),
                                of.at("namespace").text()));
        line(
                "node",
                of.at("nodeName").text()
                        + ", placed "
                        + Words.ago(of.at("createdAt").text(), now)
                        + " with score "
                        + Words.score(of.at("score").number()));
        line(
                "reserved",
                "%s, memory %s, disk %s"
                        .formatted(
                                Words.frequency(of.at("reserved", "cpuMhz").whole()),
                                Words.size(of.at("reserved", "memoryBytes").whole()),
                                Words.size(of.at("reserved", "diskBytes").whole())));
        var ports = of.at("ports").pairs(" ");
        if (!ports.isEmpty()) line("ports", ports);
        var variants = of.at("variants").pairs(" as ");
        if (!variants.isEmpty()) line("runs", variants);
        if (!of.at("previous").none()) line("follows", of.at("previous").text());
        if (!of.at("next").none()) line("followed", "by " + of.at("next").text());
        var displaces = of.at("displaces").list().stream().map(Json::text).toList();
        if (!displaces.isEmpty()) line("displaces", String.join(", ", displaces));
        out.line("");
        tasks(answer, now);
    }

    private void says(CalendarText calendar) {
        var description = calendar.allocation().at("description").text();
        if (!calendar.comes()) {
            if (!description.isEmpty()) line("says", description);
            return;
        }
        line("next run", calendar.next());
        if (!calendar.last().isEmpty()) line("last run", calendar.last());
        line("counted", calendar.counts());
    }

    private void tasks(ApiAnswer answer, Instant now) throws Failure {
        var table = new Table("#TASK", "PHASE", ">PID", ">RESTARTS", "STARTED", "EXIT", "SAYS");
        for (var entry : answer.json().at("tasks").members().entrySet()) {
            var task = entry.getValue();
            boolean unwell = task.at("phase").is("running") && !task.at("healthy").yes();
            var phase = unwell ? Paint.NOT_HEALTHY : task.at("phase").text();
            long exit = task.at("exitCode").whole();
            long pid = task.at("pid").whole();
            table.add(
                    entry.getKey(),
                    phase,
                    pid == 0 ? "" : Long.toString(pid),
                    task.at("restarts").text(),
                    Words.ago(task.at("startedAt").text(), now),
                    exit < 0 ? "" : Long.toString(exit),
                    task.at("message").text());
            table.paint(1, Paint.of(phase));
        }
        if (!table.isEmpty()) table.print(session.out());
    }

    private void line(String title, String text) {
        var out = session.out();
        out.line(out.paint(Paint.FAINT, "%-10s".formatted(title)) + text);
    }
}
