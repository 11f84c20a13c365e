package dev.skerry.cli;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = "Whether the server is there, and what it looks after.",
        footer = {"", "Example:", "  skerry status"})
final class StatusCommand implements Callable<Integer> {
    private static final String UNHEALTHY = "unhealthy";

    private final Session session;

    StatusCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(Call.get("status"), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var status = answer.json();
        var out = session.out();
        var up = Words.duration(Duration.ofMillis(status.at("uptimeMs").whole()));
        out.line(
                "server       %s, version %s, up %s, index %s"
                        .formatted(
                                session.api().address(),
                                status.at("version").text(),
                                up,
                                status.at("index").text()));
        out.line("nodes        " + counts(status.at("nodes")));
        out.line("jobs         " + counts(status.at("jobs")));
        out.line("allocations  " + counts(status.at("allocations")));
        if (status.at("jobs", UNHEALTHY).whole() > 0)
            session.err().line("`skerry job list` says what is not healthy, and why.");
    }

    private static String counts(Json object) {
        var all = new ArrayList<String>();
        for (var count : object.members().entrySet())
            if (count.getValue().whole() != 0 || count.getKey().equals("total"))
                all.add(count.getValue().text() + " " + word(count.getKey()));
        return all.isEmpty() ? "none" : String.join(", ", all);
    }

    /// They are counted by what stands before as well.
    private static String word(String key) {
        return key.equals(UNHEALTHY) ? "of them not healthy" : key;
    }
}
