package dev.skerry.cli.signing;

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
        description = "Which keys have to sign what is brought, and where.",
        footer = {"", "Example:", "  skerry signing list"})
final class SigningList implements Callable<Integer> {
    private final Session session;

    SigningList(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws Failure {
        session.show(Call.get("signing"), this::print);
        return ExitCode.OK;
    }

    private void print(ApiAnswer answer, Instant now) throws Failure {
        var table = new Table("#NAME", "NAMESPACES", "KINDS", "SIGNED BY");
        for (var rule : answer.json().list()) {
            var text = new SigningText(rule);
            table.add(
                    rule.at("signing").text(),
                    text.joined("namespaces"),
                    text.joined("kinds"),
                    text.signers());
        }
        if (table.isEmpty()) session.err().line("There is no signing rule.");
        else table.print(session.out());
    }
}
