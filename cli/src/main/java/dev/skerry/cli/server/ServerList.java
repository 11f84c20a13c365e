package dev.skerry.cli.server;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.api.Json;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Paint;
import dev.skerry.cli.show.Table;
import dev.skerry.cli.show.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "Who decides, who follows, how far each is, and where it is.",
        footer = {"", "Examples:", "  skerry server list", "  skerry server list --json"})
final class ServerList implements Callable<Integer> {
    private static final String NOT_KNOWN = "not known";
    private static final int ROLE = 1;

    private final Session session;

    ServerList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(Call.get("servers"), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var all = answer.json();
        var table =
                new Table(
                        "#ID", "ROLE", "VOTE", ">INDEX", ">BEHIND", "HEARD", "#LINK", "#HTTP",
                        "VERSION");
        for (var server : all.at("servers").list()) {
            var role = server.at("role").text();
            table.add(
                    server.at("id").text(),
                    role,
                    known(server.at("vote")),
                    known(server.at("index")),
                    known(server.at("behind")),
                    heard(server.at("silentMs")),
                    server.at("link").text(),
                    server.at("http").text(),
                    server.at("version").text());
            table.paint(ROLE, role.equals("leader") ? Paint.GOOD : Paint.of(role));
        }
        if (table.isEmpty()) session.err().line("No server has said yet that it is there.");
        else table.print(session.out());
        if (all.at("leader").none())
            session.err().line("No server leads: nothing can be changed until one does.");
    }

    private static String known(Json value) {
        return value.none() ? "" : value.text();
    }

    private static String heard(Json silentMs) {
        if (silentMs.none()) return NOT_KNOWN;
        var span = Words.duration(Duration.ofMillis(silentMs.whole()));
        return span.equals("now") ? span : span + " ago";
    }
}
