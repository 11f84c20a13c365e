package dev.skerry.cli.recall;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Table;
import dev.skerry.cli.show.Words;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = {
            "What is recalled, by job, the newest first, and how much of it is not known to have"
                    + " ended.",
            "UNHEARD is on nodes that are not heard: they stop it when they are back, before"
                    + " anything else."
        },
        footer = {"", "Examples:", "  skerry recall list", "  skerry recall list --job badge"})
final class RecallList implements Callable<Integer> {
    private final Session session;

    @Option(names = "--job", paramLabel = "JOB", description = "Only what is recalled of that job.")
    private String job = "";

    RecallList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        var call = Call.get("recalls").with("namespace", session.namespace()).with("job", job);
        session.show(call, this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var table =
                new Table(
                        "#ID",
                        "JOB",
                        "VERSIONS",
                        "RECALLED",
                        "#BY",
                        ">ENDING",
                        ">UNHEARD",
                        "REASON");
        for (var it : answer.json().list())
            table.add(
                    it.at("id").text(),
                    it.at("job").text(),
                    RecallWords.versions(it),
                    Words.ago(it.at("at").text(), now),
                    it.at("by").text(),
                    it.at("ending").text(),
                    it.at("unheard").text(),
                    it.at("reason").text());
        if (table.isEmpty()) session.empty("No recalls", "");
        else table.print(session.out());
    }
}
