package dev.skerry.cli.alloc;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.EventStream;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Table;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "What runs where.",
        footer = {"", "Examples:", "  skerry alloc list", "  skerry alloc list --job badge"})
public final class AllocList implements Callable<Integer> {
    private final Session session;

    @Option(names = "--job", paramLabel = "JOB", description = "Only those of that job.")
    private String job = "";

    @Option(names = "--node", paramLabel = "NODE", description = "Only those on that node.")
    private String node = "";

    public AllocList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var call =
                Call.get("allocations")
                        .with("namespace", session.namespace())
                        .with("job", job)
                        .with("node", node);
        session.show(
                call,
                (answer, now) -> {
                    var table = table(answer.json().list(), now);
                    if (table.isEmpty()) session.empty("No allocations", "");
                    else table.print(session.out());
                });
        return ExitCode.OK;
    }

    /// Allocations as rows, the youngest last. Their ids are drawn, and do not say which that is.
    public static Table table(List<Json> allocations, Instant now) {
        var table =
                new Table(
                        "~ID", "#NAME", "#NODE", "VERSION", "STATUS", "SINCE", ">RESTARTS", "SAYS");
        var byAge = allocations.stream().sorted(Comparator.comparing(AllocList::made)).toList();
        for (var one : byAge) {
            var status = status(one);
            table.add(
                    one.at("id").text(),
                    one.at("name").text(),
                    one.at("nodeName").text(),
                    one.at("version").text(),
                    status,
                    Words.ago(one.at("since").text(), now),
                    one.at("restarts").text(),
                    says(one, now));
            table.paint(4, Paint.of(status));
        }
        return table;
    }

    /// In the order of time as text: the API writes thousandths only where there are some.
    private static String made(Json one) {
        return one.at("createdAt").text().replace("Z", "");
    }

    /// The status, and that it is not healthy or not wanted when it is so.
    static String status(Json one) {
        var status = one.at("status").text();
        boolean running = status.equals("running");
        if (running && one.at("wanted").is("stop")) return Paint.TO_STOP;
        return running && !one.at("healthy").yes() ? Paint.NOT_HEALTHY : status;
    }

    private static String says(Json one, Instant now) {
        var calendar = new CalendarText(one, now);
        if (calendar.comes()) return calendar.shortly();
        var description = one.at("description").text();
        if (description.isEmpty() && one.at("wanted").is("stop")) return one.at("reason").text();
        var retry = retry(one);
        return description.isEmpty() || retry.isEmpty()
                ? description + retry
                : description + "; " + retry;
    }

    /// When another takes its place; empty: none does.
    static String retry(Json one) {
        var at = one.at("retryAt").text();
        return at.isEmpty() ? "" : "tried again at " + EventStream.clock(at);
    }
}
