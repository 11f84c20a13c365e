package dev.skerry.cli.issuer;

import dev.skerry.cli.api.ApiAnswer;
import dev.skerry.cli.api.Call;
import dev.skerry.cli.api.ExitCode;
import dev.skerry.cli.api.Failure;
import dev.skerry.cli.session.Session;
import dev.skerry.cli.show.Table;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "list",
        description = "On whose word callers get tokens, and what this server has of their keys.",
        footer = {"", "Example:", "  skerry issuer list"})
final class IssuerList implements Callable<Integer> {
    private final Session session;

    IssuerList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(Call.get("issuers"), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var table = new Table("#NAME", "URL", "AUDIENCE", "GIVES", "KEYS");
        for (var issuer : answer.json().list()) {
            var text = new IssuerText(issuer);
            table.add(
                    issuer.at("issuer").text(),
                    issuer.at("url").text(),
                    issuer.at("audience").text(),
                    text.roles(),
                    text.keys(now));
        }
        if (table.isEmpty()) session.err().line("There is no issuer.");
        else table.print(session.out());
    }
}
