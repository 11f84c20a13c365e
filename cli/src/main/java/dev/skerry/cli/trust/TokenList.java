package dev.skerry.cli.trust;

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

@Command(
        name = "list",
        description = "Who may call, until when, and when and from where each was last used.",
        footer = {"", "Example:", "  skerry token list"})
final class TokenList implements Callable<Integer> {
    private final Session session;

    TokenList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(Call.get("tokens"), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var table = new Table("#NAME", "#ID", "ROLES", "MADE", "ENDS", "LAST USED", "FROM");
        for (var token : answer.json().list()) {
            var used = Words.ago(token.at("lastUsed").text(), now);
            table.add(
                    token.at("name").text(),
                    token.at("id").text(),
                    String.join(", ", new SelfText(token).texts("roles")),
                    Words.ago(token.at("created").text(), now),
                    Words.until(token.at("expires").text(), now),
                    used.isEmpty() ? "not known" : used,
                    token.at("lastFrom").text());
        }
        if (table.isEmpty()) session.err().line("There is no token.");
        else table.print(session.out());
    }
}
