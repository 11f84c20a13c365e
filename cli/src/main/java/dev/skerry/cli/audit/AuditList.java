package dev.skerry.cli.audit;

import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Table;
import dev.skerry.cli.show.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = {
            "The last changes: who made them, when, from where, and what they changed.",
            "Requests that were refused are there too, as the servers have gathered them."
        },
        footer = {
            "",
            "Examples:",
            "  skerry audit list",
            "  skerry audit list --who ada --since 2h",
            "  skerry audit list --since 2026-07-01T00:00:00Z -n 1000 --json"
        })
final class AuditList implements Callable<Integer> {
    private static final int LINES_MAX = 10_000;

    private final Session session;

    @Option(
            names = "--who",
            paramLabel = "NAME",
            description = "Only what that one has done: ada, or person:ada.")
    private String who = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "2h: so long ago; or a time, as 2026-07-01T12:00:00Z.")
    private String since = "";

    @Option(names = "--until", paramLabel = "TIME", description = "What was before that.")
    private String until = "";

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "50",
            description = "So many at most, 1 to 10000. Default: 50")
    private int count = 50;

    AuditList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        if (count < 1 || count > LINES_MAX)
            throw Failure.usage("-n", count + "", "a whole number from 1 to " + LINES_MAX);
        var call =
                Call.get("audit")
                        .with("who", who)
                        .with("since", since)
                        .with("until", until)
                        .with("limit", count + "");
        var table = new Table(">NUMBER", "#WHEN", "WHO", "FROM", "DID");
        try (var lines = new TextLines(session.api().stream(call))) {
            for (var line = lines.next(); line != null; line = lines.next()) {
                if (session.json()) session.out().raw(line);
                else add(Json.parse(line), table);
            }
        } catch (IOException e) {
            throw broken(e);
        }
        if (session.json()) return ExitCode.OK;
        if (table.isEmpty()) session.err().line("There is no such line.");
        else table.print(session.out());
        return ExitCode.OK;
    }

    static Failure broken(IOException e) {
        return new Failure(
                ExitCode.UNREACHABLE,
                "The lines broke off: " + e.getMessage() + ".",
                "Try again; `skerry status` says whether the server is there.");
    }

    private void add(Json line, Table to) {
        if (line.at("number").none()) {
            var why = line.at("why").text();
            if (!why.isEmpty()) to.add("", "", "", "", why);
            return;
        }
        to.add(
                line.at("number").text(),
                line.at("at").text(),
                line.at("who").text(),
                line.at("from").text(),
                String.join("; ", did(line)));
    }

    private static List<String> did(Json line) {
        var words = new ArrayList<String>();
        var refused = line.at("refused").list();
        if (refused.isEmpty() && line.at("others").none())
            for (var each : line.at("did").list()) words.add(each.text());
        for (var each : refused) words.add(refused(each));
        long others = line.at("others").whole();
        if (others > 0) words.add("refused " + Words.count(others, "other"));
        return words;
    }

    /// `refused 3 × GET /v1/tokens (403) to person:eve from 192.0.2.7`.
    private static String refused(Json one) {
        var who = one.at("who").text();
        return "refused %d × %s %s (%s) to %s from %s"
                .formatted(
                        one.at("count").whole(),
                        one.at("method").text(),
                        one.at("route").text(),
                        one.at("status").text(),
                        who.equals("person") ? "a stranger" : who, // as the page calls him
                        one.at("from").text());
    }
}
